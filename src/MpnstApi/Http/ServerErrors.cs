using System.Globalization;
using System.IO.Pipelines;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace MpnstApi.Http;

/// <summary>
/// Adds problem details to errors that the server itself sends without content, for requests that never reach the service:
/// a very long address, long headers, a malformed request line. Only over HTTP/1.1 without TLS, where the bytes of the
/// response are visible.
/// </summary>
internal static class ServerErrors
{
    private const int StatusAt = 9;

    private static readonly byte[] Start = "HTTP/1.1 "u8.ToArray();
    private static readonly byte[] NoContent = "\r\nContent-Length: 0\r\n"u8.ToArray();
    private static readonly byte[] Closes = "\r\nConnection: close\r\n"u8.ToArray();
    private static readonly byte[] End = "\r\n\r\n"u8.ToArray();

    public static void UseProblems(this ListenOptions listen) =>
        listen.Use(next =>
            connection =>
            {
                var transport = connection.Transport;
                connection.Transport = new Transport(
                    transport.Input,
                    new Writer(transport.Output, connection.ConnectionId)
                );
                return next(connection);
            }
        );

    /// <summary>Returns the response with a problem as its content; null if it is not an error of the server itself.</summary>
    private static byte[]? WithProblem(ReadOnlySpan<byte> response, string connection)
    {
        // Errors of the service always have content and do not close the connection.
        if (
            !response.StartsWith(Start)
            || response[StatusAt] is not ((byte)'4' or (byte)'5')
            || !response.EndsWith(End)
            || response.IndexOf(Closes) < 0
            || response.IndexOf(NoContent) is not (> 0 and var place)
        )
        {
            return null;
        }
        var status = int.Parse(response.Slice(StatusAt, 3), CultureInfo.InvariantCulture);
        var kind =
            status == ProblemKind.UriTooLong.Status
                ? ProblemKind.UriTooLong
                : ProblemKind.BadRequest;
        var problem = JsonSerializer.SerializeToUtf8Bytes(
            new ProblemResponse(
                kind.Type,
                kind.Title,
                status,
                status == StatusCodes.Status431RequestHeaderFieldsTooLarge
                    ? "The headers of the request are longer than this service reads. Send fewer or shorter ones."
                    : kind.Description,
                "/",
                [],
                [],
                connection,
                null
            ),
            JsonSerializerOptions.Web
        );
        var header =
            $"\r\nContent-Type: application/problem+json\r\nX-Content-Type-Options: nosniff\r\nContent-Length: {problem.Length}\r\n";
        return
        [
            .. response[..place],
            .. Encoding.ASCII.GetBytes(header),
            .. response[(place + NoContent.Length)..],
            .. problem,
        ];
    }

    private sealed record Transport(PipeReader Input, PipeWriter Output) : IDuplexPipe;

    /// <summary>Passes on the bytes written; the server writes the headers of a response at once.</summary>
    private sealed class Writer(PipeWriter inner, string connection) : PipeWriter
    {
        private Memory<byte> given;

        public override bool CanGetUnflushedBytes => inner.CanGetUnflushedBytes;

        public override long UnflushedBytes => inner.UnflushedBytes;

        public override Memory<byte> GetMemory(int sizeHint = 0) =>
            given = inner.GetMemory(sizeHint);

        public override Span<byte> GetSpan(int sizeHint = 0) => GetMemory(sizeHint).Span;

        public override void Advance(int bytes)
        {
            if (WithProblem(given.Span[..bytes], connection) is { } response)
            {
                response.CopyTo(inner.GetSpan(response.Length));
                inner.Advance(response.Length);
                given = default;
                return;
            }
            inner.Advance(bytes);
            given = given[bytes..];
        }

        public override ValueTask<FlushResult> FlushAsync(
            CancellationToken cancellationToken = default
        ) => inner.FlushAsync(cancellationToken);

        public override void CancelPendingFlush() => inner.CancelPendingFlush();

        public override void Complete(Exception? exception = null) => inner.Complete(exception);

        public override ValueTask CompleteAsync(Exception? exception = null) =>
            inner.CompleteAsync(exception);
    }
}
