using GraphQL;
using GraphQL.Types;
using MpnstApi.Annotation;
using MpnstApi.Annotation.Dictionary;
using MpnstApi.Drugs;
using MpnstApi.Indexing;
using MpnstApi.Releases;
using MpnstApi.Statistics;
using MpnstApi.Targets;
using MpnstApi.Trials;

namespace MpnstApi.Graph.Schema;

/// <summary>Adds the fields of the three nodes and the navigation between them: Trial to Drug to Target and back.</summary>
internal static class NodeTypes
{
    // A profile reads two panels and all links of a cohort; a summary reads one set.
    private const int ProfileCost = 5;
    private const int CohortCost = 20;

    public static void Add(SchemaParts parts)
    {
        AddLinks(parts);
        AddTrial(parts);
        AddDrug(parts);
        AddTarget(parts);
    }

    // Records with ids of drugs or proteins get fields for these nodes.
    private static void AddLinks(SchemaParts parts)
    {
        var regimen = LinkType<Regimen>(parts, "drugs");
        regimen.Add(
            "drugs",
            parts.Drug.ListOf().NonNull(),
            "The drugs that count.",
            context => Navigation.Drugs(context.Release(), Row<Regimen>(context).Drugs)
        );
        var intervention = LinkType<TrialIntervention>(parts);
        intervention.Add(
            "drugs",
            parts.Drug.ListOf().NonNull(),
            SchemaDescriptions.Of<TrialIntervention>(nameof(TrialIntervention.DrugIds)),
            context => Navigation.Drugs(context.Release(), Row<TrialIntervention>(context).DrugIds)
        );
        var use = LinkType<TrialTarget>(parts);
        use.Add(
            "target",
            parts.Target,
            "The protein.",
            context => Navigation.Target(context.Release(), Row<TrialTarget>(context).Symbol)
        );
        use.Add(
            "drug",
            parts.Drug,
            "The drug that acts on it; null for a class of drugs.",
            context => Navigation.Drug(context.Release(), Row<TrialTarget>(context).Agent)
        );
        var annotation = LinkType<TrialAnnotation>(parts, "targets");
        annotation.Add(
            "targets",
            use.ListOf().NonNull(),
            SchemaDescriptions.Of<TrialAnnotation>(nameof(TrialAnnotation.Targets)),
            context => Link.All(context.Release(), Row<TrialAnnotation>(context).Targets)
        );
        annotation.Fields.Find("evidence")!.Holds(20);
        var link = LinkType<DrugTarget>(parts);
        link.Add(
            "target",
            parts.Target,
            "The protein.",
            context => Navigation.Target(context.Release(), Row<DrugTarget>(context).Symbol)
        );
        // Role, action and count are those of the pair, so it has no id of its own.
        var agent = LinkType<TargetDrug>(parts, "id");
        agent.Add(
            "agent",
            parts.Types.String.NonNull(),
            SchemaDescriptions.Of<TargetDrug>(nameof(TargetDrug.Id)),
            context => Row<TargetDrug>(context).Id
        );
        agent.Add(
            "drug",
            parts.Drug,
            "The drug; null for a class of drugs.",
            context => Navigation.Drug(context.Release(), Row<TargetDrug>(context).Id)
        );
    }

    // The type of a record that a link holds.
    private static ObjectGraphType LinkType<T>(SchemaParts parts, params string[] except)
    {
        var type = new ObjectGraphType
        {
            Name = Names.Of(typeof(T)),
            Description = SchemaDescriptions.Of(typeof(T)),
        };
        parts.Types.Use(typeof(T), type);
        parts.Types.AddMembers(type, typeof(T), source => ((Link)source).Row, except);
        return type;
    }

    private static T Row<T>(IResolveFieldContext context) => (T)((Link)context.Source!).Row;

    private static void AddTrial(SchemaParts parts)
    {
        var trial = parts.Trial;
        trial.Add(
            "drugs",
            parts.Drug.ListOf().NonNull(),
            SchemaDescriptions.Of<TrialSummary>(nameof(TrialSummary.Drugs)),
            context =>
                Navigation.Drugs(
                    context.Release(),
                    TrialOf(context.Source).Row.Drugs.Select(drug => drug.Id)
                )
        );
        trial.Add(
            "targets",
            parts.Target.ListOf().NonNull(),
            "Proteins that these drugs act on; annotation.targets says which drug, in which role, with its reference.",
            context => Navigation.Targets(context.Release(), TrialOf(context.Source).Row.Targets)
        );
        trial.Add(
            "interventions",
            parts.Types.Of<TrialIntervention>().ListOf().NonNull(),
            SchemaDescriptions.Of<Trial>(nameof(Trial.Interventions)),
            context => Link.All(context.Release(), TrialOf(context.Source).Row.Interventions)
        );
        trial.Add(
            "regimens",
            parts.Types.Of<Regimen>().ListOf().NonNull(),
            SchemaDescriptions.Of<Trial>(nameof(Trial.Regimens)),
            context => Link.All(context.Release(), TrialOf(context.Source).Row.Regimens)
        );
        trial.Add(
            "annotation",
            parts.Types.Of<TrialAnnotation>().NonNull(),
            SchemaDescriptions.Of<Trial>(nameof(Trial.Annotation)),
            context => new Link(context.Release(), TrialOf(context.Source).Row.Annotation)
        );
        parts.Types.AddMembers(trial, typeof(Trial), source => TrialOf(source).Row);
        trial.Fields.Find("sites")!.Holds(20);
    }

    private static void AddDrug(SchemaParts parts)
    {
        var drug = parts.Drug;
        drug.Add(
                "targets",
                parts.Types.Of<DrugTarget>().ListOf().NonNull(),
                SchemaDescriptions.Of<DrugProfile>(nameof(DrugProfile.TargetLinks)),
                context => Link.All(context.Release(), DrugOf(context.Source).Profile.TargetLinks)
            )
            .Costs(ProfileCost);
        drug.Add(
                "trials",
                parts.TrialList.NonNull(),
                "The trials trialCount counts.",
                context =>
                {
                    var page = PageRequest.Read(context);
                    var rows = context.RequestedRows();
                    var cohort = Cohort.Of(rows.Release, rows.Filter, Facets.Drug);
                    return context.Trials(
                        page,
                        rows.Release,
                        cohort.Filter.And("drug", DrugOf(context.Source).Id)
                    );
                },
                parts.TrialListArguments(parts.WhereOfNode())
            )
            .Costs(CohortCost);
        AddCohortCounts<DrugNode, DrugProfile>(
            parts,
            drug,
            (rows, node) => rows.Drug(node.Id)!.TrialCount,
            (rows, node) => rows.Drug(node.Id)!.TrialsByPhase,
            (rows, node) => rows.Drug(node.Id)!.TrialsByStatus
        );
        parts.Types.AddMembers(
            drug,
            typeof(DrugProfile),
            source => DrugOf(source).Profile,
            "targetLinks",
            "filter",
            "dataset"
        );
    }

    private static void AddTarget(SchemaParts parts)
    {
        var target = parts.Target;
        target
            .Add(
                "drugs",
                parts.Types.Of<TargetDrug>().ListOf().NonNull(),
                SchemaDescriptions.Of<TargetProfile>(nameof(TargetProfile.Drugs)),
                context =>
                {
                    var rows = context.RequestedRows();
                    return Link.All(
                        rows.Release,
                        rows.Target(TargetOf(context.Source).Symbol)!.Drugs
                    );
                },
                parts.WhereOfNode()
            )
            .Costs(ProfileCost)
            .Holds(10);
        target.Add(
            "members",
            parts.Target.ListOf().NonNull(),
            SchemaDescriptions.Of<TargetProfile>(nameof(TargetProfile.Members)),
            context =>
                Navigation.Targets(context.Release(), TargetOf(context.Source).Profile.Members)
        );
        target
            .Add(
                "trials",
                parts.TrialList.NonNull(),
                "The trials trialCount counts.",
                context =>
                {
                    var page = PageRequest.Read(context);
                    var rows = context.RequestedRows();
                    var symbol = TargetOf(context.Source).Symbol;
                    var symbols = rows.Release.Dictionary.FindTargets(symbol);
                    var cohort = Cohort.Of(rows.Release, rows.Filter, Facets.Target);
                    return context.Trials(
                        page,
                        rows.Release,
                        cohort.Filter.And("target", [.. symbols.Select(protein => protein.Symbol)])
                    );
                },
                parts.TrialListArguments(parts.WhereOfNode())
            )
            .Costs(CohortCost);
        AddCohortCounts<TargetNode, TargetProfile>(
            parts,
            target,
            (rows, node) => rows.Target(node.Symbol)!.TrialCount,
            (rows, node) => rows.Target(node.Symbol)!.TrialsByPhase,
            (rows, node) => rows.Target(node.Symbol)!.TrialsByStatus
        );
        AddCount<TargetNode>(
            parts,
            target,
            "primaryTrialCount",
            SchemaDescriptions.Of<TargetSummary>(nameof(TargetSummary.PrimaryTrialCount)),
            (rows, node) => rows.Target(node.Symbol)!.PrimaryTrialCount
        );
        AddCount<TargetNode>(
            parts,
            target,
            "drugCount",
            SchemaDescriptions.Of<TargetSummary>(nameof(TargetSummary.DrugCount)),
            (rows, node) => rows.Target(node.Symbol)!.DrugCount
        );
        parts.Types.AddMembers(
            target,
            typeof(TargetProfile),
            source => TargetOf(source).Profile,
            "filter",
            "dataset"
        );
    }

    // Counts that both nodes have, by members of the same names: of the default scope, or of the cohort of where.
    private static void AddCohortCounts<TNode, TProfile>(
        SchemaParts parts,
        ObjectGraphType type,
        Func<CohortRows, TNode, int> count,
        Func<CohortRows, TNode, IReadOnlyList<Bucket>> byPhase,
        Func<CohortRows, TNode, IReadOnlyList<Bucket>> byStatus
    )
        where TNode : class
    {
        AddCount(
            parts,
            type,
            "trialCount",
            SchemaDescriptions.Of<TProfile>(nameof(DrugProfile.TrialCount)),
            count
        );
        type.Add(
                "trialsByPhase",
                parts.Types.Of<Bucket>().ListOf().NonNull(),
                SchemaDescriptions.Of<TProfile>(nameof(DrugProfile.TrialsByPhase)),
                context => byPhase(context.RequestedRows(), (TNode)context.Source!),
                parts.WhereOfNode()
            )
            .Costs(ProfileCost)
            .Holds(8);
        type.Add(
                "trialsByStatus",
                parts.Types.Of<Bucket>().ListOf().NonNull(),
                SchemaDescriptions.Of<TProfile>(nameof(DrugProfile.TrialsByStatus)),
                context => byStatus(context.RequestedRows(), (TNode)context.Source!),
                parts.WhereOfNode()
            )
            .Costs(ProfileCost)
            .Holds(8);
    }

    private static void AddCount<TNode>(
        SchemaParts parts,
        ObjectGraphType type,
        string name,
        string description,
        Func<CohortRows, TNode, int> count
    )
        where TNode : class =>
        type.Add(
                name,
                parts.Types.Int.NonNull(),
                description,
                context => count(context.RequestedRows(), (TNode)context.Source!),
                parts.WhereOfNode()
            )
            .Costs(ProfileCost);

    private static TrialNode TrialOf(object? source) => (TrialNode)source!;

    private static DrugNode DrugOf(object? source) => (DrugNode)source!;

    private static TargetNode TargetOf(object? source) => (TargetNode)source!;
}
