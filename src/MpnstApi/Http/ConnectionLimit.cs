using System.Globalization;

namespace MpnstApi.Http;

/// <summary>
/// Limit of the server's connections, below the number of files that the process may have open: a process that has no file
/// left cannot accept a connection even to close it, and ends.
/// </summary>
internal static class ConnectionLimit
{
    private const string LimitsPath = "/proc/self/limits";
    private const string OpenFiles = "Max open files";

    // For the database, the log, libraries and what a request opens: the service has some 300 open when it has started.
    private const int Reserve = 512;
    private const int Least = 64;

    /// <summary>The limit; null where the system sets or reports none for open files.</summary>
    public static long? OfThisProcess() =>
        File.Exists(LimitsPath) ? Of(File.ReadLines(LimitsPath)) : null;

    private static long? Of(IEnumerable<string> limits) =>
        limits
            .FirstOrDefault(line => line.StartsWith(OpenFiles, StringComparison.Ordinal))
            ?[OpenFiles.Length..].Split(' ', StringSplitOptions.RemoveEmptyEntries)
            is [var soft, ..]
        && long.TryParse(soft, NumberStyles.None, CultureInfo.InvariantCulture, out var files)
            ? Math.Max(files - Reserve, Least)
            : null;
}
