namespace MpnstApi.Access;

/// <summary>
/// Defines what requests cost, in tenths of an ordinary one. Every request is charged <see cref="Any"/> on arrival; a
/// response that must be computed is charged the rest before. So a 304 and a response from the cache cost a tenth.
/// </summary>
public static class Price
{
    /// <summary>The cost of an ordinary request, such as a page of trials.</summary>
    internal const int OfRequest = 10;

    /// <summary>The cost of every request.</summary>
    internal const int Any = 1;

    /// <summary>The further cost of a response that must be computed.</summary>
    internal const int Computed = OfRequest - Any;

    /// <summary>A picture in pixels, beside the request.</summary>
    internal const int Picture = 10 * OfRequest;

    private const int RowsForTheSame = 100;
    private const int CostForTheSame = 1_000;

    /// <summary>The cost of building an older release from the store: the same as GraphQL estimates.</summary>
    internal static readonly int OlderRelease = OfGraphQl(20_000);

    /// <summary>Returns the further cost of an export with this many rows.</summary>
    internal static int OfRows(int rows) => rows * OfRequest / RowsForTheSame;

    /// <summary>Returns the further cost of a GraphQL document with this estimated cost.</summary>
    internal static int OfGraphQl(long cost) =>
        (int)Math.Min(cost * OfRequest / CostForTheSame, int.MaxValue);
}
