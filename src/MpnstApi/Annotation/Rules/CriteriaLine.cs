using System.Text.RegularExpressions;

namespace MpnstApi.Annotation.Rules;

/// <summary>A line of eligibility text and where it stands in its list.</summary>
internal readonly partial struct CriteriaLine(string text)
{
    private readonly int _indent = text.Length - text.TrimStart().Length;
    private readonly bool _isItem = Item().IsMatch(text);

    public string Text { get; } = text;

    public bool IsBlank => string.IsNullOrWhiteSpace(Text);

    /// <summary>Set further in than another line, or an item below a line that is none.</summary>
    public bool IsUnder(CriteriaLine head) =>
        _indent > head._indent || (_isItem && !head._isItem && _indent == head._indent);

    [GeneratedRegex(@"^\s*(?:[*•-]|\(?(?:\d+|[a-z])[.)])\s", RegexOptions.IgnoreCase)]
    private static partial Regex Item();
}
