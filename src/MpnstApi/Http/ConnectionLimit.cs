using MpnstApi.Settings;

namespace MpnstApi.Http;

/// <summary>
/// Computes the limit of the server's connections, below the number of files that the process may have open: without a file
/// descriptor left, the process cannot even accept a connection to close it, and ends.
/// </summary>
internal static class ConnectionLimit
{
    // For the database, the log, libraries and files that requests open: after its start the service has some 300 open.
    private const int Reserve = 512;
    private const int Least = 64;

    /// <summary>Returns the limit; null if the system sets or reports none for open files.</summary>
    public static long? OfThisProcess() =>
        OpenFiles.Limit() is { } files ? Math.Max(files - Reserve, Least) : null;
}
