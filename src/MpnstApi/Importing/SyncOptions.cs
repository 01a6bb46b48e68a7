using MpnstApi.Annotation.Vocabulary;
using MpnstApi.Storage;

namespace MpnstApi.Importing;

/// <summary>Settings of the sync: how often, and which trials it keeps.</summary>
public sealed record SyncOptions
{
    /// <summary>How often the registry is asked for news; null for never.</summary>
    public TimeSpan? Schedule { get; init; }

    /// <summary>Scopes of the trials that a sync keeps.</summary>
    public required IReadOnlyList<Scope> Scopes { get; init; }

    /// <summary>Reads the settings. Throws <see cref="InvalidConfigurationException"/>.</summary>
    public static SyncOptions Read(IConfiguration configuration) =>
        new()
        {
            Schedule = string.IsNullOrWhiteSpace(configuration["Sync:Schedule"])
                ? null
                : configuration.Time(
                    "Sync:Schedule",
                    TimeSpan.FromHours(1),
                    TimeSpan.FromSeconds(1)
                ),
            Scopes = ReadScopes(configuration["Registry:Scope"]),
        };

    private static List<Scope> ReadScopes(string? text)
    {
        if (string.IsNullOrWhiteSpace(text))
        {
            return [Scope.Named, Scope.Sarcoma, Scope.Nf1];
        }
        var scopes = text.Split(',', StringSplitOptions.TrimEntries)
            .Select(Terms<Scope>.Parse)
            .Distinct()
            .Order()
            .ToList();
        return scopes.Contains(null)
            ? throw new InvalidConfigurationException(
                $"Registry:Scope is '{text}'; give scopes with commas between them, of {string.Join(", ", Terms<Scope>.All.Select(scope => scope.Value))}, for example NAMED,SARCOMA,NF1."
            )
            : [.. scopes.OfType<Scope>()];
    }
}
