using System.Text;

namespace MpnstApi.Tests.Exports;

/// <summary>Reads CSV by the grammar of RFC 4180 and nothing else: what that does not allow is an error.</summary>
internal static class Rfc4180
{
    /// <summary>Cells by row. Throws <see cref="FormatException"/>.</summary>
    public static List<List<string>> Read(string text)
    {
        var rows = new List<List<string>>();
        var at = 0;
        while (at < text.Length)
        {
            var row = new List<string>();
            while (true)
            {
                row.Add(text[at] == '"' ? Quoted(text, ref at) : Plain(text, ref at));
                if (at < text.Length && text[at] == ',')
                {
                    at++;
                    continue;
                }
                break;
            }
            if (!text.AsSpan(at).StartsWith("\r\n", StringComparison.Ordinal))
            {
                throw new FormatException($"A row ends without CRLF at {at}.");
            }
            at += 2;
            rows.Add(row);
        }
        return rows;
    }

    private static string Plain(string text, ref int at)
    {
        var start = at;
        while (text[at] is not (',' or '\r' or '\n'))
        {
            if (text[at++] == '"')
            {
                throw new FormatException($"A quote in a cell without quotes at {at}.");
            }
        }
        return text[start..at];
    }

    private static string Quoted(string text, ref int at)
    {
        var cell = new StringBuilder();
        at++;
        while (true)
        {
            if (text[at] != '"')
            {
                cell.Append(text[at++]);
            }
            else if (text[at + 1] == '"')
            {
                cell.Append('"');
                at += 2;
            }
            else
            {
                at++;
                return cell.ToString();
            }
        }
    }
}
