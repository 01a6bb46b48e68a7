using GraphQL;
using GraphQL.Types;
using MpnstApi.Datasets;
using MpnstApi.Drugs;
using MpnstApi.Http;
using MpnstApi.Releases;
using MpnstApi.Targets;
using MpnstApi.Vocabularies;
using static MpnstApi.Graph.Schema.GraphFields;

namespace MpnstApi.Graph.Schema;

/// <summary>Where every query begins. A resolver only hands on to the query of its slice.</summary>
internal static class QueryType
{
    // A list counts every drug or target of the dictionary.
    private const int ListCost = 100;

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
            "The trial, target or drug with this id; null where nothing has it.",
            context =>
                Node(SliceRows.Default(context.Request().Current), (string)context.Given("id")!),
            Argument("id", parts.Id.NonNull(), "An id as a Node gives it.")
        );
        var schema = new GraphQL.Types.Schema { Query = query, Description = Introduction() };
        schema.RegisterTypes(parts.Trial, parts.Drug, parts.Target);
        schema.Initialize();
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
            "One trial; null where none has the id.",
            context =>
            {
                var release = context.Request().At(context.Given("release") as string);
                return release.Find((string)context.Given("id")!) is { } trial
                    ? new TrialNode(SliceRows.Default(release), trial)
                    : null;
            },
            Argument("id", parts.Id.NonNull(), "NCT id, or any other id of the trial."),
            parts.Release()
        );
        query
            .Add(
                "trials",
                parts.TrialList.NonNull(),
                "Trials of a slice.",
                context =>
                {
                    var page = PageAsked.Read(context);
                    // where chooses the trials; what a walk from them counts is the default slice, as for one trial.
                    var asked = ListRows(context, page);
                    return context.Trials(page, SliceRows.Default(asked.Release), asked.Filter);
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
            "One drug, with counts of the default slice; null where there is none.",
            context =>
                Walks.Drug(
                    SliceRows.Default(context.Request().Current),
                    (string)context.Given("id")!
                ),
            Argument("id", parts.Id.NonNull(), "Id, name or any synonym.")
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
                "Drugs some trial of a slice gives, with their counts in it.",
                context =>
                {
                    var page = PageAsked.Read(context);
                    var rows = ListRows(context, page);
                    var drugs = DrugQuery.List(rows.Release, rows.Filter);
                    var byId = context.Given("order") is "ID_ASC";
                    return page.Cut(
                        rows.Release,
                        EntityTag.Digest("drugs", rows.Filter.ToQuery(), byId ? "id" : "count"),
                        byId ? [.. drugs.OrderBy(drug => drug.Id, StringComparer.Ordinal)] : drugs,
                        drug => new DrugNode(rows, drug.Id, drug)
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
            "One target, with counts of the default slice; null where there is none.",
            context =>
                Walks.Target(
                    SliceRows.Default(context.Request().Current),
                    (string)context.Given("symbol")!
                ),
            Argument(
                "symbol",
                parts.Types.String.NonNull(),
                "HGNC symbol or alias (KIDR answers KDR), or a family (VEGFR)."
            )
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
                "Targets some trial of a slice has, with their counts in it.",
                context =>
                {
                    var page = PageAsked.Read(context);
                    var rows = ListRows(context, page);
                    var targets = TargetQuery.List(rows.Release, rows.Filter);
                    var bySymbol = context.Given("order") is "SYMBOL_ASC";
                    return page.Cut(
                        rows.Release,
                        EntityTag.Digest(
                            "targets",
                            rows.Filter.ToQuery(),
                            bySymbol ? "symbol" : "count"
                        ),
                        bySymbol
                            ? [.. targets.OrderBy(target => target.Symbol, StringComparer.Ordinal)]
                            : targets,
                        target => new TargetNode(rows, target.Symbol, target)
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
                types.Of<VocabularyAnswer>().ListOf().NonNull(),
                "Every vocabulary with labels and definitions.",
                context => VocabularyQuery.All(context.Request().Current)
            )
            .Costs(10)
            .Holds(20);
        var dataset = (ObjectGraphType)types.Of<DatasetAnswer>();
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
                "The release that answers: version, source, counts, known gaps, terms.",
                context => DatasetQuery.Describe(context.Request().Current)
            )
            .Costs(10);
    }

    // A cursor is served from the release it names, like REST's.
    private static SliceRows ListRows(IResolveFieldContext context, PageAsked page)
    {
        var request = context.Request();
        var release =
            context.Given("release") is string version ? request.At(version)
            : page.Anchor is { } cursor ? request.Of(cursor)
            : request.Current;
        return request.Rows(release, FilterInput.Read(context.Given("where"), release));
    }

    private static object? Node(SliceRows rows, string id)
    {
        if (rows.Release.Find(id) is { } trial && trial.Id == id)
        {
            return new TrialNode(rows, trial);
        }
        return Walks.Drug(rows, id) is { } drug && drug.Id == id ? drug
            : Walks.Target(rows, id) is { } target && target.Symbol == id ? target
            : null;
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
