using System.Collections;
using System.Numerics;

namespace MpnstApi.Indexing;

/// <summary>
/// Represents a set of a release's trials, by position in ordinal id order. A set of many trials has one bit for each
/// trial of the release, a set of few the positions themselves, whichever is smaller; so a value that three trials
/// have costs 12 bytes however many trials there are. Immutable.
/// </summary>
public sealed class TrialSet : IEnumerable<int>
{
    private const int BitsInAPosition = 32;

    // One of the two is used; the number of trials in the set decides which.
    private readonly ulong[]? words;
    private readonly ArraySegment<int> positions;

    private TrialSet(ulong[] words, int count, int size)
    {
        this.words = words;
        Count = count;
        Size = size;
    }

    private TrialSet(ArraySegment<int> positions, int size)
    {
        this.positions = positions;
        Count = positions.Count;
        Size = size;
    }

    /// <summary>Number of trials of the release, in the set or not.</summary>
    public int Size { get; }

    /// <summary>Number of trials in the set.</summary>
    public int Count { get; }

    /// <summary>Whether positions are kept instead of bits.</summary>
    public bool IsSmall => words is null;

    /// <summary>The trials at positions that ascend; a small set refers to them.</summary>
    public static TrialSet OfAscending(int size, ArraySegment<int> positions) =>
        AreFew(positions.Count, size)
            ? new TrialSet(positions, size)
            : new TrialSet(Bits(size, positions), positions.Count, size);

    /// <summary>The trials at the given positions, in any order.</summary>
    public static TrialSet Of(int size, IEnumerable<int> positions)
    {
        var words = new ulong[WordsFor(size)];
        foreach (var position in positions)
        {
            words[position >> 6] |= 1UL << position;
        }
        return OfWords(words, size);
    }

    /// <summary>The trials whose bit is set in an array that nobody changes any more.</summary>
    public static TrialSet OfWords(ulong[] words, int size)
    {
        var count = 0;
        foreach (var word in words)
        {
            count += BitOperations.PopCount(word);
        }
        return AreFew(count, size)
            ? new TrialSet(Positions(words, count), size)
            : new TrialSet(words, count, size);
    }

    /// <summary>Length of the array that has a bit for each trial.</summary>
    public static int WordsFor(int size) => (size + 63) / 64;

    /// <summary>The set without trials.</summary>
    public static TrialSet None(int size) => new(ArraySegment<int>.Empty, size);

    /// <summary>Every trial of the release.</summary>
    public static TrialSet All(int size) => Of(size, Enumerable.Range(0, size));

    /// <summary>Trials in any of these sets.</summary>
    public static TrialSet Union(int size, IEnumerable<TrialSet> sets)
    {
        var any = new ulong[WordsFor(size)];
        foreach (var set in sets)
        {
            set.AddTo(any);
        }
        return OfWords(any, size);
    }

    /// <summary>Whether the trial at this position is in the set.</summary>
    public bool Contains(int position) =>
        words is null ? positions.AsSpan().BinarySearch(position) >= 0 : IsSet(words, position);

    /// <summary>Trials in both.</summary>
    public TrialSet And(TrialSet other)
    {
        if (words is not null && other.words is not null)
        {
            var both = new ulong[words.Length];
            for (var i = 0; i < both.Length; i++)
            {
                both[i] = words[i] & other.words[i];
            }
            return OfWords(both, Size);
        }
        var (few, many) = Count <= other.Count ? (this, other) : (other, this);
        var found = new int[few.Count];
        return new TrialSet(new ArraySegment<int>(found, 0, Meet(few, many, found)), Size);
    }

    /// <summary>Trials in either.</summary>
    public TrialSet Or(TrialSet other) => Union(Size, [this, other]);

    /// <summary>Trials of this set that are not in the other.</summary>
    public TrialSet Except(TrialSet other)
    {
        if (words is null)
        {
            var kept = new int[Count];
            var count = 0;
            foreach (var position in positions.AsSpan())
            {
                if (!other.Contains(position))
                {
                    kept[count++] = position;
                }
            }
            return new TrialSet(new ArraySegment<int>(kept, 0, count), Size);
        }
        var rest = words.AsSpan().ToArray();
        if (other.words is { } bits)
        {
            for (var i = 0; i < rest.Length; i++)
            {
                rest[i] &= ~bits[i];
            }
        }
        else
        {
            foreach (var position in other.positions.AsSpan())
            {
                rest[position >> 6] &= ~(1UL << position);
            }
        }
        return OfWords(rest, Size);
    }

    /// <summary>How many trials are in both; allocates nothing.</summary>
    public int CountWith(TrialSet other)
    {
        if (words is null || other.words is null)
        {
            return Count <= other.Count ? Meet(this, other, default) : Meet(other, this, default);
        }
        var count = 0;
        for (var i = 0; i < words.Length; i++)
        {
            count += BitOperations.PopCount(words[i] & other.words[i]);
        }
        return count;
    }

    /// <summary>Sets the bits of this set's trials.</summary>
    public void AddTo(ulong[] any)
    {
        if (words is null)
        {
            foreach (var position in positions.AsSpan())
            {
                any[position >> 6] |= 1UL << position;
            }
            return;
        }
        for (var i = 0; i < any.Length; i++)
        {
            any[i] |= words[i];
        }
    }

    /// <summary>Positions in ascending order.</summary>
    public IEnumerator<int> GetEnumerator() =>
        words is null ? ((IEnumerable<int>)positions).GetEnumerator() : Enumerate(words);

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    internal static bool AreFew(int count, int size) => count <= size / BitsInAPosition;

    // Only the low six bits of a shift count, so the position itself says which bit of its word is meant.
    private static bool IsSet(ulong[] words, int position) =>
        (words[position >> 6] & (1UL << position)) != 0;

    /// <summary>Counts the trials in both sets, of which the first is a small one; writes them where there is room.</summary>
    private static int Meet(TrialSet few, TrialSet many, Span<int> found)
    {
        var count = 0;
        // What is left of the larger set: both ascend, so that what is below one position is below the next.
        ReadOnlySpan<int> rest = many.positions.AsSpan();
        foreach (var position in few.positions.AsSpan())
        {
            if (many.words is null ? SkipTo(ref rest, position) : IsSet(many.words, position))
            {
                if (!found.IsEmpty)
                {
                    found[count] = position;
                }
                count++;
            }
        }
        return count;
    }

    // In steps that double, which costs little for the next position and for one far away.
    private static bool SkipTo(ref ReadOnlySpan<int> rest, int position)
    {
        var end = 1;
        while (end < rest.Length && rest[end] < position)
        {
            end *= 2;
        }
        var place = rest[..Math.Min(end + 1, rest.Length)].BinarySearch(position);
        rest = rest[(place < 0 ? ~place : place)..];
        return place >= 0;
    }

    private static ulong[] Bits(int size, ArraySegment<int> positions)
    {
        var words = new ulong[WordsFor(size)];
        foreach (var position in positions.AsSpan())
        {
            words[position >> 6] |= 1UL << position;
        }
        return words;
    }

    private static int[] Positions(ulong[] words, int count)
    {
        var positions = new int[count];
        var place = 0;
        for (var i = 0; place < count; i++)
        {
            for (var word = words[i]; word != 0; word &= word - 1)
            {
                positions[place++] = (i << 6) + BitOperations.TrailingZeroCount(word);
            }
        }
        return positions;
    }

    private static IEnumerator<int> Enumerate(ulong[] words)
    {
        for (var i = 0; i < words.Length; i++)
        {
            for (var word = words[i]; word != 0; word &= word - 1)
            {
                yield return (i << 6) + BitOperations.TrailingZeroCount(word);
            }
        }
    }
}
