namespace MpnstApi.Administration;

/// <summary>
/// Runs imports and syncs that were started over HTTP, one at a time in this process. They continue when the caller or a
/// proxy stops waiting, and end with the service.
/// </summary>
public sealed class AdministrationWork(IHostApplicationLifetime lifetime)
{
    private int running;

    /// <summary>
    /// Starts work and waits for it as long as the caller does. Returns false if other work is running. The work must not
    /// use the caller's request.
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
