using Microsoft.AspNetCore.Http.HttpResults;
using MpnstApi.Releases;
using MpnstApi.Statistics;

namespace MpnstApi.Http;

/// <summary>The position of a page in its list.</summary>
/// <param name="Limit">The most items on a page.</param>
/// <param name="NextCursor">The value of cursor for the next page; null on the last page.</param>
/// <param name="Total">Items in the whole list.</param>
public sealed record PageInfo(int Limit, string? NextCursor, int Total);

/// <summary>A page of a list.</summary>
/// <param name="Items">The items of this page.</param>
/// <param name="Page">The position of the page in the list.</param>
/// <param name="Dataset">The data.</param>
public sealed record ListResponse<T>(IReadOnlyList<T> Items, PageInfo Page, DatasetInfo Dataset);

/// <summary>Creates pages of lists, and defines the limits of a page for REST and GraphQL.</summary>
public static class Paging
{
    /// <summary>The number of items on a page if the request does not give one.</summary>
    public const int DefaultSize = 25;

    public const int MaxSize = 200;

    /// <summary>Returns the response for a page of a list.</summary>
    public static Ok<ListResponse<T>> Respond<T>(
        Listing<T> all,
        ApiQuery query,
        HttpResponse response
    )
    {
        var (items, page) = Cut(all, query, response);
        return TypedResults.Ok(new ListResponse<T>(items, page, DatasetInfo.Of(query.Release)));
    }

    /// <summary>
    /// Returns the page that a query requests, and adds a Link header (RFC 8288) to the first and the next page.
    /// </summary>
    public static (IReadOnlyList<T> Items, PageInfo Info) Cut<T>(
        Listing<T> all,
        ApiQuery query,
        HttpResponse response
    )
    {
        var limit = query.Get(RequestParameters.Limit);
        var items = all.Page(query.Offset, limit);
        var after = query.Offset + items.Count;
        var next =
            after < all.Count && items.Count > 0
                ? new PageCursor(
                    query.Release.Header.Version,
                    PageCursor.HashOf(query),
                    after
                ).Write()
                : null;
        var links = new List<string> { $"<{query.Link(null)}>; rel=\"first\"" };
        if (next is not null)
        {
            links.Add($"<{query.Link(next)}>; rel=\"next\"");
        }
        response.Headers.Link = string.Join(", ", links);
        return (items, new PageInfo(limit, next, all.Count));
    }
}
