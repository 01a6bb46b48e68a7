namespace MpnstApi.Http;

/// <summary>Reads ids in a path.</summary>
public static class PathId
{
    /// <summary>Decodes the id in a segment of a path. Routing leaves "%2F" as it is, so that it does not divide the path; ids such as "CT/12.02" contain it.</summary>
    public static string Of(string segment) =>
        segment.Replace("%2F", "/", StringComparison.OrdinalIgnoreCase);
}
