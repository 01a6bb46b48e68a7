namespace MpnstApi.Registry;

/// <summary>Where the registry is and how it is asked.</summary>
public sealed record RegistrySettings
{
    /// <summary>Up to and with /api/v2, without a slash at the end.</summary>
    public required Uri BaseAddress { get; init; }

    /// <summary>The User-Agent header of every request, contact included.</summary>
    public required string UserAgent { get; init; }

    /// <summary>Studies on one page, 1 to 1000.</summary>
    public int PageSize { get; init; } = 1_000;

    /// <summary>The first wait before asking again; later ones grow.</summary>
    public TimeSpan RetryDelay { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>An answer of which no byte comes for so long has stalled.</summary>
    public TimeSpan InactivityTimeout { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>Bytes of one answer, unpacked. A thousand studies have some 20 million.</summary>
    public long PageLimit { get; init; } = 1L << 30;

    /// <summary>Where pages are kept until they are read.</summary>
    public string TemporaryFolder { get; init; } = Path.GetTempPath();
}
