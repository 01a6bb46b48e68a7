using System.Collections.Frozen;
using MpnstApi.Annotation;
using MpnstApi.Annotation.Vocabulary;

namespace MpnstApi.Indexing;

/// <summary>A facet over one release: which trials have which value, and how certain that is.</summary>
public sealed class FacetIndex
{
    private readonly FrozenDictionary<string, TrialSet> sets;
    private readonly FrozenDictionary<string, (Certainty Certainty, TrialSet Trials)[]> certainties;

    public FacetIndex(Facet facet, IReadOnlyList<ReleasedTrial> trials)
    {
        Facet = facet;
        var positions = new Dictionary<string, List<int>>(StringComparer.OrdinalIgnoreCase);
        var graded = new Dictionary<string, Dictionary<Certainty, List<int>>>(
            StringComparer.OrdinalIgnoreCase
        );
        var without = new List<int>();
        foreach (var trial in trials)
        {
            var any = false;
            foreach (var key in facet.Values(trial))
            {
                any = true;
                Add(positions, key, trial.Position);
                if (!graded.TryGetValue(key, out var grades))
                {
                    graded[key] = grades = [];
                }
                Add(grades, Best(facet, key, trial.Labels.Evidence), trial.Position);
            }
            if (!any)
            {
                without.Add(trial.Position);
            }
        }

        sets = positions.ToFrozenDictionary(
            pair => pair.Key,
            pair => TrialSet.Of(trials.Count, pair.Value),
            StringComparer.OrdinalIgnoreCase
        );
        certainties = graded.ToFrozenDictionary(
            pair => pair.Key,
            pair =>
                pair.Value.OrderBy(grade => grade.Key)
                    .Select(grade => (grade.Key, TrialSet.Of(trials.Count, grade.Value)))
                    .ToArray(),
            StringComparer.OrdinalIgnoreCase
        );
        var listed = facet
            .Vocabulary?.Select(term => term.Value)
            .Where(key => key != Facets.NotStated);
        Keys =
        [
            .. listed ?? [],
            // A registry may use a value that its vocabulary did not have when this was written.
            .. positions.Keys.Except(listed ?? []).Order(StringComparer.Ordinal),
        ];
        Unclassified = TrialSet.Of(trials.Count, without);
        Empty = TrialSet.None(trials.Count);
    }

    public Facet Facet { get; }

    /// <summary>Keys in the vocabulary's order (all of a closed one), or in ordinal order.</summary>
    public IReadOnlyList<string> Keys { get; }

    /// <summary>Trials without a value.</summary>
    public TrialSet Unclassified { get; }

    private TrialSet Empty { get; }

    /// <summary>Trials with this value, in any case.</summary>
    public TrialSet this[string key] => sets.GetValueOrDefault(key, Empty);

    /// <summary>Trials with a filter's value: those without any for UNCLASSIFIED.</summary>
    public TrialSet Of(string value) => value == Facets.Unclassified ? Unclassified : this[value];

    /// <summary>How many trials of a set have a value, by certainty key; certainties that none has are left out.</summary>
    public IReadOnlyDictionary<string, int> ByCertainty(string key, TrialSet cohort)
    {
        var counts = new Dictionary<string, int>();
        foreach (var (certainty, trials) in certainties.GetValueOrDefault(key, []))
        {
            var count = trials.CountWith(cohort);
            if (count > 0)
            {
                counts[certainty.Key()] = count;
            }
        }
        return counts;
    }

    // The vocabulary lists certainties from the surest down.
    private static Certainty Best(Facet facet, string key, IReadOnlyList<Evidence> evidence)
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
        return evidence
            .Where(row => row.Label == facet.EvidenceLabel && values.Contains(row.Value))
            .Select(row => row.Certainty)
            .DefaultIfEmpty(Certainty.Unreviewed)
            .Min();
    }

    private static void Add<TKey>(Dictionary<TKey, List<int>> lists, TKey key, int position)
        where TKey : notnull
    {
        if (!lists.TryGetValue(key, out var list))
        {
            lists[key] = list = [];
        }
        list.Add(position);
    }
}
