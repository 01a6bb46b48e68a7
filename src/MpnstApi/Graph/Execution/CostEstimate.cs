namespace MpnstApi.Graph.Execution;

/// <summary>Greatest cost of executing an operation.</summary>
/// <param name="Cost">Fields resolved, each with its weight, with lists of the requested size.</param>
/// <param name="Depth">Levels of fields.</param>
/// <param name="MostExpensive">Path of the field that causes most of the cost.</param>
/// <param name="Introspection">Whether it queries the schema.</param>
internal sealed record CostEstimate(long Cost, int Depth, string MostExpensive, bool Introspection);
