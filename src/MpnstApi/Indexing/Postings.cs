namespace MpnstApi.Indexing;

/// <summary>
/// Represents which trials have which of many values, values by number. All positions are in one array, so that a
/// value that few trials have costs no object; the sets of values that many have are kept as bits.
/// </summary>
public sealed class Postings
{
    private readonly int[] starts;
    private readonly int[] positions;
    private readonly Dictionary<int, TrialSet> large = [];
    private readonly int size;

    internal Postings(int[] starts, int[] positions, int size)
    {
        this.size = size;
        // Positions of large sets are not kept beside their bits.
        var kept = new int[starts.Length];
        var small = new List<int>();
        for (var value = 0; value < starts.Length - 1; value++)
        {
            var of = new ArraySegment<int>(
                positions,
                starts[value],
                starts[value + 1] - starts[value]
            );
            if (TrialSet.AreFew(of.Count, size))
            {
                small.AddRange(of.AsSpan());
            }
            else
            {
                large[value] = TrialSet.OfAscending(size, of);
            }
            kept[value + 1] = small.Count;
        }
        this.starts = kept;
        this.positions = [.. small];
    }

    /// <summary>Number of values.</summary>
    public int Count => starts.Length - 1;

    /// <summary>The trials with a value.</summary>
    public TrialSet this[int value] =>
        large.TryGetValue(value, out var set)
            ? set
            : TrialSet.OfAscending(
                size,
                new ArraySegment<int>(positions, starts[value], starts[value + 1] - starts[value])
            );

    /// <summary>Trials with any of these values.</summary>
    public TrialSet Union(IEnumerable<int> values)
    {
        var any = new ulong[TrialSet.WordsFor(size)];
        foreach (var value in values)
        {
            this[value].AddTo(any);
        }
        return TrialSet.OfWords(any, size);
    }
}

/// <summary>Gathers values trial by trial.</summary>
public sealed class PostingsBuilder
{
    private readonly List<int> values = [];
    private readonly List<int> positions = [];

    // For each value the last trial that has it: a trial counts once for a value it names twice.
    private readonly List<int> last = [];

    /// <summary>Values of the trials, in the order they came; <see cref="Positions"/> says whose.</summary>
    public IReadOnlyList<int> Values => values;

    /// <summary>For each of <see cref="Values"/> the trial that has it.</summary>
    public IReadOnlyList<int> Positions => positions;

    /// <summary>Adds a value of a trial; false where the trial has it already. Positions never descend.</summary>
    public bool Add(int value, int position)
    {
        while (last.Count <= value)
        {
            last.Add(-1);
        }
        if (last[value] == position)
        {
            return false;
        }
        last[value] = position;
        values.Add(value);
        positions.Add(position);
        return true;
    }

    /// <summary>The trials of <paramref name="count"/> values, of a release of <paramref name="size"/> trials.</summary>
    public Postings Build(int count, int size)
    {
        var starts = new int[count + 1];
        foreach (var value in values)
        {
            starts[value + 1]++;
        }
        for (var value = 0; value < count; value++)
        {
            starts[value + 1] += starts[value];
        }
        var next = starts.AsSpan().ToArray();
        var sorted = new int[positions.Count];
        for (var i = 0; i < sorted.Length; i++)
        {
            sorted[next[values[i]]++] = positions[i];
        }
        return new Postings(starts, sorted, size);
    }
}
