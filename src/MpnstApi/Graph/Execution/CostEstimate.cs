namespace MpnstApi.Graph.Execution;

/// <summary>What running an operation would cost at the most.</summary>
/// <param name="Cost">Fields resolved, each with its weight, lists at the size asked for.</param>
/// <param name="Depth">Levels of fields.</param>
/// <param name="MostExpensive">The field that makes most of the cost, by its path.</param>
/// <param name="Introspection">Whether it asks for the schema.</param>
internal sealed record CostEstimate(long Cost, int Depth, string MostExpensive, bool Introspection);
