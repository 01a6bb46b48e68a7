namespace MpnstApi.Storage;

/// <summary>Represents an API key. The key itself is not stored, only its hash.</summary>
public sealed class ApiKey
{
    /// <summary>Gets the public part of the key, by which it is found.</summary>
    public required string Id { get; init; }

    /// <summary>Gets its name, which is unique among valid keys.</summary>
    public required string Name { get; init; }

    /// <summary>Gets the SHA-256 of the whole key, which is random enough to need no salt.</summary>
    public required string Hash { get; init; }

    /// <summary>Gets its scopes, separated by commas.</summary>
    public required string Scopes { get; init; }

    /// <summary>Gets its rate, such as 600/min; null for the rate of callers without a key.</summary>
    public string? Rate { get; init; }

    /// <summary>UTC.</summary>
    public required DateTime CreatedAt { get; init; }

    /// <summary>Gets the time of its revocation, UTC; null while the key is valid.</summary>
    public DateTime? RevokedAt { get; set; }

    /// <summary>Gets the time of its last use, UTC, to about a minute; null if it was never used.</summary>
    public DateTime? LastUsedAt { get; set; }
}
