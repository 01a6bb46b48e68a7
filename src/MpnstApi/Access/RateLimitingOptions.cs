using MpnstApi.Settings;
using StackExchange.Redis;

namespace MpnstApi.Access;

/// <summary>Settings under "RateLimiting".</summary>
public sealed record RateLimitingOptions
{
    private const string Secret = "password";

    /// <summary>Whether callers have limits.</summary>
    public bool Enabled { get; init; } = true;

    /// <summary>How much a caller without a key may request, and one whose key has no rate of its own.</summary>
    public Rate Anonymous { get; init; } = new(600, TimeSpan.FromMinutes(1));

    /// <summary>The Redis server in which replicas share their limits; null where each process has its own.</summary>
    public string? Redis { get; init; }

    /// <summary>Reads the settings. Throws <see cref="InvalidConfigurationException"/>.</summary>
    public static RateLimitingOptions Read(IConfiguration configuration)
    {
        var defaults = new RateLimitingOptions();
        return new()
        {
            Enabled = configuration.Flag("RateLimiting:Enabled", defaults.Enabled),
            Anonymous = configuration.Value(
                "RateLimiting:Anonymous",
                defaults.Anonymous,
                Rate.TryParse!,
                Rate.Form
            ),
            Redis = ReadRedis(configuration, "RateLimiting:Redis"),
        };
    }

    private static string? ReadRedis(IConfiguration configuration, string setting)
    {
        if (configuration[setting] is not { } text || string.IsNullOrWhiteSpace(text))
        {
            return null;
        }
        try
        {
            if (ConfigurationOptions.Parse(text).EndPoints.Count > 0)
            {
                return text;
            }
        }
        catch (ArgumentException)
        {
            // Told below, in one form.
        }
        throw InvalidConfigurationException.Of(
            setting,
            text.Contains(Secret, StringComparison.OrdinalIgnoreCase) ? "***" : text,
            "a host with a port and the options of StackExchange.Redis, for example redis:6379,ssl=true"
        );
    }
}
