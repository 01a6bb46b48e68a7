using System.Collections.Immutable;
using MpnstApi.Annotation.Dictionary;
using MpnstApi.Annotation.Vocabulary;
using MpnstApi.Indexing;
using MpnstApi.Storage;

namespace MpnstApi.Releases;

/// <summary>
/// Represents all trials that were published together, immutable and in memory. Everything that filters and panels need is
/// indexed once, so that reads never use the database.
/// </summary>
public sealed class Release
{
    // Every response includes them, and each imported file adds one.
    private const int MostSources = 5;

    public Release(
        ReleaseHeader header,
        TrialIndexes indexes,
        string contentHash,
        DrugDictionary dictionary,
        ImmutableArray<ReleaseHeader> history
    )
    {
        ContentHash = contentHash;
        Header = header with { ContentHash = ContentHash };
        Indexes = indexes;
        Dictionary = dictionary;
        History = [Header, .. history.Where(other => other.Sequence != header.Sequence)];
        Sources = SourcesOf(History);
        DefaultScope = Index(Facets.Scope)[Scope.Named.Key()]
            .Or(Index(Facets.Scope)[Scope.Sarcoma.Key()]);
        OfSnapshot = Trials.Count(trial => trial.Content.Origin is Origin.Snapshot);
        var statuses = Trials.Select(trial => trial.Content.StatusAsOf).OfType<string>().ToList();
        StatusDates = new(
            statuses.Min(StringComparer.Ordinal),
            statuses.Max(StringComparer.Ordinal),
            Trials.Length - statuses.Count
        );
    }

    public ReleaseHeader Header { get; }

    /// <summary>Gets the indexes that filters and statistics read.</summary>
    public TrialIndexes Indexes { get; }

    /// <summary>Gets the trials, in ordinal order of their ids.</summary>
    public ImmutableArray<ReleasedTrial> Trials => Indexes.Trials;

    /// <summary>Gets the dictionary that made the labels.</summary>
    public DrugDictionary Dictionary { get; }

    /// <summary>Gets the headers of this release and all before it, newest first.</summary>
    public ImmutableArray<ReleaseHeader> History { get; }

    /// <summary>Gets the header of the release before this one; null for the first.</summary>
    public ReleaseHeader? Before =>
        History.FirstOrDefault(other => other.Sequence == Header.Sequence - 1);

    /// <summary>
    /// Gets the SHA-256, in lower-case hex, of every trial's facts, labels and values that depend on the release's day, in
    /// ordinal order of the ids. Equal hashes mean equal trials and labels, whatever the provider, culture and time zone.
    /// </summary>
    public string ContentHash { get; }

    /// <summary>
    /// Gets the sources of this release and all before it, oldest first: at most the last five, and the number of earlier
    /// ones.
    /// </summary>
    public string Sources { get; }

    /// <summary>Gets the oldest and newest date of a status, and the number of statuses without a date.</summary>
    public StatusDates StatusDates { get; }

    /// <summary>Gets the number of trials that came with the bundled snapshot.</summary>
    public int OfSnapshot { get; }
    public TrialSet All => Indexes.All;

    /// <summary>Gets the trials with scope NAMED or SARCOMA, which a filter without a scope selects.</summary>
    public TrialSet DefaultScope { get; }

    public FacetIndex Index(Facet facet) => Indexes[facet];

    /// <summary>Returns the index of a facet that counts only these links to targets.</summary>
    public FacetIndex Index(Facet facet, TargetLinks links) => Indexes[Facets.Linked(facet, links)];

    /// <summary>Returns the trial with this NCT id or other id, ignoring case; null if there is none.</summary>
    public ReleasedTrial? Find(string id) => Indexes.Find(id);

    /// <summary>Returns the candidates for suggestions for an unknown id.</summary>
    public IEnumerable<string> Near(string id) => Indexes.Near(id);

    private static string SourcesOf(ImmutableArray<ReleaseHeader> history)
    {
        var newestFirst = history
            .Select(header => header.Source)
            .Where(source => source != "dictionary")
            .Distinct()
            .ToList();
        var last = newestFirst.Take(MostSources).Reverse();
        return string.Join(
            " + ",
            (newestFirst.Count - MostSources) switch
            {
                <= 0 => last,
                1 => last.Prepend("1 earlier source"),
                var before => last.Prepend($"{before} earlier sources"),
            }
        );
    }
}

/// <summary>The dates of a release's statuses, as the registry gave them.</summary>
/// <param name="Min">Oldest date of a status; null if no status has a date.</param>
/// <param name="Max">Newest date of a status; null if no status has a date.</param>
/// <param name="Undated">Statuses without a date.</param>
public sealed record StatusDates(string? Min, string? Max, int Undated)
{
    /// <summary>Returns the dates as a sentence.</summary>
    public string Describe() =>
        Min is null ? "No status has a date." : $"As of {Min} to {Max}; {Undated} have no date.";
}
