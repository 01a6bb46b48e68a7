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
                "Cost of a document that was executed or refused, estimated before it ran.",
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
