using System.Globalization;

namespace MpnstApi.Http;

/// <summary>
/// How many connections the server takes: fewer than the process may have files open, since a process without a file left
/// cannot even accept a connection to close it, and ends.
/// </summary>
internal static class ConnectionLimit
{
    private const string LimitsPath = "/proc/self/limits";
    private const string OpenFiles = "Max open files";

    // For the database, the log, libraries and what a request opens: the service has some 300 open when it has started.
    private const int Reserve = 512;
    private const int Least = 64;

    /// <summary>Null where the system does not say how many files may be open, or sets no limit.</summary>
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
