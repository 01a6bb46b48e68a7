using System.Diagnostics.Metrics;

namespace MpnstApi.Releases;

/// <summary>Reports metrics of the release that is served and of its store.</summary>
public sealed class ReleaseMetrics
{
    private readonly CurrentRelease current;
    private readonly TimeProvider time;
    private (Release Release, int Count)? unmatched;

    public ReleaseMetrics(CurrentRelease current, TimeProvider time, IMeterFactory meters)
    {
        this.current = current;
        this.time = time;
        var meter = meters.Create("MpnstApi.Releases");
        meter.CreateObservableGauge(
            "mpnst.release.served",
            () => current.Value is null ? 0 : 1,
            description: "1 while a release is served, 0 before the first."
        );
        meter.CreateObservableGauge(
            "mpnst.release.info",
            Info,
            description: "1, with the version of the release and of its dictionary."
        );
        meter.CreateObservableGauge(
            "mpnst.release.age",
            () => OfRelease(release => Since(release.Header.PublishedAt)),
            "s",
            "Time since the release was published."
        );
        meter.CreateObservableGauge(
            "mpnst.release.trials",
            () => OfRelease(release => release.Trials.Length),
            "{trial}",
            "Trials of the release."
        );
        meter.CreateObservableGauge(
            "mpnst.release.interventions.unmatched",
            () => OfRelease(Unmatched),
            "{intervention}",
            "Distinct names of interventions of the release that are not in the dictionary."
        );
        meter.CreateObservableGauge(
            "mpnst.store.up",
            () => current.StoreError is null ? 1 : 0,
            description: "1 while the store can be read and prepared, 0 otherwise."
        );
    }

    private IEnumerable<Measurement<int>> Info() =>
        current.Value?.Header is { } header
            ? [new(1, new("version", header.Version), new("dictionary", header.DictionaryVersion))]
            : [];

    private IEnumerable<Measurement<T>> OfRelease<T>(Func<Release, T> value)
        where T : struct => current.Value is { } release ? [new(value(release))] : [];

    private double Since(DateTime moment) => (time.GetUtcNow().UtcDateTime - moment).TotalSeconds;

    private int Unmatched(Release release)
    {
        if (unmatched?.Release != release)
        {
            unmatched = (
                release,
                release
                    .Indexes.Interventions.In(release.All)
                    .Where(pair => pair.Match.Entries.Count == 0)
                    .Select(pair => pair.Match.Name)
                    .Distinct(StringComparer.Ordinal)
                    .Count()
            );
        }
        return unmatched.Value.Count;
    }
}
