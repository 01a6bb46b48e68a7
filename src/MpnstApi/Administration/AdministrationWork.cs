namespace MpnstApi.Administration;

/// <summary>
/// The import or sync that was started over HTTP, one at a time in this process. It goes on where its caller, or a proxy
/// between, gives up waiting; it ends with the service.
/// </summary>
public sealed class AdministrationWork(IHostApplicationLifetime lifetime)
{
    private int running;

    /// <summary>
    /// Starts work and waits for it as long as the caller does; false where other work is running. Nothing of the
    /// caller's request may be used in it.
    /// </summary>
    public async Task<(bool Started, T? Result)> RunAsync<T>(
        Func<CancellationToken, Task<T>> work,
        CancellationToken caller
    )
        where T : class
    {
        if (Interlocked.CompareExchange(ref running, 1, 0) == 1)
        {
            return (false, null);
        }
        var task = Task.Run(
            async () =>
            {
                try
                {
                    return await work(lifetime.ApplicationStopping);
                }
                finally
                {
                    Volatile.Write(ref running, 0);
                }
            },
            CancellationToken.None
        );
        return (true, await task.WaitAsync(caller));
    }
}

/// <summary>Adds administration to a host.</summary>
public static class AdministrationRegistration
{
    public static WebApplicationBuilder AddAdministration(this WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton<AdministrationWork>();
        return builder;
    }
}
