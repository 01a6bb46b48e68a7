using System.Text;
using MpnstApi.Annotation;
using MpnstApi.Annotation.Dictionary;
using MpnstApi.Storage;

namespace MpnstApi.Indexing;

/// <summary>Finds trials by words and prefixes in the texts that users search.</summary>
public sealed class WordIndex
{
    private const int ShortestPrefix = 3;

    private readonly Utf8Texts words;

    // Numbers of the words in byte order, so that words with a common prefix are adjacent.
    private readonly int[] sorted;
    private readonly Postings trials;
    private readonly int size;

    internal WordIndex(IReadOnlyCollection<string> words, Postings trials, int size)
    {
        var texts = new Utf8Texts(words);
        this.words = texts;
        this.trials = trials;
        this.size = size;
        sorted = [.. Enumerable.Range(0, texts.Count)];
        Array.Sort(sorted, (left, right) => texts[left].SequenceCompareTo(texts[right]));
    }

    /// <summary>
    /// Returns the trials with all of these folded words, each as a whole word or, from three letters on, as a prefix.
    /// </summary>
    public TrialSet Search(string folded) =>
        folded.Split(' ').Select(Having).Aggregate((left, right) => left.And(right));

    private TrialSet Having(string word)
    {
        var wanted = Encoding.UTF8.GetBytes(word);
        var first = FirstFrom(wanted);
        if (word.Length < ShortestPrefix)
        {
            return first < sorted.Length && words[sorted[first]].SequenceEqual(wanted)
                ? trials[sorted[first]]
                : TrialSet.None(size);
        }
        return trials.Union(
            sorted.Skip(first).TakeWhile(number => words[number].StartsWith(wanted))
        );
    }

    // The index in sorted of the first word that is not before this one.
    private int FirstFrom(ReadOnlySpan<byte> word)
    {
        var (low, high) = (0, sorted.Length);
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (words[sorted[middle]].SequenceCompareTo(word) < 0)
            {
                low = middle + 1;
            }
            else
            {
                high = middle;
            }
        }
        return low;
    }
}

/// <summary>Builds the index trial by trial.</summary>
public sealed class WordIndexBuilder(DrugDictionary dictionary)
{
    private readonly Dictionary<string, int> numbers = new(StringComparer.Ordinal);
    private readonly PostingsBuilder trials = new();
    private readonly Dictionary<string, string[]> wordsOfDrugs = [];

    /// <summary>Adds the words of a trial. Positions must ascend.</summary>
    public void Add(TrialRecord trial, int position)
    {
        foreach (var text in Texts(trial.Facts))
        {
            Add(Text.Words(text), position);
        }
        foreach (var use in trial.Labels.Drugs)
        {
            Add(WordsOf(use), position);
        }
    }

    /// <summary>Returns the index for a release of <paramref name="size"/> trials.</summary>
    public WordIndex Build(int size) => new(numbers.Keys, trials.Build(numbers.Count, size), size);

    private void Add(string[] words, int position)
    {
        foreach (var word in words)
        {
            if (!numbers.TryGetValue(word, out var number))
            {
                numbers[word] = number = numbers.Count;
            }
            trials.Add(number, position);
        }
    }

    // Many trials have the same drugs, with all their synonyms.
    private string[] WordsOf(DrugUse use)
    {
        if (wordsOfDrugs.TryGetValue(use.Id, out var known))
        {
            return known;
        }
        return dictionary.FindDrug(use.Id) is { } drug
            ? wordsOfDrugs[use.Id] = [
                .. drug.Synonyms.Prepend(drug.Name).SelectMany(Text.Words).Distinct(),
            ]
            : Text.Words(use.Name);
    }

    private static IEnumerable<string> Texts(TrialFacts facts)
    {
        string?[] single =
        [
            facts.Id,
            facts.Title,
            facts.OfficialTitle,
            facts.Acronym,
            facts.Sponsor?.Name,
        ];
        return single
            .OfType<string>()
            .Concat(facts.Ids.Select(id => id.Value))
            .Concat(facts.Conditions)
            .Concat(facts.Interventions.Select(intervention => intervention.Name));
    }
}
