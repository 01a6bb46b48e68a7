using MpnstApi.Settings;
using StackExchange.Redis;

namespace MpnstApi.Access;

/// <summary>Represents the settings under "RateLimiting".</summary>
public sealed record RateLimitingOptions
{
    private const string Secret = "password";

    /// <summary>Gets whether callers are limited.</summary>
    public bool Enabled { get; init; } = true;

    /// <summary>Gets the rate of callers without a key, and of keys without their own rate.</summary>
    public Rate Anonymous { get; init; } = new(600, TimeSpan.FromMinutes(1));

    /// <summary>Gets the Redis server in which replicas share their limits; null if each process has its own.</summary>
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
            // Reported below, in the common form.
        }
        throw InvalidConfigurationException.Of(
            setting,
            text.Contains(Secret, StringComparison.OrdinalIgnoreCase) ? "***" : text,
            "a host with a port and the options of StackExchange.Redis, for example redis:6379,ssl=true"
        );
    }
}
