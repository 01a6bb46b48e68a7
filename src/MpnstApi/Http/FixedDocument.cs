using System.Text;

namespace MpnstApi.Http;

/// <summary>A document that follows from the build alone: written once, on first demand, and answered with a validator.</summary>
/// <param name="mediaType">Content-Type of the document.</param>
/// <param name="write">Writes its text.</param>
public sealed class FixedDocument(string mediaType, Func<string> write)
{
    private readonly Lazy<(byte[] Body, string Tag)> made = new(() =>
    {
        var text = write();
        return (Encoding.UTF8.GetBytes(text), $"W/\"{EntityTag.Digest(text)}\"");
    });

    /// <summary>Answers with the document; with 304 where the caller holds it already.</summary>
    public async Task AnswerAsync(HttpContext context, CachingOptions caching)
    {
        var (body, tag) = made.Value;
        var response = context.Response;
        response.Headers.ETag = tag;
        response.Headers.CacheControl = caching.CacheControl;
        response.Headers.Vary = caching.Vary;
        if (EntityTag.IsHeldBy(context.Request, tag))
        {
            response.StatusCode = StatusCodes.Status304NotModified;
            return;
        }
        response.ContentType = mediaType;
        await response.Body.WriteAsync(body, context.RequestAborted);
    }
}
