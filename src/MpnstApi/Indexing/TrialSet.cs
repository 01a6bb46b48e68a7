using System.Collections;
using System.Numerics;

namespace MpnstApi.Indexing;

/// <summary>
/// A set of a release's trials, one bit each, by position in ordinal id order. Immutable once built;
/// every operation is one pass over the words, so a cohort of thousands of trials costs microseconds.
/// </summary>
public sealed class TrialSet : IEnumerable<int>
{
    private readonly ulong[] words;

    private TrialSet(ulong[] words, int size)
    {
        this.words = words;
        Size = size;
        foreach (var word in words)
        {
            Count += BitOperations.PopCount(word);
        }
    }

    /// <summary>Number of trials of the release, in the set or not.</summary>
    public int Size { get; }

    /// <summary>Number of trials in the set.</summary>
    public int Count { get; }

    /// <summary>The trials at the given positions.</summary>
    public static TrialSet Of(int size, IEnumerable<int> positions)
    {
        var words = new ulong[(size + 63) / 64];
        foreach (var position in positions)
        {
            words[position >> 6] |= 1UL << (position & 63);
        }
        return new TrialSet(words, size);
    }

    /// <summary>The set without trials.</summary>
    public static TrialSet None(int size) => Of(size, []);

    /// <summary>Every trial of the release.</summary>
    public static TrialSet All(int size) => Of(size, Enumerable.Range(0, size));

    /// <summary>Trials in any of these sets.</summary>
    public static TrialSet Union(int size, IEnumerable<TrialSet> sets)
    {
        var any = new ulong[(size + 63) / 64];
        foreach (var set in sets)
        {
            for (var i = 0; i < any.Length; i++)
            {
                any[i] |= set.words[i];
            }
        }
        return new TrialSet(any, size);
    }

    /// <summary>Whether the trial at this position is in the set.</summary>
    public bool Contains(int position) => (words[position >> 6] >> (position & 63) & 1) != 0;

    /// <summary>Trials in both.</summary>
    public TrialSet And(TrialSet other)
    {
        var both = new ulong[words.Length];
        for (var i = 0; i < both.Length; i++)
        {
            both[i] = words[i] & other.words[i];
        }
        return new TrialSet(both, Size);
    }

    /// <summary>Trials in either.</summary>
    public TrialSet Or(TrialSet other)
    {
        var either = new ulong[words.Length];
        for (var i = 0; i < either.Length; i++)
        {
            either[i] = words[i] | other.words[i];
        }
        return new TrialSet(either, Size);
    }

    /// <summary>Trials of this set that are not in the other.</summary>
    public TrialSet Except(TrialSet other)
    {
        var rest = new ulong[words.Length];
        for (var i = 0; i < rest.Length; i++)
        {
            rest[i] = words[i] & ~other.words[i];
        }
        return new TrialSet(rest, Size);
    }

    /// <summary>How many trials are in both; allocates nothing.</summary>
    public int CountWith(TrialSet other)
    {
        var count = 0;
        for (var i = 0; i < words.Length; i++)
        {
            count += BitOperations.PopCount(words[i] & other.words[i]);
        }
        return count;
    }

    /// <summary>Positions in ascending order.</summary>
    public IEnumerator<int> GetEnumerator()
    {
        for (var i = 0; i < words.Length; i++)
        {
            for (var word = words[i]; word != 0; word &= word - 1)
            {
                yield return (i << 6) + BitOperations.TrailingZeroCount(word);
            }
        }
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
