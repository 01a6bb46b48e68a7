using System.Collections.Frozen;
using System.Collections.Immutable;
using MpnstApi.Annotation;
using MpnstApi.Annotation.Dictionary;

namespace MpnstApi.Indexing;

/// <summary>Which trials have a word, or one that begins with it, in what a person would search.</summary>
public sealed class WordIndex
{
    private const int ShortestPrefix = 3;
    private readonly FrozenDictionary<string, TrialSet> sets;
    private readonly string[] sorted;
    private readonly int size;

    public WordIndex(ImmutableArray<ReleasedTrial> trials, DrugDictionary dictionary)
    {
        size = trials.Length;
        sets = trials
            .SelectMany(trial =>
                Texts(trial, dictionary)
                    .SelectMany(Text.Words)
                    .Distinct()
                    .Select(word => (word, trial.Position))
            )
            .GroupBy(pair => pair.word, pair => pair.Position)
            .ToFrozenDictionary(group => group.Key, group => TrialSet.Of(size, group));
        sorted = [.. sets.Keys.Order(StringComparer.Ordinal)];
    }

    /// <summary>Trials with all of these folded words, each whole or, from three letters on, as a prefix.</summary>
    public TrialSet Search(string folded) =>
        folded.Split(' ').Select(Having).Aggregate((left, right) => left.And(right));

    private TrialSet Having(string word)
    {
        if (word.Length < ShortestPrefix)
        {
            return sets.GetValueOrDefault(word, TrialSet.None(size));
        }
        var found = TrialSet.None(size);
        var first = Array.BinarySearch(sorted, word, StringComparer.Ordinal);
        for (var i = first < 0 ? ~first : first; i < sorted.Length; i++)
        {
            if (!sorted[i].StartsWith(word, StringComparison.Ordinal))
            {
                break;
            }
            found = found.Or(sets[sorted[i]]);
        }
        return found;
    }

    private static IEnumerable<string> Texts(ReleasedTrial trial, DrugDictionary dictionary)
    {
        var facts = trial.Facts;
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
            .Concat(facts.Interventions.Select(intervention => intervention.Name))
            .Concat(
                trial.Labels.Drugs.SelectMany(use =>
                    dictionary.FindDrug(use.Id) is { } drug
                        ? drug.Synonyms.Prepend(drug.Name)
                        : [use.Name]
                )
            );
    }
}
