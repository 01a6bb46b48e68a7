using System.Globalization;
using System.Text;
using System.Xml;
using MpnstApi.Filtering;
using MpnstApi.Releases;
using MpnstApi.Storage;

namespace MpnstApi.Changes;

/// <summary>
/// Writes the change feed as Atom (RFC 4287), newest first, with an entry for each trial that a release changed.
/// </summary>
internal static class AtomFeed
{
    private const string Atom = "http://www.w3.org/2005/Atom";
    private const int LongestValue = 300;

    /// <summary>The absolute addresses in a feed.</summary>
    /// <param name="Root">Scheme and host.</param>
    /// <param name="Host">Host name for the ids of entries (RFC 4151).</param>
    /// <param name="Page">The page for people.</param>
    /// <param name="Self">This page of the feed.</param>
    /// <param name="First">The page with the newest entries.</param>
    /// <param name="Next">The page with the entries before these (RFC 5005); null on the last.</param>
    public sealed record Addresses(
        string Root,
        string Host,
        string Page,
        string Self,
        string First,
        string? Next
    );

    public static string Write(
        Release release,
        TrialFilter filter,
        IReadOnlyList<IReadOnlyList<ChangeItem>> entries,
        Addresses addresses
    )
    {
        var text = new StringBuilder();
        var settings = new XmlWriterSettings { Indent = true, OmitXmlDeclaration = true };
        text.Append("<?xml version=\"1.0\" encoding=\"utf-8\"?>\n");
        using (var xml = XmlWriter.Create(text, settings))
        {
            xml.WriteStartElement("feed", Atom);
            Element(xml, "id", addresses.First);
            Element(
                xml,
                "title",
                filter.Terms.IsEmpty
                    ? "Changes of MPNST trials"
                    : $"Changes of MPNST trials: {FilterEcho.Describe(filter)}"
            );
            Element(xml, "updated", Time(release.Header.PublishedAt));
            xml.WriteStartElement("author", Atom);
            Element(xml, "name", ReleaseCitation.Publisher);
            xml.WriteEndElement();
            Link(xml, "alternate", addresses.Page);
            Link(xml, "self", addresses.Self);
            Link(xml, "first", addresses.First);
            if (addresses.Next is { } next)
            {
                Link(xml, "next", next);
            }
            Element(xml, "rights", Sources.Registry.Terms);
            foreach (var changes in entries)
            {
                WriteEntry(xml, changes, addresses);
            }
            xml.WriteEndElement();
        }
        return text.Append('\n').ToString();
    }

    private static void WriteEntry(
        XmlWriter xml,
        IReadOnlyList<ChangeItem> changes,
        Addresses addresses
    )
    {
        var first = changes[0];
        xml.WriteStartElement("entry", Atom);
        Element(
            xml,
            "id",
            string.Create(
                CultureInfo.InvariantCulture,
                $"tag:{addresses.Host},{first.At.Year}:{first.Release}:{first.TrialId ?? "release"}"
            )
        );
        Element(xml, "title", TitleOf(changes));
        Element(xml, "updated", Time(first.At));
        Link(
            xml,
            "alternate",
            addresses.Root
                + first switch
                {
                    { TrialId: null } => $"/about?release={first.Release}",
                    // It has no page any more but its lines in the feed.
                    { Kind: ChangeKind.LeftScope } => string.Create(
                        CultureInfo.InvariantCulture,
                        $"/changes?after={first.Sequence - 1}"
                    ),
                    _ => $"/trials/{first.TrialId}",
                }
        );
        Element(xml, "content", string.Join('\n', changes.Select(TextOf)));
        xml.WriteEndElement();
    }

    private static string TitleOf(IReadOnlyList<ChangeItem> changes)
    {
        var first = changes[0];
        if (first.TrialId is not { } id)
        {
            return $"Release {first.Release}";
        }
        return first.Kind switch
        {
            ChangeKind.Added => $"{id}: new",
            ChangeKind.Returned => $"{id}: returned",
            ChangeKind.LeftScope => $"{id}: removed",
            _ => changes.FirstOrDefault(change => change.Field == "status") is { } status
                ? $"{id}: {Value(status.Old)} → {Value(status.New)}"
                : $"{id}: {string.Join(", ", changes.Select(change => change.Field).Distinct().Take(5))}",
        };
    }

    private static string TextOf(ChangeItem change)
    {
        var what = change.Field is { } field
            ? $"{field}: {Value(change.Old)} → {Value(change.New)}"
            : change.Kind.ToString();
        return change.Reason is { } reason ? $"{what} ({reason})" : what;
    }

    private static string Value(System.Text.Json.JsonElement? value) =>
        value switch
        {
            null => "none",
            { ValueKind: System.Text.Json.JsonValueKind.String } text => Short(text.GetString()!),
            var other => Short(other.Value.GetRawText()),
        };

    private static string Short(string text) =>
        text.Length <= LongestValue ? text : $"{text[..LongestValue]}…";

    private static string Time(DateTime time) =>
        time.ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture);

    private static void Element(XmlWriter xml, string name, string text) =>
        xml.WriteElementString(name, Atom, Harmless(text));

    private static void Link(XmlWriter xml, string relation, string address)
    {
        xml.WriteStartElement("link", Atom);
        xml.WriteAttributeString("rel", relation);
        xml.WriteAttributeString("href", address);
        xml.WriteEndElement();
    }

    // Removes characters that XML does not allow, and those that change the direction of the surrounding text.
    private static string Harmless(string text)
    {
        var kept = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes())
        {
            if (
                rune.Value is not (>= 0x202A and <= 0x202E or >= 0x2066 and <= 0x2069)
                && (rune.Value > 0xFFFF || XmlConvert.IsXmlChar((char)rune.Value))
            )
            {
                kept.Append(rune.ToString());
            }
        }
        return kept.ToString();
    }
}
