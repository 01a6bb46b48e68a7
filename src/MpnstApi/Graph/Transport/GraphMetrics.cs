using System.Diagnostics.Metrics;

namespace MpnstApi.Graph.Transport;

/// <summary>The metric of what GraphQL documents cost.</summary>
internal sealed class GraphMetrics
{
    private readonly Histogram<long> cost;

    public GraphMetrics(IMeterFactory meters) =>
        cost = meters
            .Create("MpnstApi.Graph")
            .CreateHistogram(
                "mpnst.graphql.cost",
                unit: null,
                "Estimated cost of a document that was executed or rejected.",
                advice: new InstrumentAdvice<long>
                {
                    HistogramBucketBoundaries =
                    [
                        10,
                        100,
                        1_000,
                        10_000,
                        50_000,
                        100_000,
                        1_000_000,
                    ],
                }
            );

    public void RecordCost(long estimate) => cost.Record(estimate);
}
