using GraphQL;
using GraphQL.Types;
using MpnstApi.Http;
using MpnstApi.Releases;
using MpnstApi.Statistics;
using static MpnstApi.Graph.Schema.GraphFields;

namespace MpnstApi.Graph.Schema;

/// <summary>A page of a list, as Relay clients expect it.</summary>
/// <param name="Release">The release the page is served from.</param>
/// <param name="Hash">Identifies the list in cursors.</param>
/// <param name="Start">Number of items before the page.</param>
/// <param name="Items">Rows of the page with their nodes.</param>
/// <param name="Total">Items of the whole list.</param>
internal sealed record Connection(
    Release Release,
    string Hash,
    int Start,
    IReadOnlyList<(object Row, object Node)> Items,
    int Total
)
{
    public IEnumerable<object> Nodes => Items.Select(item => item.Node);

    public IEnumerable<Edge> Edges =>
        Items.Select((item, place) => new Edge(Cursor(place), item.Row, item.Node));

    public string Cursor(int place) =>
        new PageCursor(Release.Header.Version, Hash, Start + place).Write();
}

/// <summary>An item of a list with its cursor.</summary>
/// <param name="Item">The row of the list, with counts in the cohort of the list.</param>
internal sealed record Edge(string Cursor, object Item, object Node);

/// <summary>The requested page of a list, forward from a cursor or backward from one.</summary>
internal sealed record PageRequest(int? First, PageCursor? After, int? Last, PageCursor? Before)
{
    /// <summary>Reads the four arguments. Throws <see cref="GraphError"/>.</summary>
    public static PageRequest Read(IResolveFieldContext context)
    {
        var (first, last) = (Size(context, "first"), Size(context, "last"));
        if (first is not null && last is not null)
        {
            throw GraphError.Invalid("last", last, "either first or last, not both");
        }
        return new(
            last is null ? first ?? Paging.DefaultSize : null,
            Place(context, "after"),
            last,
            Place(context, "before")
        );
    }

    /// <summary>Gets the cursor that determines the release; null if there is none.</summary>
    public PageCursor? Anchor => After ?? Before;

    /// <summary>Returns the page of the list that the hash identifies. Throws <see cref="GraphError"/> for a cursor of another list.</summary>
    public Connection Cut<T>(Release release, string hash, Listing<T> list, Func<T, object> node)
        where T : class
    {
        foreach (var cursor in new[] { After, Before })
        {
            if (
                cursor is not null
                && (cursor.Hash != hash || cursor.Version != release.Header.Version)
            )
            {
                throw BadCursor("It belongs to another list.");
            }
        }
        var start = After is { } after ? Math.Min(after.Offset + 1, list.Count) : 0;
        var end = Before is { } before ? Math.Clamp(before.Offset, start, list.Count) : list.Count;
        if (First is { } first)
        {
            end = Math.Min(end, start + first);
        }
        if (Last is { } last)
        {
            start = Math.Max(start, end - last);
        }
        return new Connection(
            release,
            hash,
            start,
            [.. list.Page(start, end - start).Select(row => ((object)row, node(row)))],
            list.Count
        );
    }

    private static int? Size(IResolveFieldContext context, string name) =>
        context.Given(name) switch
        {
            null => null,
            int size and >= 0 and <= Paging.MaxSize => size,
            var size => throw GraphError.Invalid(
                name,
                size,
                $"a whole number from 0 to {Paging.MaxSize}"
            ),
        };

    private static PageCursor? Place(IResolveFieldContext context, string name) =>
        context.Given(name) is not string text
            ? null
            : PageCursor.Read(text) ?? throw BadCursor("This service did not create it.");

    private static GraphError BadCursor(string why) =>
        new(
            ProblemKind.BadCursor.Code,
            $"The cursor does not fit. {why} Leave it out to start at the first page."
        );
}

/// <summary>The types of connections and the arguments of their fields.</summary>
internal sealed class ConnectionTypes(RecordTypes types)
{
    private readonly ObjectGraphType pageInfo = PageInfoType(types);

    /// <param name="counts">Adds the counts of the list to the type of the edge.</param>
    public ObjectGraphType Of(ObjectGraphType node, Action<ObjectGraphType>? counts = null)
    {
        var edge = new ObjectGraphType
        {
            Name = $"{node.Name}Edge",
            Description = $"A {node.Name} and its place in the list.",
        };
        edge.Add(
            "cursor",
            types.String.NonNull(),
            "Place of the item, a value for after or before. A cursor names its release and is served from it.",
            context => ((Edge)context.Source!).Cursor
        );
        edge.Add(
            "node",
            node.NonNull(),
            $"The {node.Name}.",
            context => ((Edge)context.Source!).Node
        );
        counts?.Invoke(edge);
        var connection = new ObjectGraphType
        {
            Name = $"{node.Name}Connection",
            Description = $"A page of a list of {node.Name}.",
        };
        connection.Add(
            "edges",
            edge.ListOf().NonNull(),
            "Items of the page, each with its cursor.",
            context => ((Connection)context.Source!).Edges
        );
        connection.Add(
            "nodes",
            node.ListOf().NonNull(),
            "Items of the page.",
            context => ((Connection)context.Source!).Nodes
        );
        connection.Add(
            "pageInfo",
            pageInfo.NonNull(),
            "Place of the page in its list.",
            c => c.Source
        );
        connection.Add(
            "totalCount",
            types.Int.NonNull(),
            "Items in the whole list.",
            context => ((Connection)context.Source!).Total
        );
        connection.Add(
            "dataset",
            types.Of<DatasetInfo>().NonNull(),
            "The data the page is made from.",
            context => DatasetInfo.Of(((Connection)context.Source!).Release)
        );
        return connection;
    }

    /// <summary>first, after, last, before.</summary>
    public QueryArgument[] Arguments =>
        [
            Argument(
                "first",
                types.Int,
                $"Items from the start or from after; 0 to {Paging.MaxSize}, {Paging.DefaultSize} if neither first nor last is given."
            ),
            Argument("after", types.String, "Items after this cursor."),
            Argument(
                "last",
                types.Int,
                $"Items up to the end or to before; 0 to {Paging.MaxSize}. Not together with first."
            ),
            Argument("before", types.String, "Items before this cursor."),
        ];

    private static ObjectGraphType PageInfoType(RecordTypes types)
    {
        var type = new ObjectGraphType
        {
            Name = "PageInfo",
            Description = "Place of a page in its list.",
        };
        type.Add(
            "hasNextPage",
            types.Boolean.NonNull(),
            "Whether items follow.",
            context => Page(context).Start + Page(context).Items.Count < Page(context).Total
        );
        type.Add(
            "hasPreviousPage",
            types.Boolean.NonNull(),
            "Whether items precede.",
            context => Page(context).Start > 0
        );
        type.Add(
            "startCursor",
            types.String,
            "Cursor of the first item; null on an empty page.",
            context => Page(context) is { Items.Count: > 0 } page ? page.Cursor(0) : null
        );
        type.Add(
            "endCursor",
            types.String,
            "Cursor of the last item; null on an empty page.",
            context =>
                Page(context) is { Items.Count: > 0 } page
                    ? page.Cursor(page.Items.Count - 1)
                    : null
        );
        return type;
    }

    private static Connection Page(IResolveFieldContext context) => (Connection)context.Source!;
}
