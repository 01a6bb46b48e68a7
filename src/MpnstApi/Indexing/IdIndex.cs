namespace MpnstApi.Indexing;

/// <summary>
/// Finds trials by NCT id or any other id of theirs, in any case. Other ids are kept as hashes alone: the trials that a
/// hash leads to say whether they have the id.
/// </summary>
public sealed class IdIndex
{
    private readonly IReadOnlyList<ReleasedTrial> trials;
    private readonly Dictionary<string, int> positions;

    // Hashes of other ids in ascending order, each with the trials that have it in the order of their positions.
    private readonly int[] hashes;
    private readonly int[] having;

    internal IdIndex(IReadOnlyList<ReleasedTrial> trials, List<(int Hash, int Position)> others)
    {
        this.trials = trials;
        positions = new(trials.Count, StringComparer.OrdinalIgnoreCase);
        foreach (var trial in trials)
        {
            positions.Add(trial.Id, trial.Position);
        }
        others.Sort();
        hashes = [.. others.Select(other => other.Hash)];
        having = [.. others.Select(other => other.Position)];
    }

    /// <summary>The trial with this id; null where there is none.</summary>
    public ReleasedTrial? Find(string id)
    {
        if (positions.TryGetValue(id, out var position))
        {
            return trials[position];
        }
        // An organisation's id may be another trial's too ("1234"): the NCT id wins, then the first in order.
        var hash = HashOf(id);
        for (var place = FirstOf(hash); place < hashes.Length && hashes[place] == hash; place++)
        {
            var trial = trials[having[place]];
            if (
                trial
                    .Content.ReadDetail()
                    .Facts.Ids.Any(other =>
                        other.Value.Equals(id, StringComparison.OrdinalIgnoreCase)
                    )
            )
            {
                return trial;
            }
        }
        return null;
    }

    private int FirstOf(int hash)
    {
        var (low, high) = (0, hashes.Length);
        while (low < high)
        {
            var middle = (low + high) / 2;
            (low, high) = hashes[middle] < hash ? (middle + 1, high) : (low, middle);
        }
        return low;
    }

    internal static int HashOf(string id) => id.GetHashCode(StringComparison.OrdinalIgnoreCase);
}

/// <summary>Gathers ids trial by trial.</summary>
public sealed class IdIndexBuilder
{
    private readonly List<(int Hash, int Position)> others = [];

    /// <summary>Adds the further ids of a trial.</summary>
    public void Add(TrialRecord trial, int position) =>
        others.AddRange(trial.Facts.Ids.Select(other => (IdIndex.HashOf(other.Value), position)));

    public IdIndex Build(IReadOnlyList<ReleasedTrial> trials) => new(trials, others);
}
