namespace MpnstApi.Http;

/// <summary>
/// Tells browsers to take every answer for what its Content-Type says, and refuses requests with more headers than any
/// client needs. The server's own limits are higher: what it refuses itself it answers without a body.
/// </summary>
public sealed class SafetyMiddleware(RequestDelegate next)
{
    private const int MostHeaders = 100;
    private const int MostHeaderCharacters = 32 * 1024;

    /// <summary>What the server reads before it refuses by itself.</summary>
    public const int ServerMostHeaders = 10 * MostHeaders;

    /// <summary>What the server reads before it refuses by itself, in bytes.</summary>
    public const int ServerMostHeaderBytes = 8 * MostHeaderCharacters;

    public Task InvokeAsync(HttpContext context)
    {
        // At the last moment, since a problem clears the headers of the answer that it replaces.
        context.Response.OnStarting(
            static response =>
            {
                ((HttpResponse)response).Headers.XContentTypeOptions = "nosniff";
                return Task.CompletedTask;
            },
            context.Response
        );
        var (count, characters) = (0, 0);
        foreach (var (name, values) in context.Request.Headers)
        {
            foreach (var value in values)
            {
                count++;
                characters += name.Length + (value?.Length ?? 0);
            }
        }
        return count > MostHeaders || characters > MostHeaderCharacters
            ? Problem
                .Of(
                    ProblemKind.HeadersTooLarge,
                    $"The request has {count} headers of {characters} characters; {MostHeaders} of {MostHeaderCharacters} are the most."
                )
                .ExecuteAsync(context)
            : next(context);
    }
}
