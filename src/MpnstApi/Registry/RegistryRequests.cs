using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.Extensions.Http.Resilience;

namespace MpnstApi.Registry;

/// <summary>
/// Sends single requests to the registry and saves the responses in temporary files. A response that is cut, stalls or is
/// not JSON is an error like a lost connection. Every error is a <see cref="RegistryException"/>.
/// </summary>
internal sealed partial class RegistryRequests(
    HttpClient http,
    RegistryOptions settings,
    TimeProvider time
)
{
    private const int ChunkSize = 64 * 1024;
    private const int ExplanationLimit = 4 * 1024;
    private const int LongestQuote = 300;

    /// <summary>A longer wait is reported instead of waited for.</summary>
    private static readonly TimeSpan LongestWait = TimeSpan.FromMinutes(10);

    /// <summary>Sends one request, and returns its response once all of it has been received.</summary>
    public async Task<RegistryPage> GetAsync(string address, CancellationToken cancellation)
    {
        using var inactivity = new CancellationTokenSource(settings.InactivityTimeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(
            cancellation,
            inactivity.Token
        );
        try
        {
            // The body goes to a file, never into memory as a whole.
            using var response = await http.GetAsync(
                new Uri(address, UriKind.Relative),
                HttpCompletionOption.ResponseHeadersRead,
                either.Token
            );
            inactivity.CancelAfter(settings.InactivityTimeout);
            return response.StatusCode == HttpStatusCode.OK
                ? await SaveAsync(response.Content, inactivity, either.Token)
                : throw Rejected(
                    response,
                    await ExplanationAsync(response.Content, inactivity, either.Token)
                );
        }
        catch (OperationCanceledException)
            when (inactivity.IsCancellationRequested && !cancellation.IsCancellationRequested)
        {
            throw Failed(
                $"no data was received for {settings.InactivityTimeout.TotalSeconds.ToString(CultureInfo.InvariantCulture)} seconds"
            );
        }
        catch (HttpRequestException exception)
        {
            // The cause often says more, such as that of a certificate.
            var message = exception.Message.TrimEnd('.');
            var cause = exception.GetBaseException().Message.TrimEnd('.');
            throw Failed(
                message.Contains(cause, StringComparison.Ordinal) ? message : $"{message}: {cause}",
                exception
            );
        }
        catch (Exception exception) when (exception is IOException or InvalidDataException)
        {
            throw Failed(
                $"the response was interrupted: {exception.Message.TrimEnd('.')}",
                exception
            );
        }
    }

    private async Task<RegistryPage> SaveAsync(
        HttpContent content,
        CancellationTokenSource inactivity,
        CancellationToken cancellation
    )
    {
        if (content.Headers.ContentType?.MediaType is not "application/json" and var type)
        {
            throw Failed(
                $"the response is {type ?? "of no media type"} instead of application/json"
            );
        }
        var scan = new PageScan();
        var (file, target) = Create();
        try
        {
            await using (target)
            await using (var source = await content.ReadAsStreamAsync(cancellation))
            {
                var chunk = new byte[ChunkSize];
                while (await source.ReadAsync(chunk, cancellation) is > 0 and var count)
                {
                    inactivity.CancelAfter(settings.InactivityTimeout);
                    file.Length += count;
                    if (file.Length > settings.PageLimit)
                    {
                        throw new RegistryException(
                            $"A response of the registry has more than {settings.PageLimit.ToString("N0", CultureInfo.InvariantCulture)} bytes, the most that is read; a smaller Registry:PageSize makes pages smaller. Nothing was imported."
                        );
                    }
                    scan.Add(chunk.AsSpan(0, count));
                    await WriteAsync(target, chunk.AsMemory(0, count), cancellation);
                }
                scan.End();
            }
            return new RegistryPage(file, scan);
        }
        catch (JsonException)
        {
            file.Dispose();
            throw Failed(
                $"the response is not complete JSON; it was cut or damaged after {file.Length.ToString("N0", CultureInfo.InvariantCulture)} bytes"
            );
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    /// <summary>Returns what the registry says of an error in plain text, shortened; as much of it as can be read.</summary>
    private static async Task<string> ExplanationAsync(
        HttpContent content,
        CancellationTokenSource inactivity,
        CancellationToken cancellation
    )
    {
        if (content.Headers.ContentType?.MediaType != "text/plain")
        {
            return "";
        }
        var text = new byte[ExplanationLimit];
        var filled = 0;
        try
        {
            await using var source = await content.ReadAsStreamAsync(cancellation);
            while (
                filled < text.Length
                && await source.ReadAsync(text.AsMemory(filled), cancellation) is > 0 and var count
            )
            {
                filled += count;
            }
        }
        catch (Exception exception)
            when (exception is IOException or InvalidDataException
                || (exception is OperationCanceledException && inactivity.IsCancellationRequested)
            )
        {
            // The status says enough.
        }
        return Shorten(Encoding.UTF8.GetString(text, 0, filled));
    }

    private RegistryException Failed(string reason, Exception? inner = null) =>
        new(
            $"The registry at {settings.BaseAddress} could not be read, after {RegistryRetry.Attempts} attempts: {reason}. Nothing was imported.",
            inner
        )
        {
            Reason = reason,
            IsTransient = true,
        };

    private RegistryException Rejected(HttpResponseMessage response, string explanation)
    {
        var reason = string.Create(
                CultureInfo.InvariantCulture,
                $"it responded with {(int)response.StatusCode} {response.ReasonPhrase}"
            )
            .TrimEnd();
        var header = response.Headers.RetryAfter;
        var wait = header?.Delta ?? (header?.Date - time.GetUtcNow());
        var quote = explanation.Length == 0 ? "" : $" and \"{explanation}\"";
        var start = $"The registry at {settings.BaseAddress}";
        return new RegistryException(
            wait > LongestWait
                ? string.Create(
                    CultureInfo.InvariantCulture,
                    $"{start} demands a long wait, {reason}: try again after {(time.GetUtcNow() + wait.Value).UtcDateTime:yyyy-MM-dd HH:mm} UTC. Nothing was imported."
                )
            : response.StatusCode is HttpStatusCode.Forbidden
                ? $"{start} rejected this client or network: {reason}{quote}. That is its firewall; try another {RegistryOptions.UserAgentSetting} (now '{settings.UserAgent}'), or a proxy with the environment variable HTTPS_PROXY. Nothing was imported."
            : $"{start} rejected a request: {reason}{quote}. Nothing was imported."
        )
        {
            Status = response.StatusCode,
            Explanation = explanation,
            Reason = reason,
            RetryAfter = wait > TimeSpan.Zero ? wait : null,
            IsTransient =
                !(wait > LongestWait)
                && HttpClientResiliencePredicates.IsTransient(Polly.Outcome.FromResult(response)),
        };
    }

    /// <summary>Returns a text of the registry's on one line, and no longer than a message can quote.</summary>
    internal static string Shorten(string text)
    {
        var line = Spaces().Replace(text, " ").Trim();
        return line.Length <= LongestQuote ? line : line[..LongestQuote] + "…";
    }

    private (TemporaryFile File, FileStream Stream) Create()
    {
        try
        {
            return TemporaryFile.Create(settings.TemporaryFolder);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw NotWritten(exception);
        }
    }

    private async Task WriteAsync(
        FileStream target,
        ReadOnlyMemory<byte> bytes,
        CancellationToken cancellation
    )
    {
        try
        {
            await target.WriteAsync(bytes, cancellation);
        }
        catch (IOException exception)
        {
            throw NotWritten(exception);
        }
    }

    private RegistryException NotWritten(Exception exception) =>
        new(
            $"A response of the registry could not be saved in {settings.TemporaryFolder}: {exception.Message} Nothing was imported.",
            exception
        );

    [GeneratedRegex(@"[\s\p{C}]+")]
    private static partial Regex Spaces();
}
