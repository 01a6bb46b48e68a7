namespace MpnstApi.Storage;

/// <summary>A caller's key. The key itself is not stored, only its hash.</summary>
public sealed class ApiKey
{
    /// <summary>The part of the key that is no secret, by which it is found.</summary>
    public required string Id { get; init; }

    /// <summary>Who has it; no two keys that are valid have the same name.</summary>
    public required string Name { get; init; }

    /// <summary>SHA-256 of the whole key, which is random enough to need no salt.</summary>
    public required string Hash { get; init; }

    /// <summary>What it allows, with commas between.</summary>
    public required string Scopes { get; init; }

    /// <summary>How much its holder may request, such as 600/min; null for as much as callers without a key.</summary>
    public string? Rate { get; init; }

    /// <summary>UTC.</summary>
    public required DateTime CreatedAt { get; init; }

    /// <summary>UTC; null while the key is valid.</summary>
    public DateTime? RevokedAt { get; set; }

    /// <summary>UTC, to about a minute; null if it was never used.</summary>
    public DateTime? LastUsedAt { get; set; }
}
