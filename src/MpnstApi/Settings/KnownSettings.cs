using F23.StringSimilarity;
using Microsoft.Extensions.Configuration.EnvironmentVariables;
using Microsoft.Extensions.Primitives;

namespace MpnstApi.Settings;

/// <summary>
/// Represents a configuration that records which settings were read, so that those that nothing reads, such as misspelled
/// ones, can be reported.
/// </summary>
public sealed class KnownSettings(IConfiguration configuration) : IConfiguration
{
    /// <summary>Libraries and the platform may read their own connection strings.</summary>
    private const string SharedSection = "ConnectionStrings";

    /// <summary>The least similarity of a suggested key, from 0 to 1.</summary>
    private const double Near = 0.8;

    private static readonly JaroWinkler Similarity = new();

    private readonly HashSet<string> keys = new(StringComparer.OrdinalIgnoreCase);
    private readonly HashSet<string> lists = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Gets the settings read so far, such as Registry:PageSize.</summary>
    public IReadOnlyCollection<string> Keys => keys;

    public string? this[string key]
    {
        get
        {
            keys.Add(key);
            return configuration[key];
        }
        set => configuration[key] = value;
    }

    /// <summary>Records that a list was read: all keys below it are known.</summary>
    public IConfigurationSection GetSection(string key)
    {
        keys.Add(key);
        lists.Add(key);
        return configuration.GetSection(key);
    }

    public IEnumerable<IConfigurationSection> GetChildren() => configuration.GetChildren();

    public IChangeToken GetReloadToken() => configuration.GetReloadToken();

    /// <summary>
    /// Throws <see cref="InvalidConfigurationException"/> if a section from which settings were read has one that nothing
    /// read. Call it after all options have been read; other sections are not checked.
    /// </summary>
    public void ThrowIfUnread()
    {
        var unknown = keys.Select(SectionOf)
            .Distinct(StringComparer.OrdinalIgnoreCase)
            .Where(section => !section.Equals(SharedSection, StringComparison.OrdinalIgnoreCase))
            .SelectMany(section => configuration.GetSection(section).AsEnumerable())
            // A section itself has no value; an unrelated variable may have its name, such as SYNC.
            .Where(setting =>
                setting.Value is not null
                && setting.Key.Contains(ConfigurationPath.KeyDelimiter, StringComparison.Ordinal)
                && !IsKnown(setting.Key)
            )
            .Select(setting => setting.Key)
            .Order(StringComparer.OrdinalIgnoreCase)
            .ToList();
        if (unknown.Count > 0)
        {
            throw new InvalidConfigurationException(string.Join(' ', unknown.Select(Describe)));
        }
    }

    private bool IsKnown(string key) =>
        keys.Contains(key)
        || lists.Any(list =>
            key.StartsWith(
                list + ConfigurationPath.KeyDelimiter,
                StringComparison.OrdinalIgnoreCase
            )
        );

    private string Describe(string key) =>
        $"{key}{(IsFromEnvironment(key) ? $" (in the environment {key.Replace(ConfigurationPath.KeyDelimiter, "__", StringComparison.Ordinal)})" : "")} is not a setting; use {Instead(key)}.";

    // A similar setting of the section, or one with the same name in another section; otherwise all settings of the
    // section.
    private string Instead(string key)
    {
        var section = SectionOf(key);
        var name = key[(section.Length + 1)..];
        var siblings = keys.Where(known =>
                SectionOf(known).Equals(section, StringComparison.OrdinalIgnoreCase)
            )
            .Order(StringComparer.Ordinal)
            .ToList();
        var nearest = siblings
            .Select(known => (Key: known, Near: Resemblance(name, NameOf(known))))
            .Where(known => known.Near >= Near)
            .OrderByDescending(known => known.Near)
            .Select(known => known.Key)
            .FirstOrDefault();
        return nearest
            ?? keys.FirstOrDefault(known =>
                NameOf(known).Equals(name, StringComparison.OrdinalIgnoreCase)
            )
            ?? (siblings.Count == 1 ? siblings[0] : $"one of {string.Join(", ", siblings)}");
    }

    private bool IsFromEnvironment(string key) =>
        (configuration as IConfigurationRoot)?.Providers.LastOrDefault(provider =>
            provider.TryGet(key, out _)
        ) is EnvironmentVariablesConfigurationProvider;

    private static double Resemblance(string left, string right) =>
        Similarity.Similarity(left.ToUpperInvariant(), right.ToUpperInvariant());

    private static string SectionOf(string key) => key.Split(ConfigurationPath.KeyDelimiter, 2)[0];

    private static string NameOf(string key) =>
        key.Split(ConfigurationPath.KeyDelimiter, 2) is [_, var name] ? name : "";
}

/// <summary>Provides the settings of a host.</summary>
public static class KnownSettingsExtensions
{
    /// <summary>Returns the configuration from which all options of this host are read.</summary>
    public static KnownSettings Settings(this IHostApplicationBuilder builder)
    {
        if (
            builder.Properties.TryGetValue(typeof(KnownSettings), out var value)
            && value is KnownSettings known
        )
        {
            return known;
        }
        var settings = new KnownSettings(builder.Configuration);
        builder.Properties[typeof(KnownSettings)] = settings;
        return settings;
    }
}
