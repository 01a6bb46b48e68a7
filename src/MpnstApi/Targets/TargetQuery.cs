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
        var index = release.Index(Facets.Target, filter.Links);
        return
        [
            .. release
                .Dictionary.Targets.Where(target =>
                    index[target.Symbol].CountWith(slice.Trials) > 0
                )
                .Select(target => Summary(slice, target))
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
            [var protein] => Profile(slice, filter, Summary(slice, protein), [protein]),
            _ => Profile(
                slice,
                filter,
                Family(slice, release.Dictionary.FindFamily(symbolOrAlias)!, targets),
                targets
            ),
        };
    }

    private static TargetSummary Summary(Slice slice, Target target) =>
        new(
            target.Symbol,
            "PROTEIN",
            target.HgncId,
            target.Uniprot,
            target.Name,
            target.Aliases,
            target.Family,
            target.Pathway,
            Count(slice, slice.Filter.Links, [target.Symbol]),
            Count(slice, Primary(slice), [target.Symbol]),
            Agents(slice, [target.Symbol]).Count(agent => agent.Kind == "DRUG"),
            slice.Href((Facets.Target, target.Symbol))
        );

    private static TargetSummary Family(
        Slice slice,
        TargetFamily family,
        IReadOnlyList<Target> members
    )
    {
        var symbols = members.Select(member => member.Symbol).ToList();
        var counted = slice.Filter.And(
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
            Count(slice, slice.Filter.Links, symbols),
            Count(slice, Primary(slice), symbols),
            Agents(slice, symbols)
                .Where(agent => agent.Kind == "DRUG")
                .DistinctBy(agent => agent.Id)
                .Count(),
            (slice with { Filter = counted }).Href()
        );
    }

    private static TargetProfile Profile(
        Slice slice,
        TrialFilter filter,
        TargetSummary summary,
        IReadOnlyList<Target> targets
    )
    {
        var symbols = targets.Select(target => target.Symbol).ToList();
        var index = slice.Release.Index(Facets.Target, slice.Filter.Links);
        var counted = slice with
        {
            Filter = slice.Filter.And("target", [.. symbols]),
            Trials = slice.Trials.And(slice.Union(symbols.Select(symbol => index[symbol]))),
        };
        var biology = targets.Count == 1 ? targets[0].Biology : null;
        return new TargetProfile(summary)
        {
            Members = targets.Count == 1 ? [] : symbols,
            Biology = biology is null
                ? null
                : new(biology.Kind, biology.Statement, biology.Reference),
            Drugs = Agents(slice, symbols),
            TrialsByPhase = counted.By(Facets.Phase).Buckets,
            TrialsByStatus = counted.By(Facets.Status).Buckets,
            Filter = FilterEcho.Of(filter),
            Dataset = DatasetInfo.Of(slice.Release),
        };
    }

    private static int Count(Slice slice, TargetLinks links, IReadOnlyList<string> symbols)
    {
        var index = slice.Release.Index(Facets.Target, links);
        return slice.Union(symbols.Select(symbol => index[symbol])).CountWith(slice.Trials);
    }

    private static TargetLinks Primary(Slice slice) =>
        slice.Filter.Links with
        {
            PrimaryOnly = true,
        };

    /// <summary>Drugs and classes of the slice's trials that act on these proteins, by number of trials.</summary>
    private static List<TargetDrug> Agents(Slice slice, IReadOnlyList<string> symbols)
    {
        var links = slice.Filter.Links;
        var uses =
            from position in slice.Trials
            from use in slice.Release.Trials[position].Labels.Targets
            where symbols.Contains(use.Symbol) && links.Count(use)
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
