using MpnstApi.Annotation;

namespace MpnstApi.Indexing;

/// <summary>Represents which trials have which of a record's short texts, such as names of sponsors; each is folded once.</summary>
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

    /// <summary>Trials that have none.</summary>
    public TrialSet Without { get; }

    /// <summary>Trials with a text that contains these folded words.</summary>
    public TrialSet Containing(string words) => trials.Union(folded.Containing(words));

    /// <summary>Trials with exactly this text, in any case.</summary>
    public TrialSet Named(string text) =>
        trials.Union(
            Enumerable
                .Range(0, texts.Length)
                .Where(number => texts[number].Equals(text, StringComparison.OrdinalIgnoreCase))
        );

    /// <summary>How many different texts the trials of a set have.</summary>
    public int CountDistinct(TrialSet cohort) =>
        Enumerable.Range(0, texts.Length).Count(number => trials[number].CountWith(cohort) > 0);
}

/// <summary>Gathers texts trial by trial.</summary>
public sealed class TextIndexBuilder
{
    private readonly Dictionary<string, int> numbers = new(StringComparer.Ordinal);
    private readonly PostingsBuilder trials = new();
    private readonly List<int> without = [];

    /// <summary>Adds the texts of a trial; positions ascend.</summary>
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

    /// <summary>The index of a release of <paramref name="size"/> trials.</summary>
    public TextIndex Build(int size) =>
        new(
            [.. numbers.Keys],
            trials.Build(numbers.Count, size),
            TrialSet.OfAscending(size, without.ToArray())
        );
}
