namespace MpnstApi.Access;

/// <summary>
/// What requests cost, in tenths of an ordinary one. Each request pays <see cref="Any"/> when it comes; what has to be
/// computed pays the rest before that is done. So a 304 and a response from the cache cost a tenth.
/// </summary>
public static class Price
{
    /// <summary>Tenths in an ordinary request, such as a page of trials.</summary>
    internal const int OfRequest = 10;

    /// <summary>What every request pays.</summary>
    internal const int Any = 1;

    /// <summary>What a response pays that is computed.</summary>
    internal const int Computed = OfRequest - Any;

    /// <summary>A picture in pixels, beside the request.</summary>
    internal const int Picture = 10 * OfRequest;

    private const int RowsForTheSame = 100;
    private const int CostForTheSame = 1_000;

    /// <summary>A release that has to be built from the store: as much as GraphQL estimates for one.</summary>
    internal static readonly int OlderRelease = OfGraphQl(20_000);

    /// <summary>The rows of an export, beside the request.</summary>
    internal static int OfRows(int rows) => rows * OfRequest / RowsForTheSame;

    /// <summary>The estimated cost of a GraphQL document, beside the request.</summary>
    internal static int OfGraphQl(long cost) =>
        (int)Math.Min(cost * OfRequest / CostForTheSame, int.MaxValue);
}
