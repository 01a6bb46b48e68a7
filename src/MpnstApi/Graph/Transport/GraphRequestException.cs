using MpnstApi.Http;

namespace MpnstApi.Graph.Transport;

/// <summary>A request that is not executed, with the HTTP status and the error of its response.</summary>
internal sealed class GraphRequestException(int status, GraphError error) : Exception(error.Message)
{
    public int Status => status;
    public GraphError Error => error;

    /// <summary>
    /// Clients of persisted queries look for this very message, and then send the document itself.
    /// </summary>
    public static GraphRequestException PersistedQuery() =>
        new(
            StatusCodes.Status400BadRequest,
            new GraphError(GraphCodes.PersistedQuery, "PersistedQueryNotSupported")
        );

    public static GraphRequestException BadRequest(string message) =>
        new(StatusCodes.Status400BadRequest, new GraphError(ProblemKind.BadRequest.Code, message));
}
