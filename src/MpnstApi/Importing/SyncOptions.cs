using MpnstApi.Annotation.Vocabulary;
using MpnstApi.Settings;

namespace MpnstApi.Importing;

/// <summary>Represents the settings of the sync: how often it runs, and which trials it keeps.</summary>
public sealed record SyncOptions
{
    /// <summary>Gets the interval at which the registry is checked for new data; null for never.</summary>
    public TimeSpan? Schedule { get; init; }

    /// <summary>Gets the scopes of the trials that a sync keeps.</summary>
    public IReadOnlyList<Scope> Scopes { get; init; } = [Scope.Named, Scope.Sarcoma, Scope.Nf1];

    /// <summary>Reads the settings. Throws <see cref="InvalidConfigurationException"/>.</summary>
    public static SyncOptions Read(IConfiguration configuration) =>
        new()
        {
            Schedule = configuration.OptionalDuration(
                "Sync:Schedule",
                least: TimeSpan.FromSeconds(1),
                greatest: SettingReaders.LongestWait,
                example: TimeSpan.FromHours(1)
            ),
            Scopes = configuration.Value(
                "Registry:Scope",
                new SyncOptions().Scopes,
                AreScopes,
                $"scopes with commas between them, of {string.Join(", ", Terms<Scope>.All.Select(scope => scope.Value))}, for example NAMED,SARCOMA,NF1"
            ),
        };

    private static bool AreScopes(string text, out IReadOnlyList<Scope> scopes)
    {
        var given = text.Split(',', StringSplitOptions.TrimEntries)
            .Select(Terms<Scope>.Parse)
            .Distinct()
            .Order()
            .ToList();
        scopes = [.. given.OfType<Scope>()];
        return scopes.Count == given.Count;
    }
}
