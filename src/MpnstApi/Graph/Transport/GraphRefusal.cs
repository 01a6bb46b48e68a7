namespace MpnstApi.Graph.Transport;

/// <summary>A request that is not worth running, with the status that says so.</summary>
internal sealed class GraphRefusal(int status, GraphError error) : Exception(error.Message)
{
    public int Status => status;
    public GraphError Error => error;

    /// <summary>
    /// Clients with persisted queries look for this very message, and fall back to the document itself.
    /// </summary>
    public static GraphRefusal PersistedQuery() =>
        new(
            StatusCodes.Status400BadRequest,
            new GraphError(GraphCodes.PersistedQuery, "PersistedQueryNotSupported")
        );

    public static GraphRefusal Bad(string message) =>
        new(
            StatusCodes.Status400BadRequest,
            new GraphError(Http.ProblemKind.BadRequest.Code, message)
        );
}
