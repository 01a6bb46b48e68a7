using System.Collections.Immutable;
using MpnstApi.Annotation.Dictionary;
using MpnstApi.Annotation.Vocabulary;
using MpnstApi.Indexing;
using MpnstApi.Storage;

namespace MpnstApi.Releases;

/// <summary>
/// All trials as published together, immutable and in memory. What a filter or a panel needs is indexed once here, so
/// that no read of it touches the database.
/// </summary>
public sealed class Release
{
    // Every answer bears them, and each imported file adds one.
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

    /// <summary>What filters and statistics read.</summary>
    public TrialIndexes Indexes { get; }

    /// <summary>In ordinal order of the ids.</summary>
    public ImmutableArray<ReleasedTrial> Trials => Indexes.Trials;

    /// <summary>The dictionary that made the labels.</summary>
    public DrugDictionary Dictionary { get; }

    /// <summary>This release and all before it, newest first.</summary>
    public ImmutableArray<ReleaseHeader> History { get; }

    /// <summary>The release before this one; null for the first.</summary>
    public ReleaseHeader? Before =>
        History.FirstOrDefault(other => other.Sequence == Header.Sequence - 1);

    /// <summary>
    /// SHA-256 in lower-case hex over every trial's facts, labels and what follows from the release's day, in ordinal id
    /// order: the same hash means the same trials and labels, on any provider, culture and time zone.
    /// </summary>
    public string ContentHash { get; }

    /// <summary>
    /// What the trials came from: the sources of this release and all before it, oldest first; of many the last five, and
    /// how many came before.
    /// </summary>
    public string Sources { get; }

    /// <summary>The oldest and newest date of a status, and how many statuses bear none.</summary>
    public StatusDates StatusDates { get; }

    /// <summary>Number of trials that came with the bundled snapshot.</summary>
    public int OfSnapshot { get; }
    public TrialSet All => Indexes.All;

    /// <summary>NAMED and SARCOMA: what answers are about where no scope is asked for.</summary>
    public TrialSet DefaultScope { get; }

    public FacetIndex Index(Facet facet) => Indexes[facet];

    /// <summary>The index of a facet counting only these links to targets.</summary>
    public FacetIndex Index(Facet facet, TargetLinks links) => Indexes[Facets.Linked(facet, links)];

    /// <summary>The trial with this NCT id or other id, in any case; null where there is none.</summary>
    public ReleasedTrial? Find(string id) => Indexes.Find(id);

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

/// <summary>How old a release's statuses are: oldest and newest date as given, null where none is dated, and how many bear none.</summary>
/// <param name="Min">Oldest date of a status; null where none is dated.</param>
/// <param name="Max">Newest date of a status; null where none is dated.</param>
/// <param name="Undated">Statuses without a date.</param>
public sealed record StatusDates(string? Min, string? Max, int Undated)
{
    /// <summary>The same in words.</summary>
    public string Describe() =>
        Min is null ? "No status is dated." : $"As of {Min} to {Max}; {Undated} bear no date.";
}
