namespace MpnstApi.Http;

/// <summary>
/// Writes problems as application/problem+json whatever the client accepts: an error in an unexpected media type is better
/// than one without content.
/// </summary>
public sealed class ProblemWriter : IProblemDetailsWriter
{
    public bool CanWrite(ProblemDetailsContext context) => true;

    public async ValueTask WriteAsync(ProblemDetailsContext context)
    {
        Problem.Complete(context);
        await context.HttpContext.Response.WriteAsJsonAsync(
            context.ProblemDetails,
            options: null,
            contentType: "application/problem+json",
            context.HttpContext.RequestAborted
        );
    }
}
