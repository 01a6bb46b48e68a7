namespace MpnstApi.Statistics;

/// <summary>Represents an ordered list whose rows are created when a page of it is read.</summary>
/// <param name="count">The number of rows.</param>
/// <param name="page">Creates at most the given number of rows from an index on, lazily.</param>
public sealed class Listing<T>(int count, Func<int, int, IEnumerable<T>> page)
{
    public int Count => count;

    /// <summary>Returns at most the given number of rows from an index on.</summary>
    public IReadOnlyList<T> Page(int offset, int limit) => [.. page(offset, limit)];

    /// <summary>Enumerates all rows.</summary>
    public IEnumerable<T> All => page(0, count);
}
