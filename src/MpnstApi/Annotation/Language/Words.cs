using System.Globalization;
using System.Text;

namespace MpnstApi.Annotation.Language;

/// <summary>One word of a text, folded so that variant spellings are equal.</summary>
/// <param name="Form">Lower case, no accents, Greek letters by name, singular, American.</param>
/// <param name="Start">Its offset in the text.</param>
/// <param name="Length">Its length in the text.</param>
/// <param name="AfterBreak">True if a comma, bracket or line end precedes it.</param>
/// <param name="AfterStop">True if a full stop, semicolon or line end precedes it.</param>
public readonly record struct Word(
    string Form,
    int Start,
    int Length,
    bool AfterBreak,
    bool AfterStop
);

/// <summary>A text as a list of words. Hyphens, spaces and punctuation only separate words; nothing matches inside a word.</summary>
public sealed class Words
{
    private static readonly Dictionary<char, string> Greek = new()
    {
        ['α'] = "alpha",
        ['β'] = "beta",
        ['γ'] = "gamma",
        ['δ'] = "delta",
        ['ε'] = "epsilon",
        ['ζ'] = "zeta",
        ['κ'] = "kappa",
        ['λ'] = "lambda",
        ['μ'] = "mu",
        ['σ'] = "sigma",
        ['ω'] = "omega",
    };

    private readonly Word[] _words;

    private Words(string text, Word[] words)
    {
        Text = text;
        _words = words;
    }

    /// <summary>Gets an empty text.</summary>
    public static Words None { get; } = new("", []);

    /// <summary>Gets the text as the record has it.</summary>
    public string Text { get; }

    public int Count => _words.Length;

    public Word this[int index] => _words[index];

    /// <summary>Splits a text into words; null gives none.</summary>
    public static Words Of(string? text)
    {
        if (string.IsNullOrWhiteSpace(text))
        {
            return None;
        }

        var words = new List<Word>();
        var form = new StringBuilder();
        int start = -1,
            end = 0;
        bool broken = false,
            stopped = false;
        for (var i = 0; i < text.Length; i++)
        {
            var folded = Fold(text[i]);
            if (folded is not null)
            {
                if (start < 0)
                {
                    start = i;
                }

                form.Append(folded);
                end = i + 1;
                continue;
            }
            // Marks inside a name that do not separate words; a possessive is the name itself.
            if (text[i] is '\'' or '’')
            {
                var isGenitive =
                    i + 1 < text.Length
                    && (text[i + 1] is 's' or 'S')
                    && (i + 2 == text.Length || !char.IsLetterOrDigit(text[i + 2]));
                if (isGenitive)
                {
                    i++;
                }

                continue;
            }
            if (text[i] is '®' or '™' or '©')
            {
                continue;
            }

            Close();
            if (text[i] is ',' or '，' or '(' or ')' or '[' or ']' or ':' or '\n')
            {
                broken = true;
            }
            // The points of "1.5" and "e.g." do not end a sentence.
            if (
                text[i] is ';' or '\n' or '!' or '?'
                || (text[i] == '.' && (i + 1 == text.Length || char.IsWhiteSpace(text[i + 1])))
            )
            {
                broken = stopped = true;
            }
        }
        Close();
        return new Words(text, [.. words]);

        void Close()
        {
            if (start < 0)
            {
                return;
            }

            words.Add(new Word(Singular(form.ToString()), start, end - start, broken, stopped));
            form.Clear();
            start = -1;
            broken = stopped = false;
        }
    }

    /// <summary>Returns the original characters of a run of words.</summary>
    public string Original(int from, int count)
    {
        var first = _words[from];
        var last = _words[from + count - 1];
        return Text[first.Start..(last.Start + last.Length)];
    }

    /// <summary>Returns the text between a word and the preceding one.</summary>
    public ReadOnlySpan<char> Before(int index)
    {
        var from = index == 0 ? 0 : _words[index - 1].Start + _words[index - 1].Length;
        var to = index == _words.Length ? Text.Length : _words[index].Start;
        return Text.AsSpan(from, to - from);
    }

    /// <summary>Returns a run of words with some context: short enough to quote, long enough to understand.</summary>
    public string Quote(int from, int count, int around = 4)
    {
        if (Text.Length <= 160)
        {
            return Text.Trim();
        }

        var first = Math.Max(0, from - around);
        var last = Math.Min(_words.Length - 1, from + count - 1 + around);
        return Original(first, last - first + 1).ReplaceLineEndings(" ");
    }

    /// <summary>Returns the whole text as one key: words joined, so that "ET-743", "ET 743" and "ET743" are equal.</summary>
    public string Key() => Key(0, Count);

    /// <summary>Returns a run of words as one key.</summary>
    public string Key(int from, int count)
    {
        if (count == 1)
        {
            return _words[from].Form;
        }

        var key = new StringBuilder();
        for (var i = from; i < from + count; i++)
        {
            key.Append(_words[i].Form);
        }

        return key.ToString();
    }

    private static string? Fold(char c)
    {
        if (c < 128)
        {
            return char.IsAsciiLetterOrDigit(c) ? char.ToLowerInvariant(c).ToString() : null;
        }

        if (Greek.TryGetValue(char.ToLowerInvariant(c), out var name))
        {
            return name;
        }
        // U+00B5 is the micro sign.
        if (c == 'µ')
        {
            return "mu";
        }
        // Superscripts and subscripts are read as plain digits: "⁸⁹Zr", "MAGE-A4ᶜ¹⁰³²".
        if (
            char.GetUnicodeCategory(c) == UnicodeCategory.OtherNumber
            && c.ToString().Normalize(NormalizationForm.FormKC) is [>= '0' and <= '9'] digit
        )
        {
            return digit;
        }

        return char.IsLetterOrDigit(c) ? Annotation.Text.Fold(c.ToString()) : null;
    }

    private static string Singular(string form)
    {
        if (
            form.Length > 3
            && form[^1] == 's'
            && form[^2] is not ('s' or 'u' or 'i')
            && !char.IsAsciiDigit(form[^2])
        )
        {
            form = form[..^1];
        }

        if (form.Contains("tumour", StringComparison.Ordinal))
        {
            return form.Replace("tumour", "tumor", StringComparison.Ordinal);
        }

        if (form.StartsWith("haem", StringComparison.Ordinal))
        {
            return string.Concat("hem", form.AsSpan(4));
        }

        return form.StartsWith("leukaem", StringComparison.Ordinal)
            ? string.Concat("leukem", form.AsSpan(7))
            : form;
    }
}
