namespace MpnstApi.Statistics;

/// <summary>Represents a list in order, whose rows are made when a page of it is read.</summary>
/// <param name="count">Rows of the whole list.</param>
/// <param name="page">Makes the rows from a place on, that many at the most, each as it is asked for.</param>
public sealed class Listing<T>(int count, Func<int, int, IEnumerable<T>> page)
{
    public int Count => count;

    /// <summary>The rows from a place on, that many at the most.</summary>
    public IReadOnlyList<T> Page(int offset, int limit) => [.. page(offset, limit)];

    /// <summary>All rows, one after the other.</summary>
    public IEnumerable<T> All => page(0, count);
}
