using System.Globalization;

namespace MpnstApi.Settings;

/// <summary>How many files the process may have open, connections included.</summary>
public static class OpenFiles
{
    private const string LimitsPath = "/proc/self/limits";
    private const string Name = "Max open files";

    /// <summary>The service has some 300 open when it has started, assemblies among them.</summary>
    private const int Least = 512;

    /// <summary>Null where the system does not say how many files may be open, or sets no limit.</summary>
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
    /// The error where the limit is too low to start at all; null where it is not. To be called before anything else: a
    /// process without a file left cannot even load what it needs to say so.
    /// </summary>
    public static string? TooFew() =>
        Limit() is { } files && files < Least
            ? $"The limit of open files (ulimit -n) is '{files}'; use {Least} or more, for example 4096."
            : null;
}
