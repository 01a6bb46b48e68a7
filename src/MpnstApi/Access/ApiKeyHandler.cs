using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Options;
using Microsoft.Net.Http.Headers;
using MpnstApi.Http;

namespace MpnstApi.Access;

/// <summary>Authenticates callers by the key in <see cref="Header"/>, and writes failures as problem details.</summary>
public sealed class ApiKeyHandler(
    ActiveKeys keys,
    IOptionsMonitor<AuthenticationSchemeOptions> options,
    ILoggerFactory loggers,
    UrlEncoder encoder
) : AuthenticationHandler<AuthenticationSchemeOptions>(options, loggers, encoder)
{
    public new const string Scheme = "ApiKey";

    /// <summary>The header that holds the key.</summary>
    public const string Header = "X-Api-Key";

    private const string Challenge = $"{Scheme} header=\"{Header}\"";

    protected override Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        var given = Request.Headers[Header];
        if (given.Count == 0 || !keys.AreKnown)
        {
            return Task.FromResult(AuthenticateResult.NoResult());
        }
        if (given is not [{ } text] || keys.Find(text) is not { } key)
        {
            Context.Features.Set(new InvalidKey());
            return Task.FromResult(AuthenticateResult.Fail("Not a valid key."));
        }
        Context.Features.Set(key);
        return Task.FromResult(
            AuthenticateResult.Success(new AuthenticationTicket(key.Principal, Scheme))
        );
    }

    protected override Task HandleChallengeAsync(AuthenticationProperties properties)
    {
        if (!keys.AreKnown)
        {
            Response.Headers.RetryAfter = "5";
            return Problem
                .Of(
                    ProblemKind.NotReady,
                    "The service has not read its API keys from the database yet."
                )
                .ExecuteAsync(Context);
        }
        Response.Headers.WWWAuthenticate = Challenge;
        return Problem
            .Of(
                ProblemKind.Unauthorized,
                Request.Headers.ContainsKey(Header)
                    ? $"The key in {Header} is not valid, or it was revoked. Send a valid one; reading needs none."
                    : $"{Request.Path} needs an API key in the header {Header}."
            )
            .ExecuteAsync(Context);
    }

    protected override Task HandleForbiddenAsync(AuthenticationProperties properties) =>
        Problem
            .Of(
                ProblemKind.Forbidden,
                $"The key '{Context.User.Identity?.Name}' does not have the scope that {Request.Path} needs."
            )
            .ExecuteAsync(Context);
}

/// <summary>Marks a request whose key is not valid: authentication records successes only.</summary>
internal sealed record InvalidKey;
