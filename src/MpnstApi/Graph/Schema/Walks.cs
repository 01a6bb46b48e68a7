using GraphQL;
using GraphQL.Types;
using MpnstApi.Http;
using MpnstApi.Releases;
using MpnstApi.Trials;

namespace MpnstApi.Graph.Schema;

/// <summary>How a field finds the slice it stands in, and what it walks to from there.</summary>
internal static class Walks
{
    public static GraphRequest Request(this IResolveFieldContext context) =>
        (GraphRequest)context.UserContext;

    /// <summary>The rows of the walk a field stands in.</summary>
    public static SliceRows Rows(this IResolveFieldContext context) =>
        ((Walked)context.Source!).Rows;

    /// <summary>The rows of the slice that where asks for; of the walk's own where it is not given.</summary>
    public static SliceRows AskedRows(this IResolveFieldContext context)
    {
        var rows = context.Rows();
        return context.Given("where") is { } where
            ? context.Request().Rows(rows.Release, FilterInput.Read(where, rows.Release))
            : rows;
    }

    /// <summary>A page of the trials a filter selects.</summary>
    public static Connection Trials(
        this IResolveFieldContext context,
        PageAsked page,
        SliceRows rows,
        TrialFilter filter
    )
    {
        var order = (string)context.Given("order")!;
        return page.Cut(
            rows.Release,
            EntityTag.Digest("trials", filter.ToQuery(), order),
            TrialQuery.List(rows.Release, filter, order),
            trial => new TrialNode(rows, trial)
        );
    }

    public static IEnumerable<DrugNode> Drugs(SliceRows rows, IEnumerable<string> ids) =>
        ids.Select(rows.Release.Dictionary.FindDrug)
            .Where(drug => drug is not null)
            .Select(drug => new DrugNode(rows, drug!.Id));

    public static DrugNode? Drug(SliceRows rows, string? id) =>
        id is not null && rows.Release.Dictionary.FindDrug(id) is { } drug
            ? new DrugNode(rows, drug.Id)
            : null;

    public static IEnumerable<TargetNode> Targets(SliceRows rows, IEnumerable<string> symbols) =>
        symbols.Select(symbol => Target(rows, symbol)).OfType<TargetNode>();

    /// <summary>The target or family of this symbol or alias; null where there is none.</summary>
    public static TargetNode? Target(SliceRows rows, string symbol) =>
        rows.Release.Dictionary.FindTargets(symbol) switch
        {
            [] => null,
            [var target] => new TargetNode(rows, target.Symbol),
            _ => new TargetNode(rows, rows.Release.Dictionary.FindFamily(symbol)!.Id),
        };
}
