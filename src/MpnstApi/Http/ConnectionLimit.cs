using MpnstApi.Settings;

namespace MpnstApi.Http;

/// <summary>
/// Limit of the server's connections, below the number of files that the process may have open: a process that has no file
/// left cannot accept a connection even to close it, and ends.
/// </summary>
internal static class ConnectionLimit
{
    // For the database, the log, libraries and what a request opens: the service has some 300 open when it has started.
    private const int Reserve = 512;
    private const int Least = 64;

    /// <summary>The limit; null where the system sets or reports none for open files.</summary>
    public static long? OfThisProcess() =>
        OpenFiles.Limit() is { } files ? Math.Max(files - Reserve, Least) : null;
}
