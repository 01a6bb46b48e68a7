using MpnstApi.Annotation;
using MpnstApi.Annotation.Vocabulary;

namespace MpnstApi.Indexing;

/// <summary>
/// Represents the names of interventions that the dictionary could not read, or only in part, and the trials that have
/// them.
/// </summary>
public sealed class InterventionIndex
{
    private readonly InterventionMatch[] matches;
    private readonly Postings trials;

    internal InterventionIndex(InterventionMatch[] matches, Postings trials)
    {
        this.matches = matches;
        this.trials = trials;
    }

    /// <summary>Returns the readings of names that trials of a set have, each with these trials.</summary>
    public IEnumerable<(InterventionMatch Match, TrialSet Trials)> In(TrialSet cohort) =>
        matches
            .Select((match, number) => (match, cohort.And(trials[number])))
            .Where(pair => pair.Item2.Count > 0);
}

/// <summary>Builds the index trial by trial.</summary>
public sealed class InterventionIndexBuilder
{
    private readonly Dictionary<string, int> numbers = new(StringComparer.Ordinal);
    private readonly List<InterventionMatch> matches = [];
    private readonly PostingsBuilder trials = new();

    /// <summary>Adds the readings of a trial's interventions. Positions must ascend.</summary>
    public void Add(TrialRecord trial, int position)
    {
        foreach (var match in trial.Labels.Interventions.Where(IsIncomplete))
        {
            var key = KeyOf(match);
            if (!numbers.TryGetValue(key, out var number))
            {
                numbers[key] = number = numbers.Count;
                matches.Add(match);
            }
            trials.Add(number, position);
        }
    }

    public InterventionIndex Build(int size) =>
        new([.. matches], trials.Build(matches.Count, size));

    private static bool IsIncomplete(InterventionMatch match) =>
        match.Entries.Count == 0
        || match.Unread.Count > 0
        || match.IsClassOnly
        || match.Certainty is Certainty.Stem;

    // Equality of records compares lists by reference.
    private static string KeyOf(InterventionMatch match) =>
        string.Join(
            '\n',
            [
                match.Name,
                $"{match.Certainty} {match.IsClassOnly} {match.Modality}",
                .. match.Entries,
                "",
                .. match.Unread,
                "",
                .. match.Nearest,
            ]
        );
}
