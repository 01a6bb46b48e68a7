namespace MpnstApi.Indexing;

/// <summary>
/// Finds trials by NCT id or any other id, ignoring case. Other ids are stored as hashes; the trials found by a hash are
/// then checked for the id.
/// </summary>
public sealed class IdIndex
{
    private readonly IReadOnlyList<ReleasedTrial> trials;
    private readonly Dictionary<string, int> positions;

    // Hashes of other ids in ascending order, each with the trials that have it, in the order of their positions.
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

    /// <summary>Returns the trial with this id; null if there is none.</summary>
    public ReleasedTrial? Find(string id)
    {
        if (positions.TryGetValue(id, out var position))
        {
            return trials[position];
        }
        // Trials of several organisations may have the same id ("1234"): an NCT id takes precedence, then the first trial.
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

/// <summary>Builds the index trial by trial.</summary>
public sealed class IdIndexBuilder
{
    private readonly List<(int Hash, int Position)> others = [];

    /// <summary>Adds the other ids of a trial.</summary>
    public void Add(TrialRecord trial, int position) =>
        others.AddRange(trial.Facts.Ids.Select(other => (IdIndex.HashOf(other.Value), position)));

    public IdIndex Build(IReadOnlyList<ReleasedTrial> trials) => new(trials, others);
}
