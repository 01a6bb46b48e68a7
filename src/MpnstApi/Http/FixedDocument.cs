using System.Text;

namespace MpnstApi.Http;

/// <summary>
/// Represents a document that depends only on the build. It is written once, on first use, and sent with validators.
/// </summary>
/// <param name="mediaType">Content-Type of the document.</param>
/// <param name="write">Writes its text.</param>
public sealed class FixedDocument(string mediaType, Func<string> write)
{
    private readonly Lazy<(byte[] Body, string Tag)> document = new(() =>
    {
        var text = write();
        return (Encoding.UTF8.GetBytes(text), $"W/\"{EntityTag.Digest(text)}\"");
    });

    /// <summary>Sends the document, or a 304 if the client already has it.</summary>
    public async Task WriteAsync(HttpContext context, CachingOptions caching)
    {
        var (body, tag) = document.Value;
        var response = context.Response;
        var validators = new ResponseValidators(tag, caching.CacheControl, caching.Vary);
        if (validators.IsHeldBy(context.Request))
        {
            validators.WriteNotModified(response);
            return;
        }
        validators.WriteCacheHeaders(response);
        response.ContentType = mediaType;
        await response.Body.WriteAsync(body, context.RequestAborted);
    }
}
