namespace MpnstApi.Exports;

/// <summary>
/// Several values in one cell: "; " between them, percent-encoding for what would look like it. The separator never
/// stands within a value, so that a reader who only splits counts right.
/// </summary>
public static class ListCell
{
    public const string Separator = "; ";

    /// <summary>How to read such a cell.</summary>
    public const string Note =
        "Values of a list are joined by \"; \"; a ; or % within a value is written %3B or %25: split at \"; \", then decode %3B and %25 (as decodeURIComponent or urllib.parse.unquote do).";

    public static string Write(IEnumerable<string> values) =>
        string.Join(Separator, values.Select(Escape));

    // The percent sign first, or those of the other escapes would be escaped again.
    private static string Escape(string value) =>
        value
            .Replace("%", "%25", StringComparison.Ordinal)
            .Replace(";", "%3B", StringComparison.Ordinal);
}
