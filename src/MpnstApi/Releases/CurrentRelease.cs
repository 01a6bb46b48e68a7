namespace MpnstApi.Releases;

/// <summary>Represents the release that is served and the one before it. Both are complete, and are replaced together.</summary>
public sealed class CurrentRelease
{
    private sealed record Pair(Release Current, Release? Previous);

    private readonly TaskCompletionSource loaded = new(
        TaskCreationOptions.RunContinuationsAsynchronously
    );
    private TaskCompletionSource published = new(
        TaskCreationOptions.RunContinuationsAsynchronously
    );
    private volatile Pair? pair;

    /// <summary>Gets the current release; null before the first is loaded.</summary>
    public Release? Value => pair?.Current;

    /// <summary>Gets the release before the current one; null if there is none or it is not loaded yet.</summary>
    public Release? Previous => pair?.Previous;

    /// <summary>Occurs after a release is published.</summary>
    public event EventHandler? Changed;

    /// <summary>Gets a task that completes when the first release is served.</summary>
    public Task Loaded => loaded.Task;

    /// <summary>
    /// Gets the reason why the last read of the store failed, in a sentence for any caller; null if it succeeded.
    /// </summary>
    public string? StoreError { get; private set; }

    /// <summary>Gets the reason why no release is served yet, in a sentence for any caller.</summary>
    public string NotReadyReason => StoreError ?? "The first release is being loaded.";

    /// <summary>Returns the release of a version if it is in memory; otherwise null.</summary>
    public Release? Find(string version) =>
        pair is not { } now ? null
        : now.Current.Header.Version == version ? now.Current
        : now.Previous?.Header.Version == version ? now.Previous
        : null;

    /// <summary>Waits until a release other than the given one is current.</summary>
    public async Task NextAsync(Release known, CancellationToken cancellation)
    {
        while (true)
        {
            var next = Volatile.Read(ref published).Task;
            if (Value != known)
            {
                return;
            }
            await next.WaitAsync(cancellation);
        }
    }

    internal void Publish(Release release, Release? previous)
    {
        pair = new Pair(release, previous);
        Changed?.Invoke(this, EventArgs.Empty);
        loaded.TrySetResult();
        Interlocked
            .Exchange(
                ref published,
                new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)
            )
            .TrySetResult();
    }

    internal void Report(string? error) => StoreError = error;
}
