using System.Collections.Frozen;
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

    private readonly FrozenDictionary<Facet, FacetIndex> indexes;
    private readonly FrozenDictionary<string, ReleasedTrial> byId;
    private readonly WordIndex words;

    public Release(
        ReleaseHeader header,
        ImmutableArray<ReleasedTrial> trials,
        DrugDictionary dictionary,
        ImmutableArray<ReleaseHeader> history
    )
    {
        ContentHash = Hash(trials);
        Header = header with { ContentHash = ContentHash };
        Trials = trials;
        Dictionary = dictionary;
        History = [Header, .. history.Where(other => other.Sequence != header.Sequence)];
        Sources = SourcesOf(History);
        All = TrialSet.All(trials.Length);
        indexes = Facets
            .All.Concat(Facets.LinkedFacets.Values)
            .ToFrozenDictionary(facet => facet, facet => new FacetIndex(facet, trials));
        DefaultScope = Index(Facets.Scope)[Scope.Named.Key()]
            .Or(Index(Facets.Scope)[Scope.Sarcoma.Key()]);
        NeverEnrolled = Where(trial => trial.Labels.NeverEnrolled);
        CountsInPanels = Where(trial => trial.CountsInPanels);
        byId = Identify(trials);
        words = new WordIndex(trials, dictionary);
        Orders = TrialOrder.All.ToFrozenDictionary(
            order => order.Name,
            order => order.Sort(trials)
        );
        StatusDates = new(
            trials
                .Select(trial => trial.Facts.StatusAsOf)
                .OfType<string>()
                .Min(StringComparer.Ordinal),
            trials
                .Select(trial => trial.Facts.StatusAsOf)
                .OfType<string>()
                .Max(StringComparer.Ordinal),
            trials.Count(trial => trial.Facts.StatusAsOf is null)
        );
    }

    public ReleaseHeader Header { get; }

    /// <summary>In ordinal order of the ids.</summary>
    public ImmutableArray<ReleasedTrial> Trials { get; }

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
    public TrialSet All { get; }

    /// <summary>NAMED and SARCOMA: what answers are about where no scope is asked for.</summary>
    public TrialSet DefaultScope { get; }

    /// <summary>Withdrawn before the first participant.</summary>
    public TrialSet NeverEnrolled { get; }

    /// <summary>Interventional, or of no stated type.</summary>
    public TrialSet CountsInPanels { get; }

    /// <summary>For each order's name the positions of all trials in that order.</summary>
    public FrozenDictionary<string, ImmutableArray<int>> Orders { get; }

    public FacetIndex Index(Facet facet) => indexes[facet];

    /// <summary>The index of a facet counting only these links to targets.</summary>
    public FacetIndex Index(Facet facet, TargetLinks links) => indexes[Facets.Linked(facet, links)];

    /// <summary>The trial with this NCT id or other id, in any case; null where there is none.</summary>
    public ReleasedTrial? Find(string id) => byId.GetValueOrDefault(id);

    /// <summary>Trials with all of these folded words.</summary>
    public TrialSet Search(string folded) => words.Search(folded);

    public TrialSet Where(Func<ReleasedTrial, bool> holds) =>
        TrialSet.Of(Trials.Length, Trials.Where(holds).Select(trial => trial.Position));

    // An organisation's id may be another trial's too ("1234"): the NCT id wins, then the first in order.
    private static FrozenDictionary<string, ReleasedTrial> Identify(
        ImmutableArray<ReleasedTrial> trials
    )
    {
        var byId = trials.ToDictionary(trial => trial.Id, StringComparer.OrdinalIgnoreCase);
        foreach (var trial in trials)
        {
            foreach (var other in trial.Facts.Ids)
            {
                byId.TryAdd(other.Value, trial);
            }
        }
        return byId.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);
    }

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

    private static string Hash(ImmutableArray<ReleasedTrial> trials) =>
        StoredJson.Hash([
            .. trials.SelectMany(trial =>
                new[]
                {
                    StoredJson.Write(trial.Facts),
                    StoredJson.Write(trial.Labels),
                    trial.StatusFreshness.Key(),
                    trial.OpenNow?.ToString() ?? "",
                }
            ),
        ]);
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
