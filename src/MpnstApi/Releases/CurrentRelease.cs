namespace MpnstApi.Releases;

/// <summary>The release that answers, and the one before it; both whole, swapped at once.</summary>
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

    /// <summary>The current release; null before the first is loaded.</summary>
    public Release? Value => pair?.Current;

    /// <summary>The release before the current one; null where there is none, or it is not loaded yet.</summary>
    public Release? Previous => pair?.Previous;

    /// <summary>Raised after a release was published.</summary>
    public event EventHandler? Changed;

    /// <summary>Done once a release answers.</summary>
    public Task Loaded => loaded.Task;

    /// <summary>Why the store could not be read last time, in words for everyone; null while it can.</summary>
    public string? Trouble { get; private set; }

    /// <summary>Why no release answers yet, in words for everyone.</summary>
    public string WhyNotReady => Trouble ?? "The first release is being loaded.";

    /// <summary>The release of a version, as far as it is in memory.</summary>
    public Release? Find(string version) =>
        pair is not { } now ? null
        : now.Current.Header.Version == version ? now.Current
        : now.Previous?.Header.Version == version ? now.Previous
        : null;

    /// <summary>Completes once another release than this one is the current one.</summary>
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

    internal void Report(string? trouble) => Trouble = trouble;
}
