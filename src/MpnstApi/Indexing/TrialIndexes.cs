using System.Collections.Frozen;
using System.Collections.Immutable;
using MpnstApi.Annotation.Dictionary;

namespace MpnstApi.Indexing;

/// <summary>The trials with a property and those without; trials for which it is unknown are in neither.</summary>
public sealed record Flag(TrialSet True, TrialSet False);

/// <summary>Represents the trials of a release with every index that filters and statistics read. Immutable.</summary>
public sealed class TrialIndexes
{
    // Comparing two ids takes a microsecond.
    private const int MostCompared = 5_000;

    private readonly FrozenDictionary<Facet, FacetIndex> facets;
    private readonly IdIndex ids;
    private readonly FrozenDictionary<string, int[]> orders;

    internal TrialIndexes(TrialIndexBuilder builder)
    {
        Trials = [.. builder.Trials];
        var size = Trials.Length;
        All = TrialSet.All(size);
        facets = builder
            .Facets.Select(facet => facet.Build(size))
            .ToFrozenDictionary(index => index.Facet);
        Sponsors = builder.Sponsors.Build(size);
        Collaborators = builder.Collaborators.Build(size);
        Conditions = builder.Conditions.Build(size);
        InterventionNames = builder.InterventionNames.Build(size);
        Interventions = builder.Interventions.Build(size);
        TargetUses = builder.TargetUses.Build(size);
        Words = builder.Words.Build(size);
        ids = builder.Ids.Build(Trials);
        orders = TrialOrder.All.ToFrozenDictionary(
            order => order.Name,
            order => order.Sort(Trials)
        );
        Starts = DaysOf(trial => trial.Content.StartDate);
        PrimaryCompletions = DaysOf(trial => trial.Content.PrimaryCompletionDate);
        Changes = DaysOf(trial => trial.Content.ChangedIn[..10]);
        Ages = new([.. Trials.Select(trial => trial.Content.Ages)]);
        MpnstDedicated = FlagOf(trial => trial.Content.MpnstDedicated);
        Nf1 = FlagOf(trial => trial.Content.Nf1);
        OpenNow = FlagOf(trial => trial.OpenNow);
        HasResults = FlagOf(trial => trial.Content.HasResults);
        NeverEnrolled = FlagOf(trial => trial.Content.NeverEnrolled);
        CountsInPanels = FlagOf(trial => trial.Content.CountsInPanels).True;
    }

    /// <summary>Gets the trials, in ordinal order of their ids.</summary>
    public ImmutableArray<ReleasedTrial> Trials { get; }
    public TrialSet All { get; }

    /// <summary>Gets the compression that the details of the trials share; null if the release has no trials.</summary>
    public DetailCompression? Compression => Trials.IsEmpty ? null : Trials[^1].Content.Compression;

    /// <summary>Gets the names of lead sponsors.</summary>
    public TextIndex Sponsors { get; }
    public TextIndex Collaborators { get; }
    public TextIndex Conditions { get; }
    public TextIndex InterventionNames { get; }
    public InterventionIndex Interventions { get; }
    public TargetUseIndex TargetUses { get; }
    public WordIndex Words { get; }
    public TrialColumn<DateOnly?> Starts { get; }
    public TrialColumn<DateOnly?> PrimaryCompletions { get; }

    /// <summary>Gets the days of the releases in which the trials last changed.</summary>
    public TrialColumn<DateOnly?> Changes { get; }
    public TrialColumn<AdmittedAges> Ages { get; }
    public Flag MpnstDedicated { get; }
    public Flag Nf1 { get; }
    public Flag OpenNow { get; }
    public Flag HasResults { get; }

    /// <summary>Gets the trials withdrawn before the first participant.</summary>
    public Flag NeverEnrolled { get; }

    /// <summary>Gets the trials that are interventional or have no stated type.</summary>
    public TrialSet CountsInPanels { get; }

    public FacetIndex this[Facet facet] => facets[facet];

    /// <summary>Returns the trial with this NCT id or other id, ignoring case; null if there is none.</summary>
    public ReleasedTrial? Find(string id) => ids.Find(id);

    /// <summary>
    /// Returns the candidates for suggestions for an unknown id: all ids, or in a large release those near it in order.
    /// </summary>
    public IEnumerable<string> Near(string id)
    {
        if (Trials.Length <= MostCompared)
        {
            return Trials.Select(trial => trial.Id);
        }
        var (low, high) = (0, Trials.Length - MostCompared);
        while (low < high)
        {
            var middle = (low + high) / 2;
            (low, high) =
                string.CompareOrdinal(Trials[middle + (MostCompared / 2)].Id, id) < 0
                    ? (middle + 1, high)
                    : (low, middle);
        }
        return Trials.Skip(low).Take(MostCompared).Select(trial => trial.Id);
    }

    /// <summary>Returns the positions of a set's trials in an order, lazily.</summary>
    public IEnumerable<int> Ordered(TrialSet trials, string order)
    {
        if (!trials.IsSmall)
        {
            return orders[order].Where(trials.Contains);
        }
        return TrialOrder.Of(order).Sort(trials.Select(position => Trials[position]));
    }

    private TrialColumn<DateOnly?> DaysOf(Func<ReleasedTrial, string?> date) =>
        new([.. Trials.Select(trial => PartialDate.Parse(date(trial)))]);

    private Flag FlagOf(Func<ReleasedTrial, bool?> value)
    {
        var values = new TrialColumn<bool?>([.. Trials.Select(value)]);
        return new Flag(
            values.Where(holds => holds is true),
            values.Where(holds => holds is false)
        );
    }
}

/// <summary>Builds the indexes trial by trial, in ordinal order of the ids.</summary>
public sealed class TrialIndexBuilder(DrugDictionary dictionary)
{
    internal List<ReleasedTrial> Trials { get; } = [];

    internal FacetIndexBuilder[] Facets { get; } =
    [
        .. Indexing
            .Facets.All.Concat(Indexing.Facets.LinkedFacets.Values)
            .Select(facet => new FacetIndexBuilder(facet)),
    ];
    internal TextIndexBuilder Sponsors { get; } = new();
    internal TextIndexBuilder Collaborators { get; } = new();
    internal TextIndexBuilder Conditions { get; } = new();
    internal TextIndexBuilder InterventionNames { get; } = new();
    internal InterventionIndexBuilder Interventions { get; } = new();
    internal TargetUseIndexBuilder TargetUses { get; } = new();
    internal IdIndexBuilder Ids { get; } = new();
    internal WordIndexBuilder Words { get; } = new(dictionary);

    /// <summary>Adds a trial: the part that a release keeps, and the record that indexes read.</summary>
    public void Add(TrialContent content, bool? openNow, TrialRecord record)
    {
        var position = Trials.Count;
        var facts = record.Facts;
        Trials.Add(new ReleasedTrial(position, content, record.StatusFreshness, openNow));
        foreach (var facet in Facets)
        {
            facet.Add(record, position);
        }
        Sponsors.Add(facts.Sponsor is { } sponsor ? [sponsor.Name] : [], position);
        Collaborators.Add(facts.Collaborators.Select(one => one.Name), position);
        Conditions.Add(facts.Conditions, position);
        InterventionNames.Add(facts.Interventions.Select(one => one.Name), position);
        Interventions.Add(record, position);
        TargetUses.Add(record, position);
        Ids.Add(record, position);
        Words.Add(record, position);
    }

    public TrialIndexes Build() => new(this);
}
