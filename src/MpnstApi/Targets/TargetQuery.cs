using MpnstApi.Annotation.Dictionary;
using MpnstApi.Annotation.Vocabulary;
using MpnstApi.Releases;

namespace MpnstApi.Targets;

/// <summary>Questions about targets, for whoever asks: REST, GraphQL, exports.</summary>
public static class TargetQuery
{
    /// <summary>Targets some trial of the slice has, by number of trials, then symbol.</summary>
    public static IReadOnlyList<TargetSummary> List(Release release, TrialFilter filter)
    {
        var slice = Slice.Of(release, filter, Facets.Target);
        return
        [
            .. release
                .Dictionary.Targets.Select(target => Summary(slice, target))
                .Where(target => target.TrialCount > 0)
                .OrderByDescending(target => target.TrialCount)
                .ThenBy(target => target.Symbol, StringComparer.Ordinal),
        ];
    }

    /// <summary>The target with this symbol or alias, or the family; null where there is none.</summary>
    public static TargetProfile? Find(Release release, TrialFilter filter, string symbolOrAlias)
    {
        var slice = Slice.Of(release, filter, Facets.Target);
        var targets = release.Dictionary.FindTargets(symbolOrAlias);
        return targets switch
        {
            [] => null,
            [var protein] => Profile(slice, Summary(slice, protein), [protein]),
            _ => Profile(
                slice,
                Family(slice, release.Dictionary.FindFamily(symbolOrAlias)!, targets),
                targets
            ),
        };
    }

    private static TargetSummary Summary(Slice slice, Target target) =>
        new()
        {
            Symbol = target.Symbol,
            Kind = "PROTEIN",
            HgncId = target.HgncId,
            Uniprot = target.Uniprot,
            Name = target.Name,
            Aliases = target.Aliases,
            Family = target.Family,
            Pathway = target.Pathway,
            TrialCount = Count(slice, Facets.Target, [target.Symbol]),
            PrimaryTrialCount = Count(slice, Facets.PrimaryTarget, [target.Symbol]),
            DrugCount = Agents(slice, [target.Symbol]).Count(agent => agent.Kind == "DRUG"),
            Href = slice.Href((Facets.Target, target.Symbol)),
        };

    private static TargetSummary Family(
        Slice slice,
        TargetFamily family,
        IReadOnlyList<Target> members
    )
    {
        var symbols = members.Select(member => member.Symbol).ToList();
        var counted = slice.Filter.And("target", [.. symbols]);
        return new()
        {
            Symbol = family.Id,
            Kind = "FAMILY",
            HgncId = null,
            Uniprot = null,
            Name = family.Name,
            Aliases = family.Aliases,
            Family = null,
            Pathway = null,
            TrialCount = Count(slice, Facets.Target, symbols),
            PrimaryTrialCount = Count(slice, Facets.PrimaryTarget, symbols),
            DrugCount = Agents(slice, symbols)
                .Where(agent => agent.Kind == "DRUG")
                .DistinctBy(agent => agent.Id)
                .Count(),
            Href = (slice with { Filter = counted }).Href(),
        };
    }

    private static TargetProfile Profile(
        Slice slice,
        TargetSummary summary,
        IReadOnlyList<Target> targets
    )
    {
        var symbols = targets.Select(target => target.Symbol).ToList();
        var index = slice.Release.Index(Facets.InRole(Facets.Target, slice.Filter.TargetRole));
        var counted = slice with
        {
            Filter = slice.Filter.And("target", [.. symbols]),
            Trials = slice.Trials.And(slice.Union(symbols.Select(symbol => index[symbol]))),
        };
        var biology = targets.Count == 1 ? targets[0].Biology : null;
        return new TargetProfile
        {
            Symbol = summary.Symbol,
            Kind = summary.Kind,
            HgncId = summary.HgncId,
            Uniprot = summary.Uniprot,
            Name = summary.Name,
            Aliases = summary.Aliases,
            Family = summary.Family,
            Pathway = summary.Pathway,
            TrialCount = summary.TrialCount,
            PrimaryTrialCount = summary.PrimaryTrialCount,
            DrugCount = summary.DrugCount,
            Href = summary.Href,
            Members = targets.Count == 1 ? [] : symbols,
            Biology = biology is null
                ? null
                : new(biology.Kind, biology.Statement, biology.Reference),
            Drugs = Agents(slice, symbols),
            TrialsByPhase = counted.By(Facets.Phase).Buckets,
            TrialsByStatus = counted.By(Facets.Status).Buckets,
            Filter = FilterEcho.Of(slice.Filter),
            Dataset = DatasetInfo.Of(slice.Release),
        };
    }

    private static int Count(Slice slice, Facet facet, IReadOnlyList<string> symbols)
    {
        var index = slice.Release.Index(Facets.InRole(facet, slice.Filter.TargetRole));
        return slice.Union(symbols.Select(symbol => index[symbol])).CountWith(slice.Trials);
    }

    /// <summary>Drugs and classes of the slice's trials that act on these proteins, by number of trials.</summary>
    private static List<TargetDrug> Agents(Slice slice, IReadOnlyList<string> symbols)
    {
        var primaryOnly = slice.Filter.TargetRole is TargetRole.Primary;
        var uses =
            from position in slice.Trials
            from use in slice.Release.Trials[position].Labels.Targets
            where symbols.Contains(use.Symbol) && (!primaryOnly || use.Role is TargetRole.Primary)
            group (position, use) by (use.Agent, use.Symbol);
        return
        [
            .. uses.Select(group =>
                {
                    var use = group.First().use;
                    var drug = slice.Release.Dictionary.FindDrug(use.Agent);
                    return new TargetDrug(
                        use.Agent,
                        drug?.Name
                            ?? slice.Release.Dictionary.FindClass(use.Agent)?.Name
                            ?? use.Agent,
                        drug is null ? "CLASS" : "DRUG",
                        use.Symbol,
                        use.Role,
                        use.Action,
                        use.Reference,
                        use.Reviewed,
                        group.Select(pair => pair.position).Distinct().Count(),
                        drug is null ? null : $"/api/v1/drugs/{drug.Id}"
                    );
                })
                .OrderByDescending(drug => drug.TrialCount)
                .ThenBy(drug => drug.Id, StringComparer.Ordinal)
                .ThenBy(drug => drug.Symbol, StringComparer.Ordinal),
        ];
    }
}
