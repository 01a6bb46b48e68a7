using System.Diagnostics;
using System.Globalization;
using MpnstApi.Importing;

namespace MpnstApi.Cli;

/// <summary>Shows the progress of an import on one line of a terminal.</summary>
internal sealed class TerminalProgress(TextWriter terminal) : IProgress<ImportProgress>
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(200);

    private long lastShown;
    private int width;

    public void Report(ImportProgress value)
    {
        if (Stopwatch.GetElapsedTime(lastShown) < Interval)
        {
            return;
        }
        lastShown = Stopwatch.GetTimestamp();
        var share = value.TotalBytes == 0 ? 1 : (double)value.Bytes / value.TotalBytes;
        Show(
            string.Create(
                CultureInfo.InvariantCulture,
                $"{value.Read:N0} records read, {share:P0} of the bytes"
            )
        );
    }

    /// <summary>Clears the line for further output.</summary>
    public void Clear()
    {
        Show("");
        terminal.Write('\r');
    }

    private void Show(string text)
    {
        terminal.Write('\r');
        terminal.Write(text.PadRight(width));
        width = text.Length;
    }
}
