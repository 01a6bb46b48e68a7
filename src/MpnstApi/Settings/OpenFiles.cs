using System.Globalization;

namespace MpnstApi.Settings;

/// <summary>Reads the limit of files, including connections, that the process may have open.</summary>
public static class OpenFiles
{
    private const string LimitsPath = "/proc/self/limits";
    private const string Name = "Max open files";

    /// <summary>The least limit: after its start the service has some 300 open, including assemblies.</summary>
    private const int Least = 512;

    /// <summary>Returns the limit; null if the system reports or sets none.</summary>
    public static long? Limit()
    {
        if (!File.Exists(LimitsPath))
        {
            return null;
        }
        foreach (var line in File.ReadAllLines(LimitsPath))
        {
            if (
                line.StartsWith(Name, StringComparison.Ordinal)
                && line[Name.Length..].Split(' ', StringSplitOptions.RemoveEmptyEntries)
                    is [var soft, ..]
                && long.TryParse(
                    soft,
                    NumberStyles.None,
                    CultureInfo.InvariantCulture,
                    out var files
                )
            )
            {
                return files;
            }
        }
        return null;
    }

    /// <summary>
    /// Returns the error if the limit is too low to start; otherwise null. Call it first: a process without a free file
    /// descriptor cannot even load what it needs to report the error.
    /// </summary>
    public static string? TooFew() =>
        Limit() is { } files && files < Least
            ? $"The limit of open files (ulimit -n) is '{files}'; use {Least} or more, for example 4096."
            : null;
}
