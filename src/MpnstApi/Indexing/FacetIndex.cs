using MpnstApi.Annotation;
using MpnstApi.Annotation.Vocabulary;

namespace MpnstApi.Indexing;

/// <summary>Represents the values of a facet in one release: the trials that have each, and how certain that is.</summary>
public sealed class FacetIndex
{
    private readonly Dictionary<string, int> numbers;
    private readonly Postings trials;

    // The certainty of each value for which it is the same in all trials; others are in mixed.
    private readonly Certainty?[] certainties;
    private readonly Dictionary<int, IReadOnlyList<(Certainty Certainty, TrialSet Trials)>> mixed;

    internal FacetIndex(
        Facet facet,
        Dictionary<string, int> numbers,
        Postings trials,
        Certainty?[] certainties,
        Dictionary<int, IReadOnlyList<(Certainty, TrialSet)>> mixed,
        TrialSet unclassified
    )
    {
        Facet = facet;
        this.numbers = numbers;
        this.trials = trials;
        this.certainties = certainties;
        this.mixed = mixed;
        Unclassified = unclassified;
        var listed = facet
            .Vocabulary?.Select(term => term.Value)
            .Where(key => key != Facets.NotStated);
        Keys =
        [
            .. listed ?? [],
            // The registry may use a value that is not in the vocabulary yet.
            .. numbers.Keys.Except(listed ?? []).Order(StringComparer.Ordinal),
        ];
    }

    public Facet Facet { get; }

    /// <summary>Gets the keys: all of a closed vocabulary in its order, or those of an open one in ordinal order.</summary>
    public IReadOnlyList<string> Keys { get; }

    /// <summary>Gets the trials without a value.</summary>
    public TrialSet Unclassified { get; }

    /// <summary>Returns the trials with this value, ignoring case.</summary>
    public TrialSet this[string key] =>
        numbers.TryGetValue(key, out var number)
            ? trials[number]
            : TrialSet.None(Unclassified.Size);

    /// <summary>Returns the trials with a value of a filter; for UNCLASSIFIED those without a value.</summary>
    public TrialSet Of(string value) => value == Facets.Unclassified ? Unclassified : this[value];

    /// <summary>
    /// Returns the number of trials of a set that have a value, by certainty key, without certainties that no trial has.
    /// </summary>
    public IReadOnlyDictionary<string, int> ByCertainty(string key, TrialSet cohort)
    {
        var counts = new Dictionary<string, int>();
        if (numbers.TryGetValue(key, out var number))
        {
            IReadOnlyList<(Certainty, TrialSet)> divided = certainties[number] is { } one
                ? [(one, trials[number])]
                : mixed[number];
            foreach (var (certainty, having) in divided)
            {
                var count = having.CountWith(cohort);
                if (count > 0)
                {
                    counts[certainty.Key()] = count;
                }
            }
        }
        return counts;
    }
}

/// <summary>Builds the index of a facet, trial by trial.</summary>
public sealed class FacetIndexBuilder(Facet facet)
{
    private static readonly int Certainties = Enum.GetValues<Certainty>().Length;

    private readonly Dictionary<string, int> numbers = new(StringComparer.OrdinalIgnoreCase);
    private readonly PostingsBuilder trials = new();
    private readonly List<byte> certainties = [];
    private readonly List<int> without = [];

    /// <summary>Adds a trial. Positions must ascend.</summary>
    public void Add(TrialRecord trial, int position)
    {
        var any = false;
        foreach (var key in facet.Values(trial))
        {
            any = true;
            if (!numbers.TryGetValue(key, out var number))
            {
                numbers[key] = number = numbers.Count;
            }
            if (trials.Add(number, position))
            {
                certainties.Add((byte)Best(key, trial.Labels.Evidence));
            }
        }
        if (!any)
        {
            without.Add(position);
        }
    }

    /// <summary>Returns the index for a release of <paramref name="size"/> trials.</summary>
    public FacetIndex Build(int size)
    {
        var one = new Certainty?[numbers.Count];
        var divided = new HashSet<int>();
        foreach (var (value, certainty) in trials.Values.Zip(certainties))
        {
            if (one[value] is { } other && other != (Certainty)certainty)
            {
                divided.Add(value);
            }
            one[value] = (Certainty)certainty;
        }
        var parts = new PostingsBuilder();
        foreach (
            var ((value, position), certainty) in trials
                .Values.Zip(trials.Positions)
                .Zip(certainties)
        )
        {
            if (divided.Contains(value))
            {
                one[value] = null;
                parts.Add(value * Certainties + certainty, position);
            }
        }
        var sets = parts.Build(numbers.Count * Certainties, size);
        return new FacetIndex(
            facet,
            numbers,
            trials.Build(numbers.Count, size),
            one,
            divided.ToDictionary<int, int, IReadOnlyList<(Certainty, TrialSet)>>(
                value => value,
                value =>
                    [
                        .. Enum.GetValues<Certainty>()
                            .Select(certainty =>
                                (certainty, sets[value * Certainties + (int)certainty])
                            )
                            .Where(part => part.Item2.Count > 0),
                    ]
            ),
            TrialSet.OfAscending(size, without.ToArray())
        );
    }

    // The vocabulary lists certainties in descending order.
    private Certainty Best(string key, IReadOnlyList<Evidence> evidence)
    {
        if (facet == Facets.Certainty)
        {
            return Terms<Certainty>.Parse(key)!.Value;
        }
        if (facet.EvidenceLabel is null)
        {
            return Certainty.Registry;
        }
        var values = facet.EvidenceValues(key);
        Certainty? best = null;
        foreach (var row in evidence)
        {
            if (
                row.Label == facet.EvidenceLabel
                && values.Contains(row.Value)
                && !(best <= row.Certainty)
            )
            {
                best = row.Certainty;
            }
        }
        return best ?? Certainty.Unreviewed;
    }
}
