using System.Collections;
using System.Numerics;

namespace MpnstApi.Indexing;

/// <summary>
/// Represents a set of a release's trials, by position in ordinal id order. A large set has one bit for each trial of the
/// release, a small set has the positions, whichever takes less memory; so a set of three trials takes 12 bytes in a
/// release of any size. Immutable.
/// </summary>
public sealed class TrialSet : IEnumerable<int>
{
    private const int BitsInAPosition = 32;

    // Exactly one of the two is used, depending on the number of trials.
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

    /// <summary>Gets the number of trials of the release.</summary>
    public int Size { get; }

    /// <summary>Gets the number of trials in the set.</summary>
    public int Count { get; }

    /// <summary>Gets whether the set has positions instead of bits.</summary>
    public bool IsSmall => words is null;

    /// <summary>Creates a set from ascending positions; a small set keeps the reference.</summary>
    public static TrialSet OfAscending(int size, ArraySegment<int> positions) =>
        AreFew(positions.Count, size)
            ? new TrialSet(positions, size)
            : new TrialSet(Bits(size, positions), positions.Count, size);

    /// <summary>Creates a set from positions in any order.</summary>
    public static TrialSet Of(int size, IEnumerable<int> positions)
    {
        var words = new ulong[WordsFor(size)];
        foreach (var position in positions)
        {
            words[position >> 6] |= 1UL << position;
        }
        return OfWords(words, size);
    }

    /// <summary>Creates a set from bits; the array must not change afterwards.</summary>
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

    /// <summary>Returns the length of an array with a bit for each trial.</summary>
    public static int WordsFor(int size) => (size + 63) / 64;

    /// <summary>Returns the empty set.</summary>
    public static TrialSet None(int size) => new(ArraySegment<int>.Empty, size);

    /// <summary>Returns the set of all trials of the release.</summary>
    public static TrialSet All(int size) => Of(size, Enumerable.Range(0, size));

    /// <summary>Returns the union of these sets.</summary>
    public static TrialSet Union(int size, IEnumerable<TrialSet> sets)
    {
        var any = new ulong[WordsFor(size)];
        foreach (var set in sets)
        {
            set.AddTo(any);
        }
        return OfWords(any, size);
    }

    /// <summary>Returns whether the trial at this position is in the set.</summary>
    public bool Contains(int position) =>
        words is null ? positions.AsSpan().BinarySearch(position) >= 0 : IsSet(words, position);

    /// <summary>Returns the intersection.</summary>
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

    /// <summary>Returns the union.</summary>
    public TrialSet Or(TrialSet other) => Union(Size, [this, other]);

    /// <summary>Returns the trials of this set that are not in the other.</summary>
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

    /// <summary>Returns the size of the intersection, without allocations.</summary>
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

    /// <summary>Enumerates the positions in ascending order.</summary>
    public IEnumerator<int> GetEnumerator() =>
        words is null ? ((IEnumerable<int>)positions).GetEnumerator() : Enumerate(words);

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    internal static bool AreFew(int count, int size) => count <= size / BitsInAPosition;

    // A shift uses only the low six bits of its count, so no modulo is needed.
    private static bool IsSet(ulong[] words, int position) =>
        (words[position >> 6] & (1UL << position)) != 0;

    /// <summary>
    /// Counts the trials in both sets, the first of which is small, and writes them to the span if it is not empty.
    /// </summary>
    private static int Meet(TrialSet few, TrialSet many, Span<int> found)
    {
        var count = 0;
        // The rest of the larger set: both ascend, so positions below one are also below the next.
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

    // Galloping search: fast for the next position and for distant ones.
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
