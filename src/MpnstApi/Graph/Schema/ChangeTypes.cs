using GraphQL;
using GraphQL.Types;
using MpnstApi.Changes;
using MpnstApi.Http;
using MpnstApi.Releases;
using static MpnstApi.Graph.Schema.GraphFields;

namespace MpnstApi.Graph.Schema;

/// <summary>Adds the change feed.</summary>
internal static class ChangeTypes
{
    // Reading the store costs more than any field of a release in memory, and changes may be long.
    private const int FeedCost = 2_000;
    private const int LineCost = 10;

    public static void Add(ObjectGraphType query, SchemaParts parts) =>
        query
            .AddAsync(
                "changes",
                PageType(parts.Types).NonNull(),
                "The changes of each release. Keep nextAfter and use it as after in the next request: a reader who stops and resumes misses and repeats nothing.",
                async context =>
                {
                    var request = context.Request();
                    var release = context.RequestedRelease();
                    var first = context.Given("first") as int? ?? Paging.DefaultSize;
                    var after = context.Given("after") as long? ?? 0;
                    if (first is < 1 or > Paging.MaxSize)
                    {
                        throw GraphError.Invalid(
                            "first",
                            first,
                            $"a whole number from 1 to {Paging.MaxSize}"
                        );
                    }
                    return after >= 0
                        ? await request.ChangesAsync(
                            release,
                            after,
                            first,
                            context.CancellationToken
                        )
                        : throw GraphError.Invalid("after", after, "a sequence, from 0 on");
                },
                Argument("after", parts.Types.Long, "Changes after this sequence.", 0L),
                Argument(
                    "first",
                    parts.Types.Int,
                    $"The most changes, 1 to {Paging.MaxSize}.",
                    Paging.DefaultSize
                ),
                parts.Release()
            )
            .Costs(FeedCost)
            .CostsEach(LineCost);

    private static ObjectGraphType PageType(RecordTypes types)
    {
        var type = new ObjectGraphType
        {
            Name = "ChangePage",
            Description = SchemaDescriptions.Of(typeof(ChangePage)),
        };
        type.Add(
            "nodes",
            types.Of<ChangeItem>().ListOf().NonNull(),
            SchemaDescriptions.Of<ChangePage>(nameof(ChangePage.Items)),
            context => ((ChangePage)context.Source!).Items
        );
        types.AddMembers(type, typeof(ChangePage), source => source, "items");
        return type;
    }
}
