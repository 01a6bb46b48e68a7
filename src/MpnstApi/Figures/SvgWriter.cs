using System.Globalization;
using System.Text;
using System.Xml;

namespace MpnstApi.Figures;

/// <summary>Writes figures as SVG 1.1, with text as text and bars as links.</summary>
internal static class SvgWriter
{
    private const string Svg = "http://www.w3.org/2000/svg";

    /// <summary>Thickness of the line around a bar that is an outline, in points.</summary>
    public const float OutlineThickness = 0.5f;

    private const string Fonts = "Arial, Helvetica, 'Liberation Sans', sans-serif";

    private static readonly XmlWriterSettings Settings = new()
    {
        Encoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false),
        Indent = true,
        IndentChars = "",
        NewLineChars = "\n",
        // Texts from outside may have characters that XML does not allow; Clean removes them.
        CheckCharacters = true,
    };

    public static byte[] Write(Drawing drawing)
    {
        using var bytes = new MemoryStream();
        using (var svg = XmlWriter.Create(bytes, Settings))
        {
            svg.WriteStartElement("svg", Svg);
            svg.WriteAttributeString("width", $"{Number(drawing.Width)}pt");
            svg.WriteAttributeString("height", $"{Number(drawing.Height)}pt");
            svg.WriteAttributeString(
                "viewBox",
                $"0 0 {Number(drawing.Width)} {Number(drawing.Height)}"
            );
            svg.WriteAttributeString("role", "img");
            svg.WriteAttributeString("aria-labelledby", "title desc");
            svg.WriteAttributeString("font-family", Fonts);
            Named(svg, "title", drawing.Title);
            Named(svg, "desc", drawing.Description);
            svg.WriteStartElement("rect", Svg);
            svg.WriteAttributeString("width", "100%");
            svg.WriteAttributeString("height", "100%");
            svg.WriteAttributeString("fill", "#ffffff");
            svg.WriteEndElement();
            foreach (var mark in drawing.Marks)
            {
                Write(svg, mark);
            }
            svg.WriteEndElement();
        }
        return bytes.ToArray();
    }

    private static void Named(XmlWriter svg, string element, string text)
    {
        svg.WriteStartElement(element, Svg);
        svg.WriteAttributeString("id", element);
        svg.WriteString(Clean(text));
        svg.WriteEndElement();
    }

    private static void Write(XmlWriter svg, Mark mark)
    {
        switch (mark)
        {
            case Mark.Bar bar:
                Write(svg, bar);
                break;
            case Mark.Line line:
                svg.WriteStartElement("path", Svg);
                svg.WriteAttributeString(
                    "d",
                    $"M{Number(line.X1)} {Number(line.Y1)}L{Number(line.X2)} {Number(line.Y2)}"
                );
                svg.WriteAttributeString("stroke", line.Stroke);
                svg.WriteAttributeString("stroke-width", Number(line.Thickness));
                svg.WriteEndElement();
                break;
            case Mark.Label label:
                Write(svg, label);
                break;
        }
    }

    private static void Write(XmlWriter svg, Mark.Bar bar)
    {
        if (bar.Address is not null)
        {
            svg.WriteStartElement("a", Svg);
            svg.WriteAttributeString("href", bar.Address);
        }
        svg.WriteStartElement("rect", Svg);
        svg.WriteAttributeString("x", Number(bar.X));
        svg.WriteAttributeString("y", Number(bar.Y));
        svg.WriteAttributeString("width", Number(bar.Width));
        svg.WriteAttributeString("height", Number(bar.Height));
        svg.WriteAttributeString("fill", bar.Fill ?? "none");
        if (bar.Stroke is not null)
        {
            svg.WriteAttributeString("stroke", bar.Stroke);
            svg.WriteAttributeString("stroke-width", Number(OutlineThickness));
        }
        if (bar.Title is not null)
        {
            svg.WriteElementString("title", Svg, Clean(bar.Title));
        }
        svg.WriteEndElement();
        if (bar.Address is not null)
        {
            svg.WriteEndElement();
        }
    }

    private static void Write(XmlWriter svg, Mark.Label label)
    {
        svg.WriteStartElement("text", Svg);
        svg.WriteAttributeString("x", Number(label.X));
        svg.WriteAttributeString("y", Number(label.Y));
        svg.WriteAttributeString("font-size", Number(label.Size));
        if (label.Bold)
        {
            svg.WriteAttributeString("font-weight", "700");
        }
        if (label.Anchor is not Anchor.Start)
        {
            svg.WriteAttributeString("text-anchor", label.Anchor is Anchor.End ? "end" : "middle");
        }
        svg.WriteAttributeString("fill", label.Fill);
        svg.WriteString(Clean(label.Text));
        svg.WriteEndElement();
    }

    /// <summary>The text without what XML cannot have, and without what turns the direction of the text that follows.</summary>
    public static string Clean(string text)
    {
        var clean = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes())
        {
            if (
                rune.Value is '\t' or '\n'
                || Rune.GetUnicodeCategory(rune)
                    is not (
                        UnicodeCategory.Control
                        or UnicodeCategory.Format
                        or UnicodeCategory.OtherNotAssigned
                    )
            )
            {
                clean.Append(rune.ToString());
            }
        }
        return clean.ToString();
    }

    private static string Number(double value) =>
        value.ToString("0.##", CultureInfo.InvariantCulture);
}
