using Microsoft.Extensions.DependencyInjection;
using MpnstApi.Access;

namespace MpnstApi.Tests.Access;

/// <summary>Keys of a running service, as an operator makes them.</summary>
public static class Callers
{
    public const string WrongKey = "mpnst_0123456789ab_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";

    /// <summary>A new key; the service knows it.</summary>
    public static async Task<string> AddKeyAsync(
        this IServiceProvider services,
        string[] scopes,
        string? rate = null,
        string? name = null
    )
    {
        Rate? read = null;
        if (rate is not null)
        {
            Assert.True(Rate.TryParse(rate, out read));
        }
        var key = await services
            .GetRequiredService<ApiKeys>()
            .AddAsync(
                name ?? $"test {Guid.NewGuid():N}",
                scopes,
                read,
                TestContext.Current.CancellationToken
            );
        await services.RefreshAsync();
        return key!;
    }

    /// <summary>A key that was valid and is not any more.</summary>
    public static async Task<string> RevokedKeyAsync(this IServiceProvider services)
    {
        var name = $"test {Guid.NewGuid():N}";
        var key = await services.AddKeyAsync([Scopes.Admin], name: name);
        Assert.True(
            await services
                .GetRequiredService<ApiKeys>()
                .RevokeAsync(name, TestContext.Current.CancellationToken)
        );
        await services.RefreshAsync();
        return key;
    }

    /// <summary>What happens every few seconds, at once.</summary>
    private static Task RefreshAsync(this IServiceProvider services) =>
        services
            .GetRequiredService<ActiveKeys>()
            .RefreshAsync(TestContext.Current.CancellationToken);
}
