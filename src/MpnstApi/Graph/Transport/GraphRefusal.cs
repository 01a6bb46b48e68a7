namespace MpnstApi.Graph.Transport;

/// <summary>A request that is not worth running, with the status that says so.</summary>
internal sealed class GraphRefusal(int status, GraphFault fault) : Exception(fault.Message)
{
    public int Status => status;
    public GraphFault Fault => fault;

    public static GraphRefusal Bad(string message) =>
        new(
            StatusCodes.Status400BadRequest,
            new GraphFault(Http.ProblemKind.BadRequest.Code, message)
        );
}
