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

/// <summary>The three nodes and the navigation between them: Trial to Drug to Target and back.</summary>
internal static class NodeTypes
{
    // A profile reads two panels and all links of a cohort; a summary reads one set.
    private const int ProfileCost = 5;
    private const int SlicedCost = 20;

    public static void Add(SchemaParts parts)
    {
        AddLinks(parts);
        AddTrial(parts);
        AddDrug(parts);
        AddTarget(parts);
    }

    // Records that name drugs or proteins by id lead on to them.
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
            "All drugs it names.",
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
            "Every link from a drug or class of this trial to a protein.",
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
            "Id of the drug or class of drugs.",
            context => Row<TargetDrug>(context).Id
        );
        agent.Add(
            "drug",
            parts.Drug,
            "The drug; null for a class of drugs.",
            context => Navigation.Drug(context.Release(), Row<TargetDrug>(context).Id)
        );
    }

    // The type of a record whose source is a link.
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
            "Drugs that count as treatment.",
            context =>
                Navigation.Drugs(
                    context.Release(),
                    Trial(context.Source).Row.Drugs.Select(drug => drug.Id)
                )
        );
        trial.Add(
            "targets",
            parts.Target.ListOf().NonNull(),
            "Proteins these drugs act on; annotation.targets tells which drug, in which role, and who says so.",
            context => Navigation.Targets(context.Release(), Trial(context.Source).Row.Targets)
        );
        trial.Add(
            "interventions",
            parts.Types.Of<TrialIntervention>().ListOf().NonNull(),
            "Interventions of the record, and what the dictionary made of each.",
            context => Link.All(context.Release(), Trial(context.Source).Row.Interventions)
        );
        trial.Add(
            "regimens",
            parts.Types.Of<Regimen>().ListOf().NonNull(),
            "What each arm gives.",
            context => Link.All(context.Release(), Trial(context.Source).Row.Regimens)
        );
        trial.Add(
            "annotation",
            parts.Types.Of<TrialAnnotation>().NonNull(),
            "Everything derived, and why.",
            context => new Link(context.Release(), Trial(context.Source).Row.Annotation)
        );
        parts.Types.AddMembers(trial, typeof(Trial), source => Trial(source).Row);
        trial.Fields.Find("sites")!.Holds(20);
    }

    private static void AddDrug(SchemaParts parts)
    {
        var drug = parts.Drug;
        drug.Add(
                "targets",
                parts.Types.Of<DrugTarget>().ListOf().NonNull(),
                "Its links to proteins, each with role, action and reference.",
                context => Link.All(context.Release(), Drug(context.Source).Profile.TargetLinks)
            )
            .Costs(ProfileCost);
        drug.Add(
                "trials",
                parts.TrialList.NonNull(),
                "The trials trialCount counts.",
                context =>
                {
                    var page = PageRequest.Read(context);
                    var rows = context.AskedRows();
                    var cohort = Cohort.Of(rows.Release, rows.Filter, Facets.Drug);
                    return context.Trials(
                        page,
                        rows.Release,
                        cohort.Filter.And("drug", Drug(context.Source).Id)
                    );
                },
                parts.TrialListArguments(parts.SliceOfNode())
            )
            .Costs(SlicedCost);
        AddSliced<DrugNode>(
            parts,
            drug,
            (rows, node) => rows.Drug(node.Id)!.TrialCount,
            (rows, node) => rows.Drug(node.Id)!.TrialsByPhase,
            (rows, node) => rows.Drug(node.Id)!.TrialsByStatus
        );
        parts.Types.AddMembers(
            drug,
            typeof(DrugProfile),
            source => Drug(source).Profile,
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
                "Drugs and classes of the cohort's trials that act on it, by number of trials.",
                context =>
                {
                    var rows = context.AskedRows();
                    return Link.All(
                        rows.Release,
                        rows.Target(Target(context.Source).Symbol)!.Drugs
                    );
                },
                parts.SliceOfNode()
            )
            .Costs(ProfileCost)
            .Holds(10);
        target.Add(
            "members",
            parts.Target.ListOf().NonNull(),
            "Members of a family; empty for a protein.",
            context => Navigation.Targets(context.Release(), Target(context.Source).Profile.Members)
        );
        target
            .Add(
                "trials",
                parts.TrialList.NonNull(),
                "The trials trialCount counts.",
                context =>
                {
                    var page = PageRequest.Read(context);
                    var rows = context.AskedRows();
                    var symbol = Target(context.Source).Symbol;
                    var symbols = rows.Release.Dictionary.FindTargets(symbol);
                    var cohort = Cohort.Of(rows.Release, rows.Filter, Facets.Target);
                    return context.Trials(
                        page,
                        rows.Release,
                        cohort.Filter.And("target", [.. symbols.Select(protein => protein.Symbol)])
                    );
                },
                parts.TrialListArguments(parts.SliceOfNode())
            )
            .Costs(SlicedCost);
        AddSliced<TargetNode>(
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
            "Those in which it is a drug's stated mechanism.",
            (rows, node) => rows.Target(node.Symbol)!.PrimaryTrialCount
        );
        AddCount<TargetNode>(
            parts,
            target,
            "drugCount",
            "Drugs in these trials that act on it.",
            (rows, node) => rows.Target(node.Symbol)!.DrugCount
        );
        parts.Types.AddMembers(
            target,
            typeof(TargetProfile),
            source => Target(source).Profile,
            "filter",
            "dataset"
        );
    }

    // Counts that any node gives: of the default scope, or of the cohort that where asks for.
    private static void AddSliced<TNode>(
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
            "Trials of the cohort in which it counts, each once.",
            count
        );
        type.Add(
                "trialsByPhase",
                parts.Types.Of<Bucket>().ListOf().NonNull(),
                "These trials by phase, empty phases included.",
                context => byPhase(context.AskedRows(), (TNode)context.Source!),
                parts.SliceOfNode()
            )
            .Costs(ProfileCost)
            .Holds(8);
        type.Add(
                "trialsByStatus",
                parts.Types.Of<Bucket>().ListOf().NonNull(),
                "These trials by status, empty statuses included.",
                context => byStatus(context.AskedRows(), (TNode)context.Source!),
                parts.SliceOfNode()
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
                context => count(context.AskedRows(), (TNode)context.Source!),
                parts.SliceOfNode()
            )
            .Costs(ProfileCost);

    private static TrialNode Trial(object? source) => (TrialNode)source!;

    private static DrugNode Drug(object? source) => (DrugNode)source!;

    private static TargetNode Target(object? source) => (TargetNode)source!;
}
