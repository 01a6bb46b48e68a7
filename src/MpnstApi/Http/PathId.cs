namespace MpnstApi.Http;

/// <summary>Ids as they stand in a path.</summary>
public static class PathId
{
    /// <summary>The id meant. Routing leaves "%2F" as it is, so that it divides no path; ids such as "CT/12.02" have it.</summary>
    public static string Of(string segment) =>
        segment.Replace("%2F", "/", StringComparison.OrdinalIgnoreCase);
}
