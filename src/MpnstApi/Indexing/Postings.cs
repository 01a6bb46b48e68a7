namespace MpnstApi.Indexing;

/// <summary>
/// Represents the trials that have each of many values, which are identified by number. All positions are in one array, so
/// that a rare value needs no object; the sets of frequent values are bitmaps.
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
        // The positions of sets with bitmaps are dropped.
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

    /// <summary>Gets the number of values.</summary>
    public int Count => starts.Length - 1;

    /// <summary>Returns the trials with a value.</summary>
    public TrialSet this[int value] =>
        large.TryGetValue(value, out var set)
            ? set
            : TrialSet.OfAscending(
                size,
                new ArraySegment<int>(positions, starts[value], starts[value + 1] - starts[value])
            );

    /// <summary>Returns the trials with any of these values.</summary>
    public TrialSet Union(IEnumerable<int> values) =>
        TrialSet.Union(size, values.Select(value => this[value]));
}

/// <summary>Builds the postings trial by trial.</summary>
public sealed class PostingsBuilder
{
    private readonly List<int> values = [];
    private readonly List<int> positions = [];

    // The last trial of each value, so that a trial with a value twice is added once.
    private readonly List<int> last = [];

    /// <summary>Gets the values in the order in which they were added; <see cref="Positions"/> has their trials.</summary>
    public IReadOnlyList<int> Values => values;

    /// <summary>Gets the trial of each of <see cref="Values"/>.</summary>
    public IReadOnlyList<int> Positions => positions;

    /// <summary>Adds a value of a trial. Returns false if the trial already has it. Positions must not descend.</summary>
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

    /// <summary>
    /// Returns the postings of <paramref name="count"/> values for a release of <paramref name="size"/> trials.
    /// </summary>
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
