using GraphQL;
using GraphQL.Types;
using MpnstApi.Datasets;
using MpnstApi.Drugs;
using MpnstApi.Filtering;
using MpnstApi.Http;
using MpnstApi.Releases;
using MpnstApi.Targets;
using MpnstApi.Vocabularies;
using static MpnstApi.Graph.Schema.GraphFields;

namespace MpnstApi.Graph.Schema;

/// <summary>The root type. Resolvers call the queries of the features.</summary>
internal static class QueryType
{
    // A list counts every drug or target of the dictionary.
    private const int ListCost = 1_000;

    public static GraphQL.Types.Schema Schema()
    {
        var parts = new SchemaParts();
        NodeTypes.Add(parts);
        var query = new ObjectGraphType
        {
            Name = "Query",
            Description =
                "The clinical trial landscape of malignant peripheral nerve sheath tumours. The same trials, filter and numbers as under /api/v1.",
        };
        AddTrials(query, parts);
        AddDrugs(query, parts);
        AddTargets(query, parts);
        LandscapeTypes.Add(query, parts);
        AddData(query, parts);
        ChangeTypes.Add(query, parts);
        query.Add(
            "node",
            parts.Node,
            "The trial, target or drug with this id; null where there is none.",
            context => Node(context.RequestedRelease(), context.GivenId("id")),
            Argument(
                "id",
                parts.Id.NonNull(),
                "The id of a Node, or any other id that trial, drug or target accepts, in this order."
            ),
            parts.Release()
        );
        var schema = new GraphQL.Types.Schema { Query = query, Description = Introduction() };
        schema.RegisterTypes(parts.Trial, parts.Drug, parts.Target);
        Introspection.Complete(schema);
        return schema;
    }

    private static string Introduction() =>
        "The clinical trial landscape of malignant peripheral nerve sheath tumours (MPNST).\n\n"
        + "Every error has extensions.code, one of:\n"
        + string.Join('\n', GraphCodes.All.Select(code => $"- {code.Code}: {code.Meaning}"));

    private static void AddTrials(ObjectGraphType query, SchemaParts parts)
    {
        query.Add(
            "trial",
            parts.Trial,
            "One trial; null if none has the id.",
            context =>
            {
                var release = context.RequestedRelease();
                return release.Find(context.GivenId("id")) is { } trial
                    ? new TrialNode(release, trial)
                    : null;
            },
            Argument("id", parts.Id.NonNull(), "NCT id, or any other id of the trial."),
            parts.Release()
        );
        query
            .Add(
                "trials",
                parts.TrialList.NonNull(),
                "Trials of a cohort.",
                context =>
                {
                    var page = PageRequest.Read(context);
                    var (release, filter) = RequestedList(context, page);
                    return context.Trials(page, release, filter);
                },
                [.. parts.TrialListArguments(parts.Where("Which trials.")), parts.Release()]
            )
            .Costs(10);
    }

    private static void AddDrugs(ObjectGraphType query, SchemaParts parts)
    {
        query.Add(
            "drug",
            parts.Drug,
            "One drug; null if there is none.",
            context => Navigation.Drug(context.RequestedRelease(), context.GivenId("id")),
            Argument("id", parts.Id.NonNull(), "Id, name or any synonym."),
            parts.Release()
        );
        var order = OrderType(
            "DrugOrder",
            "drugs",
            ("TRIAL_COUNT_DESC", "By number of trials, then id."),
            ("ID_ASC", "By id.")
        );
        query
            .Add(
                "drugs",
                parts.DrugList.NonNull(),
                "Drugs that trials of a cohort give; edges have their counts in the cohort.",
                context =>
                {
                    var page = PageRequest.Read(context);
                    var (release, filter) = RequestedList(context, page);
                    var byId = context.Given("order") is "ID_ASC";
                    return page.Cut(
                        release,
                        EntityTag.Digest("drugs", filter.ToKey(), byId ? "id" : "count"),
                        DrugQuery.List(release, filter, byId),
                        drug => new DrugNode(release, drug.Id)
                    );
                },
                [
                    parts.Where(),
                    Argument("order", order, "The order of the list.", "TRIAL_COUNT_DESC"),
                    .. parts.Connections.Arguments,
                    parts.Release(),
                ]
            )
            .Costs(ListCost);
    }

    private static void AddTargets(ObjectGraphType query, SchemaParts parts)
    {
        query.Add(
            "target",
            parts.Target,
            "One target; null if there is none.",
            context =>
                Navigation.Target(context.RequestedRelease(), (string)context.Given("symbol")!),
            Argument(
                "symbol",
                parts.Types.String.NonNull(),
                "HGNC symbol or alias (KIDR finds KDR), or a family (VEGFR)."
            ),
            parts.Release()
        );
        var order = OrderType(
            "TargetOrder",
            "targets",
            ("TRIAL_COUNT_DESC", "By number of trials, then symbol."),
            ("SYMBOL_ASC", "By symbol.")
        );
        query
            .Add(
                "targets",
                parts.TargetList.NonNull(),
                "Targets that trials of a cohort have; edges have their counts in the cohort.",
                context =>
                {
                    var page = PageRequest.Read(context);
                    var (release, filter) = RequestedList(context, page);
                    var bySymbol = context.Given("order") is "SYMBOL_ASC";
                    return page.Cut(
                        release,
                        EntityTag.Digest("targets", filter.ToKey(), bySymbol ? "symbol" : "count"),
                        TargetQuery.List(release, filter, bySymbol),
                        target => new TargetNode(release, target.Symbol)
                    );
                },
                [
                    parts.Where(),
                    Argument("order", order, "The order of the list.", "TRIAL_COUNT_DESC"),
                    .. parts.Connections.Arguments,
                    parts.Release(),
                ]
            )
            .Costs(ListCost);
    }

    private static void AddData(ObjectGraphType query, SchemaParts parts)
    {
        var types = parts.Types;
        query
            .Add(
                "vocabularies",
                types.Of<VocabularyResponse>().ListOf().NonNull(),
                "Every vocabulary with labels and definitions.",
                context => VocabularyQuery.All(context.RequestedRelease()),
                parts.Release()
            )
            .Costs(10)
            .Holds(20);
        var dataset = (ObjectGraphType)types.Of<DatasetResponse>();
        dataset.Add(
            "releases",
            types.Of<ReleaseHeader>().ListOf().NonNull(),
            "All releases, newest first.",
            context => DatasetQuery.Releases(context.Request().Current).Items
        );
        query
            .Add(
                "dataset",
                dataset.NonNull(),
                "The release that is served: version, source, counts, known gaps, terms.",
                context => DatasetQuery.Describe(context.RequestedRelease()),
                parts.Release()
            )
            .Costs(10);
    }

    // A cursor is served from the release that it names, as in REST.
    private static (Release, TrialFilter) RequestedList(
        IResolveFieldContext context,
        PageRequest page
    )
    {
        var request = context.Request();
        var release =
            context.Given("release") is string version ? request.At(version)
            : page.Anchor is { } cursor ? request.Of(cursor)
            : request.Current;
        return (release, context.RequestedFilter(release));
    }

    // The id of a node takes precedence over an equal synonym of another node.
    private static object? Node(Release release, string id)
    {
        object?[] found =
        [
            release.Find(id) is { } trial ? new TrialNode(release, trial) : null,
            Navigation.Drug(release, id),
            Navigation.Target(release, id),
        ];
        return found.FirstOrDefault(node =>
                id
                == node switch
                {
                    TrialNode its => its.Released.Id,
                    DrugNode its => its.Id,
                    TargetNode its => its.Symbol,
                    _ => null,
                }
            ) ?? found.FirstOrDefault(node => node is not null);
    }

    private static EnumerationGraphType OrderType(
        string name,
        string what,
        params ReadOnlySpan<(string Value, string Description)> values
    )
    {
        var type = new EnumerationGraphType { Name = name, Description = $"An order of {what}." };
        foreach (var (value, description) in values)
        {
            type.Add(value, value, description);
        }
        return type;
    }
}
