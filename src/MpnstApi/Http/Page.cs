using MpnstApi.Releases;

namespace MpnstApi.Http;

/// <summary>Where a page stands in its list.</summary>
/// <param name="Limit">Items a page has at the most.</param>
/// <param name="NextCursor">Give it as cursor for the next page; null on the last.</param>
/// <param name="Total">Items in the whole list.</param>
public sealed record PageInfo(int Limit, string? NextCursor, int Total);

/// <summary>A page of a list.</summary>
/// <param name="Items">The items of this page.</param>
/// <param name="Page">Where the page stands in the list.</param>
/// <param name="Dataset">The data.</param>
public sealed record ListResponse<T>(IReadOnlyList<T> Items, PageInfo Page, DatasetInfo Dataset);

/// <summary>Cuts pages out of lists.</summary>
public static class Paging
{
    /// <summary>The page a query asks for, with a Link header (RFC 8288) to the first and the next.</summary>
    public static (IReadOnlyList<T> Items, PageInfo Info) Cut<T>(
        IReadOnlyList<T> all,
        ApiQuery query,
        HttpResponse response
    )
    {
        var limit = query.Get(RequestParameters.Limit);
        var items = all.Skip(query.Offset).Take(limit).ToList();
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
