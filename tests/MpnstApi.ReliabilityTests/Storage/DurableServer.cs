using MpnstApi.Tests.Storage;

namespace MpnstApi.ReliabilityTests.Storage;

/// <summary>A PostgreSQL server that writes as in production, for the tests of one class; started when the first test needs it.</summary>
public sealed class DurableServer : IAsyncDisposable
{
    private readonly Lazy<Task<PostgreSqlServer>> server = new(() =>
        PostgreSqlServer.StartNewAsync(durable: true)
    );

    /// <summary>Skips the test where PostgreSQL is not installed.</summary>
    public Task<PostgreSqlServer> StartedAsync() => server.Value;

    public async ValueTask DisposeAsync()
    {
        if (server.IsValueCreated && server.Value.IsCompletedSuccessfully)
        {
            await (await server.Value).DisposeAsync();
        }
    }
}
