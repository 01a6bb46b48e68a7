namespace MpnstApi.Exports;

/// <summary>
/// Joins several values in one cell by "; ", with percent-encoding in the values. The separator never occurs within a
/// value, so that splitting alone gives the right number of values.
/// </summary>
public static class ListCell
{
    public const string Separator = "; ";

    /// <summary>The note on list cells in the data dictionary.</summary>
    public const string Note =
        "Values of a list are joined by \"; \". A ; or % within a value is written %3B or %25: split at \"; \", then decode %3B and %25, as decodeURIComponent or urllib.parse.unquote do.";

    public static string Write(IEnumerable<string> values) =>
        string.Join(Separator, values.Select(Escape));

    // Percent signs first; otherwise those of the other escapes would be escaped again.
    private static string Escape(string value) =>
        value
            .Replace("%", "%25", StringComparison.Ordinal)
            .Replace(";", "%3B", StringComparison.Ordinal);
}
