using MpnstApi.Annotation;
using MpnstApi.Annotation.Dictionary;
using MpnstApi.Annotation.Vocabulary;
using MpnstApi.Exports;
using MpnstApi.Filtering;
using MpnstApi.Indexing;
using MpnstApi.Releases;
using MpnstApi.Statistics;

namespace MpnstApi.Targets;

/// <summary>Queries about targets, shared by REST, GraphQL and exports.</summary>
public static class TargetQuery
{
    /// <summary>Gets the columns of the table of targets.</summary>
    public static Table<TargetSummary> Table { get; } =
        new(
            "targets",
            [
                new("symbol", ColumnType.Text, "HGNC symbol.", target => target.Symbol),
                new("kind", ColumnType.Text, "PROTEIN.", target => target.Kind),
                new("hgncId", ColumnType.Text, "HGNC id.", target => target.HgncId),
                new("uniprot", ColumnType.Text, "UniProt accession.", target => target.Uniprot),
                new("name", ColumnType.Text, "Full name.", target => target.Name),
                new(
                    "aliases",
                    ColumnType.List,
                    "Further symbols and names.",
                    target => target.Aliases
                ),
                new(
                    "family",
                    ColumnType.Text,
                    "The family it belongs to.",
                    target => target.Family
                ),
                new(
                    "pathway",
                    ColumnType.Text,
                    "The signalling pathway it belongs to.",
                    target => target.Pathway
                ),
                new(
                    "trialCount",
                    ColumnType.WholeNumber,
                    "Trials of the cohort with a drug, or class of drugs, that acts on it, each once.",
                    target => target.TrialCount
                ),
                new(
                    "primaryTrialCount",
                    ColumnType.WholeNumber,
                    "Those in which it is a drug's stated mechanism.",
                    target => target.PrimaryTrialCount
                ),
                new(
                    "drugCount",
                    ColumnType.WholeNumber,
                    "Drugs in these trials that act on it.",
                    target => target.DrugCount
                ),
            ]
        )
        {
            FirstIsKey = true,
        };

    /// <summary>
    /// Returns the targets that trials of the cohort have, ordered by number of trials and symbol, or by symbol.
    /// </summary>
    public static Listing<TargetSummary> List(
        Release release,
        TrialFilter filter,
        bool bySymbol = false
    )
    {
        var cohort = Cohort.Of(release, filter, Facets.Target);
        var index = release.Index(Facets.Target, filter.Links);
        var counted = release
            .Dictionary.Targets.Select(target =>
                (Target: target, Count: index[target.Symbol].CountWith(cohort.Trials))
            )
            .Where(pair => pair.Count > 0)
            .OrderByDescending(pair => bySymbol ? 0 : pair.Count)
            .ThenBy(pair => pair.Target.Symbol, StringComparer.Ordinal)
            .Select(pair => pair.Target)
            .ToList();
        return new(
            counted.Count,
            (offset, limit) =>
                counted.Skip(offset).Take(limit).Select(target => Summary(cohort, target))
        );
    }

    /// <summary>Returns the target with this symbol or alias, or the family; null if there is none.</summary>
    public static TargetProfile? Find(Release release, TrialFilter filter, string symbolOrAlias)
    {
        var cohort = Cohort.Of(release, filter, Facets.Target);
        var targets = release.Dictionary.FindTargets(symbolOrAlias);
        return targets switch
        {
            [] => null,
            [var protein] => Profile(cohort, filter, Summary(cohort, protein), [protein]),
            _ => Profile(
                cohort,
                filter,
                Family(cohort, release.Dictionary.FindFamily(symbolOrAlias)!, targets),
                targets
            ),
        };
    }

    private static TargetSummary Summary(Cohort cohort, Target target) =>
        new(
            target.Symbol,
            "PROTEIN",
            target.HgncId,
            target.Uniprot,
            target.Name,
            target.Aliases,
            target.Family,
            target.Pathway,
            Count(cohort, cohort.Filter.Links, [target.Symbol]),
            Count(cohort, Primary(cohort), [target.Symbol]),
            Drugs(cohort, [target.Symbol]),
            cohort.Link((Facets.Target, target.Symbol))
        );

    private static TargetSummary Family(
        Cohort cohort,
        TargetFamily family,
        IReadOnlyList<Target> members
    )
    {
        var symbols = members.Select(member => member.Symbol).ToList();
        var counted = cohort.Filter.And(
            new FilterTerm("target", [.. symbols.Order(StringComparer.Ordinal)])
            {
                Name = family.Id,
            }
        );
        return new(
            family.Id,
            "FAMILY",
            null,
            null,
            family.Name,
            family.Aliases,
            null,
            null,
            Count(cohort, cohort.Filter.Links, symbols),
            Count(cohort, Primary(cohort), symbols),
            Drugs(cohort, symbols),
            ResourceLink.ToTrials(counted)
        );
    }

    private static TargetProfile Profile(
        Cohort cohort,
        TrialFilter filter,
        TargetSummary summary,
        IReadOnlyList<Target> targets
    )
    {
        var symbols = targets.Select(target => target.Symbol).ToList();
        var index = cohort.Release.Index(Facets.Target, cohort.Filter.Links);
        var counted = cohort with
        {
            Filter = cohort.Filter.And("target", [.. symbols]),
            Trials = cohort.Trials.And(cohort.Union(symbols.Select(symbol => index[symbol]))),
        };
        var biology = targets.Count == 1 ? targets[0].Biology : null;
        return new TargetProfile(summary)
        {
            Members = targets.Count == 1 ? [] : symbols,
            Biology = biology is null
                ? null
                : new(biology.Kind, biology.Statement, biology.Reference),
            Drugs = Agents(cohort, symbols),
            TrialsByPhase = counted.By(Facets.Phase).Buckets,
            TrialsByStatus = counted.By(Facets.Status).Buckets,
            Filter = FilterEcho.Of(filter),
            Dataset = DatasetInfo.Of(cohort.Release),
        };
    }

    private static int Count(Cohort cohort, TargetLinks links, IReadOnlyList<string> symbols)
    {
        var index = cohort.Release.Index(Facets.Target, links);
        return cohort.Union(symbols.Select(symbol => index[symbol])).CountWith(cohort.Trials);
    }

    private static TargetLinks Primary(Cohort cohort) =>
        cohort.Filter.Links with
        {
            PrimaryOnly = true,
        };

    /// <summary>
    /// Returns the links to these proteins that count and that trials of the cohort have, each with all its trials in the
    /// release.
    /// </summary>
    private static IEnumerable<(TargetUse Use, TrialSet Trials)> Uses(
        Cohort cohort,
        IReadOnlyList<string> symbols
    )
    {
        var links = cohort.Filter.Links;
        return symbols
            .SelectMany(cohort.Release.Indexes.TargetUses.To)
            .Where(pair => links.Includes(pair.Use) && pair.Trials.CountWith(cohort.Trials) > 0);
    }

    /// <summary>Returns the number of drugs in the cohort's trials that act on these proteins.</summary>
    private static int Drugs(Cohort cohort, IReadOnlyList<string> symbols) =>
        Uses(cohort, symbols)
            .Select(pair => pair.Use.Agent)
            .Distinct()
            .Count(agent => cohort.Release.Dictionary.FindDrug(agent) is not null);

    /// <summary>
    /// Returns the drugs and classes in the cohort's trials that act on these proteins, ordered by number of trials.
    /// </summary>
    private static List<TargetDrug> Agents(Cohort cohort, IReadOnlyList<string> symbols) =>
        [
            .. Uses(cohort, symbols)
                .Select(pair => (pair.Use, Trials: pair.Trials.And(cohort.Trials)))
                .GroupBy(pair => (pair.Use.Agent, pair.Use.Symbol))
                .Select(group =>
                {
                    // The role of a drug may differ between trials; that of the first trial is shown.
                    var use = group.MinBy(pair => pair.Trials.First()).Use;
                    var drug = cohort.Release.Dictionary.FindDrug(use.Agent);
                    return new TargetDrug(
                        use.Agent,
                        drug?.Name
                            ?? cohort.Release.Dictionary.FindClass(use.Agent)?.Name
                            ?? use.Agent,
                        drug is null ? "CLASS" : "DRUG",
                        use.Symbol,
                        use.Role,
                        use.Action,
                        use.Reference,
                        use.Reviewed,
                        cohort.Union(group.Select(pair => pair.Trials)).Count,
                        drug is null ? null : new ResourceLink($"drugs/{drug.Id}")
                    );
                })
                .OrderByDescending(drug => drug.TrialCount)
                .ThenBy(drug => drug.Id, StringComparer.Ordinal)
                .ThenBy(drug => drug.Symbol, StringComparer.Ordinal),
        ];
}
