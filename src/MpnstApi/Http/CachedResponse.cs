using System.Collections.Concurrent;
using Microsoft.AspNetCore.ResponseCompression;
using Microsoft.Extensions.Primitives;

namespace MpnstApi.Http;

/// <summary>
/// Represents a response with status 200 as bytes: the headers of its handler, the content, and the compressed content.
/// </summary>
/// <param name="headers">Headers that the handler set, without those that belong to one client, such as a rate limit.</param>
/// <param name="body">The content as the handler wrote it.</param>
public sealed class CachedResponse(KeyValuePair<string, StringValues>[] headers, byte[] body)
{
    // The two compressed forms together are smaller than the content, except where all are too small to matter.
    private const int FormsPerContent = 2;

    private readonly ConcurrentDictionary<string, Lazy<byte[]>> compressed = new();

    /// <summary>Gets the number of bytes that the response may take in memory, including compressed forms.</summary>
    public long Size =>
        (long)FormsPerContent * body.Length
        + headers.Sum(header => 2L * (header.Key.Length + header.Value.ToString().Length));

    /// <summary>Writes the response in the form that the request accepts.</summary>
    public Task WriteAsync(HttpContext context, IResponseCompressionProvider compression)
    {
        var response = context.Response;
        foreach (var (name, value) in headers)
        {
            response.Headers[name] = value;
        }
        var content = body;
        if (
            context.Request.Headers.AcceptEncoding.Count > 0
            && compression.ShouldCompressResponse(context)
            && compression.GetCompressionProvider(context) is { } provider
        )
        {
            response.Headers.ContentEncoding = provider.EncodingName;
            content = compressed
                .GetOrAdd(
                    provider.EncodingName,
                    static (_, form) =>
                        new Lazy<byte[]>(() => form.Response.Compress(form.Provider)),
                    (Response: this, Provider: provider)
                )
                .Value;
        }
        response.ContentLength = content.Length;
        return response.Body.WriteAsync(content.AsMemory(), context.RequestAborted).AsTask();
    }

    private byte[] Compress(ICompressionProvider provider)
    {
        using var content = new MemoryStream();
        using (var stream = provider.CreateStream(content))
        {
            stream.Write(body);
        }
        return content.ToArray();
    }

    /// <summary>Writes a response to memory. Returns null if it may not be kept; then it was sent directly.</summary>
    /// <param name="context">The request and its response.</param>
    /// <param name="write">Writes the response, and returns whether it may be kept.</param>
    public static async Task<CachedResponse?> CaptureAsync(
        HttpContext context,
        Func<Task<bool>> write
    )
    {
        var response = context.Response;
        var before = response.Headers.ToDictionary();
        var content = response.Body;
        using var buffer = new MemoryStream();
        response.Body = buffer;
        bool isKept;
        try
        {
            isKept = await write();
        }
        finally
        {
            response.Body = content;
        }
        if (isKept)
        {
            return new(
                [.. response.Headers.Where(header => !before.Contains(header))],
                buffer.ToArray()
            );
        }
        buffer.Position = 0;
        await buffer.CopyToAsync(content, context.RequestAborted);
        return null;
    }
}
