using System.Text.RegularExpressions;
using MpnstApi.Annotation.Language;

namespace MpnstApi.Annotation.Rules;

/// <summary>Represents a line of eligibility text and its position in a list.</summary>
/// <param name="head">The line that it is under; null at the top.</param>
internal sealed partial class CriteriaLine(string text, CriteriaLine? head = null)
{
    public string Text { get; } = text;

    /// <summary>Gets the number of spaces before its first character.</summary>
    public int Indent { get; } = text.Length - text.TrimStart().Length;

    /// <summary>Gets whether it begins with a bullet or a number.</summary>
    public bool IsItem { get; } = Item().IsMatch(text);
    public CriteriaLine? Head { get; } = head;

    /// <summary>Gets its words, including the mark.</summary>
    public Words Words => field ??= Words.Of(Text);

    /// <summary>Gets the text without its bullet or number.</summary>
    public string WithoutMark => Item().Replace(Text, "");

    public bool IsBlank => string.IsNullOrWhiteSpace(Text);

    /// <summary>
    /// Returns whether it is indented further than another line, or is an item below a line that is not an item.
    /// </summary>
    public bool IsUnder(CriteriaLine head) =>
        Indent > head.Indent || (IsItem && !head.IsItem && Indent == head.Indent);

    /// <summary>Returns the lines with words, each under its head.</summary>
    public static IEnumerable<CriteriaLine> In(string text)
    {
        CriteriaLine? last = null;
        foreach (var line in text.Split('\n').Where(l => !string.IsNullOrWhiteSpace(l)))
        {
            var read = new CriteriaLine(line);
            var head = last;
            while (head is not null && !read.IsUnder(head))
            {
                head = head.Head;
            }

            yield return last = new CriteriaLine(line, head);
        }
    }

    [GeneratedRegex(@"^\s*(?:[*•·●○▪‣◦–-]|\(?(?:\d+|[a-z])[.)])\s+", RegexOptions.IgnoreCase)]
    private static partial Regex Item();
}
