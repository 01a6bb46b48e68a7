using System.Collections.Concurrent;
using MpnstApi.Annotation;
using MpnstApi.Graph.Schema;
using MpnstApi.Http;
using MpnstApi.Releases;

namespace MpnstApi.Graph;

/// <summary>What the fields of one request share: the releases it may ask, and the rows it has asked for.</summary>
internal sealed class GraphRequest(CurrentRelease releases, Release current)
    : Dictionary<string, object?>
{
    private readonly ConcurrentDictionary<(Release Release, string Filter), SliceRows> slices =
        new();

    public Release Current => current;

    /// <summary>How many rows of slices other than the default one were asked of their queries.</summary>
    public int Asked => slices.Values.Sum(rows => rows.Asked);

    /// <summary>The rows of a slice, the same for every field that asks for it.</summary>
    public SliceRows Rows(Release release, TrialFilter filter) =>
        filter.Terms.IsEmpty
            ? SliceRows.Default(release)
            : slices.GetOrAdd((release, filter.ToQuery()), _ => new SliceRows(release, filter));

    /// <summary>The release of a version, the current one for none. Throws <see cref="GraphFault"/>.</summary>
    public Release At(string? version) =>
        version is null
            ? current
            : releases.Find(version)
                ?? throw GraphFault.Of([
                    ParameterFault.Unknown(
                        "release",
                        version,
                        current.History.Select(header => header.Version),
                        $"The current release is {current.Header.Version}; it and the one before answer."
                    ),
                ]);

    /// <summary>The release a cursor belongs to. Throws <see cref="GraphFault"/> where it is gone.</summary>
    public Release Of(PageCursor cursor) =>
        releases.Find(cursor.Version)
        ?? throw new GraphFault(
            ProblemKind.CursorExpired.Code,
            $"The cursor belongs to release {cursor.Version}; the current one is {current.Header.Version}. Start again without a cursor."
        );
}
