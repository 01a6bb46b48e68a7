namespace RegistryStandIn;

/// <summary>What tests change and look at, apart from the API.</summary>
internal static class Control
{
    public static void MapControl(this WebApplication app)
    {
        var control = app.MapGroup("/control");
        control.MapPost("/studies", UpsertAsync);
        control.MapDelete(
            "/studies/{id}",
            (string id, Records records) =>
                records.Remove(id) ? Results.NoContent() : Results.NotFound()
        );
        control.MapPost(
            "/version",
            (VersionBody body, Records records) =>
            {
                records.DataTimestamp = body.DataTimestamp;
            }
        );
        control.MapPost(
            "/complexity",
            (ComplexityBody body, Records records) =>
            {
                records.Complexity = body.Limit;
            }
        );
        control.MapPost("/faults", (Fault fault, Faults faults) => faults.Add(fault));
        control.MapDelete("/faults", (Faults faults) => faults.Clear());
        control.MapGet("/requests", (RequestLog log) => log.All);
        control.MapDelete("/requests", (RequestLog log) => log.Clear());
    }

    private static async Task<int> UpsertAsync(HttpRequest request, Records records)
    {
        using var reader = new StreamReader(request.Body);
        return records.Upsert(await reader.ReadToEndAsync());
    }

    private sealed record VersionBody(string DataTimestamp);

    private sealed record ComplexityBody(int Limit);
}
