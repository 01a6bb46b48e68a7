using GraphQL;
using GraphQL.Types;
using MpnstApi.Filtering;
using MpnstApi.Http;
using MpnstApi.Releases;
using MpnstApi.Trials;

namespace MpnstApi.Graph.Schema;

/// <summary>Finds the release, the filter and the rows of a field, and the nodes that it leads to.</summary>
internal static class Navigation
{
    public static GraphRequest Request(this IResolveFieldContext context) =>
        (GraphRequest)context.UserContext;

    /// <summary>Returns the release of the argument release; the current one if it is left out. Throws <see cref="GraphError"/>.</summary>
    public static Release RequestedRelease(this IResolveFieldContext context) =>
        context.Request().At(context.Given("release") as string);

    /// <summary>Returns the release of the node that has the field.</summary>
    public static Release Release(this IResolveFieldContext context) =>
        ((Navigated)context.Source!).Release;

    /// <summary>Returns the filter of the argument where. Throws <see cref="GraphError"/>.</summary>
    public static TrialFilter RequestedFilter(this IResolveFieldContext context, Release release) =>
        context.Request().Filter(context.Given("where"), release);

    /// <summary>Returns the rows of the cohort of the argument where; of the default scope if it is left out.</summary>
    public static CohortRows RequestedRows(this IResolveFieldContext context)
    {
        var release = context.Release();
        return context.Request().Rows(release, context.RequestedFilter(release));
    }

    /// <summary>Returns a page of the trials that a filter selects.</summary>
    public static Connection Trials(
        this IResolveFieldContext context,
        PageRequest page,
        Release release,
        TrialFilter filter
    )
    {
        var order = (string)context.Given("order")!;
        return page.Cut(
            release,
            EntityTag.Digest("trials", filter.ToKey(), order),
            TrialQuery.List(release, filter, order),
            trial => new TrialNode(release, trial)
        );
    }

    public static IEnumerable<DrugNode> Drugs(Release release, IEnumerable<string> ids) =>
        ids.Select(release.Dictionary.FindDrug)
            .Where(drug => drug is not null)
            .Select(drug => new DrugNode(release, drug!.Id));

    /// <summary>Returns the drug of this id or name; null if there is none.</summary>
    public static DrugNode? Drug(Release release, string? id) =>
        id is not null && release.Dictionary.FindDrug(id) is { } drug
            ? new DrugNode(release, drug.Id)
            : null;

    public static IEnumerable<TargetNode> Targets(Release release, IEnumerable<string> symbols) =>
        symbols.Select(symbol => Target(release, symbol)).OfType<TargetNode>();

    /// <summary>Returns the target or family of this symbol or alias; null if there is none.</summary>
    public static TargetNode? Target(Release release, string symbol) =>
        release.Dictionary.FindTargets(symbol) switch
        {
            [] => null,
            [var target] => new TargetNode(release, target.Symbol),
            _ => new TargetNode(release, release.Dictionary.FindFamily(symbol)!.Id),
        };
}
