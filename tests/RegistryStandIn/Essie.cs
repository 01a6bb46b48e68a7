using System.Globalization;
using System.Text.RegularExpressions;

namespace RegistryStandIn;

/// <summary>Represents an error that the registry reports with status 400 and this text.</summary>
internal sealed class BadRequestException(string message) : Exception(message);

/// <summary>
/// The part of Essie expressions that tests use: OR, AND, NOT, parentheses, words, "phrases", AREA[Name] before any of
/// these, RANGE[from,to] of a date. Words beside each other must all be there. No synonyms, no ranking.
/// Anything else is rejected, so that a test notices what the stand-in does not support.
/// </summary>
internal sealed partial class Essie
{
    private static readonly string[] Operators = ["AND", "OR", "NOT"];
    private readonly string text;
    private readonly List<string> tokens = [];
    private readonly int limit;
    private int position;
    private int work;

    private Essie(string text, int limit)
    {
        this.text = text;
        this.limit = limit;
        var at = 0;
        while (at < text.Length)
        {
            var match = Token().Match(text, at);
            if (!match.Success)
            {
                throw Wrong($"'{text[at]}' at {at + 1} is not understood");
            }
            at += match.Length;
            if (!string.IsNullOrWhiteSpace(match.Value))
            {
                tokens.Add(match.Value);
            }
        }
    }

    /// <summary>The studies an expression finds, in an area if it names none. Throws <see cref="BadRequestException"/>.</summary>
    /// <param name="limit">Phrases times pieces that they are looked for in, beyond which an expression is too complicated.</param>
    public static Func<RegistryRecord, bool> Parse(string text, string area, int limit)
    {
        var essie = new Essie(text, limit);
        var found = essie.Either(area);
        return essie.Next is null ? found : throw essie.Wrong($"'{essie.Next}' is not expected");
    }

    private string? Next => position < tokens.Count ? tokens[position] : null;

    private Func<RegistryRecord, bool> Either(string area)
    {
        var found = Both(area);
        while (Next == "OR")
        {
            position++;
            var (left, right) = (found, Both(area));
            found = record => left(record) || right(record);
        }
        return found;
    }

    private Func<RegistryRecord, bool> Both(string area)
    {
        var found = Not(area);
        while (Next is not (null or ")" or "OR"))
        {
            if (Next == "AND")
            {
                position++;
            }
            var (left, right) = (found, Not(area));
            found = record => left(record) && right(record);
        }
        return found;
    }

    private Func<RegistryRecord, bool> Not(string area)
    {
        if (Next != "NOT")
        {
            return One(area);
        }
        position++;
        var found = Not(area);
        return record => !found(record);
    }

    private Func<RegistryRecord, bool> One(string area)
    {
        var token = Next ?? throw Wrong("something is missing at its end");
        position++;
        if (token == "(")
        {
            var found = Either(area);
            if (Next != ")")
            {
                throw Wrong("a parenthesis is not closed");
            }
            position++;
            return found;
        }
        if (token.StartsWith("AREA[", StringComparison.Ordinal))
        {
            var name = token[5..^1].Trim();
            return Areas.Find(name) is null ? throw Wrong($"there is no area {name}") : One(name);
        }
        if (token.StartsWith("RANGE[", StringComparison.Ordinal))
        {
            return Range(token, area);
        }
        if (token == ")" || Operators.Contains(token))
        {
            throw Wrong($"'{token}' is not expected");
        }
        var phrase = RecordText.Normalise(token);
        if (phrase.Trim().Length == 0)
        {
            throw Wrong("a phrase has no word");
        }
        work += Areas.Find(area)!.Count;
        return work > limit
            ? throw new BadRequestException("Too complicated query")
            : record => record.Has(area, phrase);
    }

    private Func<RegistryRecord, bool> Range(string token, string area)
    {
        if (!Areas.IsDate(area))
        {
            throw Wrong($"{area} has no ranges");
        }
        var ends = token[6..^1].Split(',', StringSplitOptions.TrimEntries);
        if (ends.Length != 2)
        {
            throw Wrong("a range is RANGE[from,to]");
        }
        var from = ends[0] == "MIN" ? DateOnly.MinValue : Date(ends[0]);
        var to = ends[1] == "MAX" ? DateOnly.MaxValue : Date(ends[1]);
        var path = Areas.Find(area)![0].Path;
        return record => record.Values(path).Select(Known).Any(date => date >= from && date <= to);
    }

    private DateOnly Date(string date) =>
        Known(date) ?? throw Wrong($"'{date}' is no date such as 2023-01-15");

    private static DateOnly? Known(string date) =>
        DateOnly.TryParseExact(
            date,
            ["yyyy-MM-dd", "yyyy-MM", "yyyy"],
            CultureInfo.InvariantCulture,
            DateTimeStyles.None,
            out var known
        )
            ? known
            : null;

    private BadRequestException Wrong(string reason) =>
        new($"The expression `{text}` cannot be parsed: {reason}.");

    [GeneratedRegex(
        """\G(?:\s+|[()]|"[^"]*"|AREA\[[^\]]*\]|RANGE\[[^\]]*\]|[\p{L}\p{N}][\p{L}\p{N}'./-]*)"""
    )]
    private static partial Regex Token();
}
