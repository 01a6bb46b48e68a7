using MpnstApi.Annotation;

namespace MpnstApi.Indexing;

/// <summary>
/// Represents short texts of records, such as names of sponsors, and the trials that have each. Each text is folded once.
/// </summary>
public sealed class TextIndex
{
    private readonly string[] texts;
    private readonly Utf8Texts folded;
    private readonly Postings trials;

    internal TextIndex(string[] texts, Postings trials, TrialSet without)
    {
        this.texts = texts;
        this.trials = trials;
        Without = without;
        folded = new Utf8Texts([.. texts.Select(Text.Fold)]);
    }

    /// <summary>Gets the trials that have none.</summary>
    public TrialSet Without { get; }

    /// <summary>Returns the trials with a text that contains these folded words.</summary>
    public TrialSet Containing(string words) => trials.Union(folded.Containing(words));

    /// <summary>Returns the trials with exactly this text, ignoring case.</summary>
    public TrialSet Named(string text) =>
        trials.Union(
            Enumerable
                .Range(0, texts.Length)
                .Where(number => texts[number].Equals(text, StringComparison.OrdinalIgnoreCase))
        );

    /// <summary>Returns the number of distinct texts of the trials of a set.</summary>
    public int CountDistinct(TrialSet cohort) =>
        Enumerable.Range(0, texts.Length).Count(number => trials[number].CountWith(cohort) > 0);
}

/// <summary>Builds the index trial by trial.</summary>
public sealed class TextIndexBuilder
{
    private readonly Dictionary<string, int> numbers = new(StringComparer.Ordinal);
    private readonly PostingsBuilder trials = new();
    private readonly List<int> without = [];

    /// <summary>Adds the texts of a trial. Positions must ascend.</summary>
    public void Add(IEnumerable<string> texts, int position)
    {
        var any = false;
        foreach (var text in texts)
        {
            any = true;
            if (!numbers.TryGetValue(text, out var number))
            {
                numbers[text] = number = numbers.Count;
            }
            trials.Add(number, position);
        }
        if (!any)
        {
            without.Add(position);
        }
    }

    /// <summary>Returns the index for a release of <paramref name="size"/> trials.</summary>
    public TextIndex Build(int size) =>
        new(
            [.. numbers.Keys],
            trials.Build(numbers.Count, size),
            TrialSet.OfAscending(size, without.ToArray())
        );
}
