using GraphQL;
using GraphQL.Types;
using MpnstApi.Annotation.Dictionary;
using MpnstApi.Filtering;
using MpnstApi.Http;
using MpnstApi.Indexing;
using MpnstApi.Landscape;
using MpnstApi.Releases;
using MpnstApi.Statistics;
using static MpnstApi.Graph.Schema.GraphFields;

namespace MpnstApi.Graph.Schema;

/// <summary>
/// Adds the statistics of a cohort: the seven panels, crosstab, timeline, gaps, and the comparison with the letter.
/// </summary>
internal static class LandscapeTypes
{
    private const int PanelCost = 50;
    private const int WholeCost = 300;

    private static readonly int DefaultTop = RequestParameters.Top.DefaultValue;

    /// <summary>The cohort of a landscape; its panels are counted by the fields that are selected.</summary>
    private sealed record LandscapeCohort(Cohort Cohort, int Top, bool MergedAxis);

    public static void Add(ObjectGraphType query, SchemaParts parts)
    {
        query.Add(
            "landscape",
            LandscapeType(parts).NonNull(),
            "The seven panels and the gaps of a cohort.",
            Landscape,
            parts.Where(),
            Argument(
                "top",
                parts.Types.Int,
                $"{RequestParameters.Top.Description[..^1]}, {RequestParameters.Top.Range!.Value.Least} to {RequestParameters.Top.Range.Value.Greatest}.",
                DefaultTop
            ),
            Argument(
                "targetRole",
                parts.Filter.Fields.Find("targetRole")!.ResolvedType!,
                "The same as where's targetRole."
            ),
            Argument("immunoAxis", AxisType(), RequestParameters.ImmunoAxis.Description, true),
            parts.Release()
        );
        query
            .Add(
                "crosstab",
                parts.Types.Of<CrosstabResponse>().NonNull(),
                $"A cohort by two dimensions; at most {LandscapeQuery.MostCells} cells, rows times columns.",
                Crosstab,
                Argument("rows", parts.Dimension.NonNull(), RequestParameters.Rows.Description),
                Argument(
                    "columns",
                    parts.Dimension.NonNull(),
                    RequestParameters.Columns.Description
                ),
                parts.Where(),
                parts.Release()
            )
            .Costs(WholeCost)
            .CostsBy(
                (release, argument) =>
                    CellsOf(
                        Values(release, parts, argument("rows")),
                        Values(release, parts, argument("columns"))
                    )
            );
        query
            .Add(
                "timeline",
                parts.Types.Of<TimelineResponse>().NonNull(),
                "Starts by year and one dimension, including empty years.",
                context =>
                {
                    var (release, filter) = RequestedCohort(context);
                    return LandscapeQuery.Timeline(release, filter, Dimension(context, "by"));
                },
                Argument("by", parts.Dimension, "The dimension.", Facets.Phase.Name),
                parts.Where(),
                parts.Release()
            )
            .Costs(WholeCost)
            .CostsBy(
                (release, argument) =>
                    CellsOf(
                        release.Index(Facets.StartYear).Keys.Count,
                        Values(release, parts, argument("by"))
                    )
            );
        query
            .Add(
                "gaps",
                parts.Types.Of<GapResponse>().NonNull(),
                "The gaps that the letter names, as shares of a cohort of this release.",
                context =>
                {
                    var (release, filter) = RequestedCohort(context);
                    return LandscapeQuery.GapsOf(release, filter);
                },
                parts.Where(),
                parts.Release()
            )
            .Costs(WholeCost);
        query
            .Add(
                "comparison",
                parts.Types.Of<ComparisonResponse>().NonNull(),
                "Our panels compared with the letter's, for interventional trials that name MPNST unless where has a scope.",
                context =>
                {
                    var (release, filter) = RequestedCohort(context);
                    return Comparison.Of(release, filter);
                },
                parts.Where(),
                parts.Release()
            )
            .Costs(WholeCost);
        query.Add(
            "published",
            parts.Types.Of<Published>().NonNull(),
            "The letter's figure as printed: irregularities are noted, nothing is corrected; a value that is not printed is null, never 0.",
            context => context.RequestedRelease().Dictionary.Published,
            parts.Release()
        );
    }

    private static ObjectGraphType LandscapeType(SchemaParts parts)
    {
        var types = parts.Types;
        var type = new ObjectGraphType
        {
            Name = "Landscape",
            Description = SchemaDescriptions.Of(typeof(LandscapeResponse)),
        };
        type.Add(
            "filter",
            types.Of<FilterEcho>().ListOf().NonNull(),
            SchemaDescriptions.Of<LandscapeResponse>(nameof(LandscapeResponse.Filter)),
            context => FilterEcho.Of(Of(context).Cohort.Filter)
        );
        type.Add(
            "total",
            types.Int.NonNull(),
            SchemaDescriptions.Of<LandscapeResponse>(nameof(LandscapeResponse.Total)),
            context => Of(context).Cohort.Trials.Count
        );
        foreach (var panel in Panels.All)
        {
            type.Add(
                    FieldOf(panel.Key),
                    types.Of<PanelResponse>().NonNull(),
                    $"Panel {panel.Letter}: {panel.Title}.",
                    context =>
                        LandscapeQuery.One(
                            Of(context).Cohort,
                            panel,
                            Of(context).Top,
                            Of(context).MergedAxis
                        )
                )
                .Costs(PanelCost);
        }
        type.Add(
                "gaps",
                types.Of<Gap>().ListOf().NonNull(),
                SchemaDescriptions.Of<LandscapeResponse>(nameof(LandscapeResponse.Gaps)),
                context => Gaps.Of(Of(context).Cohort)
            )
            .Costs(PanelCost);
        type.Add(
                "targetsWithoutTrials",
                types.Of<TargetWithoutTrials>().ListOf().NonNull(),
                SchemaDescriptions.Of<LandscapeResponse>(
                    nameof(LandscapeResponse.TargetsWithoutTrials)
                ),
                context => Gaps.Untargeted(Of(context).Cohort)
            )
            .Costs(PanelCost);
        type.Add(
            "dataset",
            types.Of<DatasetInfo>().NonNull(),
            SchemaDescriptions.Of<LandscapeResponse>(nameof(LandscapeResponse.Dataset)),
            context => DatasetInfo.Of(Of(context).Cohort.Release)
        );
        return type;
    }

    private static LandscapeCohort Landscape(IResolveFieldContext context)
    {
        var (release, filter) = RequestedCohort(context);
        if (context.Given("targetRole") is string role && filter.Of("targetRole") is null)
        {
            filter = filter.And("targetRole", role.ToUpperInvariant());
        }
        var (least, greatest) = RequestParameters.Top.Range!.Value;
        var top = context.Given("top") as int? ?? DefaultTop;
        return top >= least && top <= greatest
            ? new LandscapeCohort(
                Cohort.Selected(release, filter),
                top,
                context.Given("immunoAxis") as bool? ?? true
            )
            : throw GraphError.Invalid("top", top, $"a whole number from {least} to {greatest}");
    }

    private static CrosstabResponse Crosstab(IResolveFieldContext context)
    {
        var (release, filter) = RequestedCohort(context);
        var (rows, columns) = (Dimension(context, "rows"), Dimension(context, "columns"));
        return LandscapeQuery.Crosstab(release, filter, rows, columns)
            ?? throw new GraphError(
                ProblemKind.TooLarge.Code,
                $"{rows.Name} by {columns.Name} has more than {LandscapeQuery.MostCells} cells. Narrow the cohort with a filter, or choose a dimension with fewer values."
            );
    }

    // Each cell costs about as much as a field. More cells are an error.
    private static long CellsOf(long rows, long columns) =>
        Math.Min(rows * columns, LandscapeQuery.MostCells);

    private static long Values(Release release, SchemaParts parts, string? dimension) =>
        parts.Dimension.Values.FindByName(dimension ?? "")?.Value is string name
            ? release.Index(Facets.Dimensions.First(facet => facet.Name == name)).Keys.Count
            : 0;

    private static (Release, TrialFilter) RequestedCohort(IResolveFieldContext context)
    {
        var release = context.RequestedRelease();
        return (release, context.RequestedFilter(release));
    }

    private static Facet Dimension(IResolveFieldContext context, string argument)
    {
        var name = context.Given(argument) as string ?? Facets.Phase.Name;
        return Facets.Dimensions.First(facet => facet.Name == name);
    }

    private static EnumerationGraphType AxisType()
    {
        var axis = new EnumerationGraphType
        {
            Name = "ImmunoAxis",
            Description = "How panel G shows PD-1 and PD-L1.",
        };
        axis.Add("MERGED", true, "As one bucket.");
        axis.Add("SPLIT", false, "As two buckets.");
        return axis;
    }

    // chemotherapy-types in a path, chemotherapyTypes as a field.
    private static string FieldOf(string panel) =>
        string.Concat(
            panel
                .Split('-')
                .Select(
                    (word, place) => place == 0 ? word : char.ToUpperInvariant(word[0]) + word[1..]
                )
        );

    private static LandscapeCohort Of(IResolveFieldContext context) =>
        (LandscapeCohort)context.Source!;
}
