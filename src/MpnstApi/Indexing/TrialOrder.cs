using System.Collections.Immutable;

namespace MpnstApi.Indexing;

/// <summary>An order of trials; those without the value stand last both ways, ties by id.</summary>
public sealed record TrialOrder(string Name, Func<ReleasedTrial, IComparable?> Key)
{
    public const string Default = "-startDate";

    private static readonly TrialOrder[] Ascending =
    [
        new("startDate", trial => trial.StartDate),
        new("lastUpdate", trial => PartialDate.Parse(trial.Facts.LastUpdate)),
        new("changedAt", trial => trial.ChangedInSequence),
        new("enrollment", trial => trial.Facts.EnrollmentCount),
        new("id", trial => trial.Position),
    ];

    /// <summary>Every order by its name in a query, "-" in front of the descending ones.</summary>
    public static IReadOnlyList<TrialOrder> All { get; } =
    [.. Ascending.SelectMany(order => new[] { order, order with { Name = "-" + order.Name } })];

    /// <summary>Positions in this order.</summary>
    public ImmutableArray<int> Sort(ImmutableArray<ReleasedTrial> trials)
    {
        var keyed = trials.Select(trial => (trial.Position, Key: Key(trial))).ToList();
        var present = keyed.Where(pair => pair.Key is not null);
        var sorted = Name.StartsWith('-')
            ? present.OrderByDescending(pair => pair.Key)
            : present.OrderBy(pair => pair.Key);
        return
        [
            .. sorted
                .ThenBy(pair => pair.Position)
                .Concat(keyed.Where(pair => pair.Key is null))
                .Select(pair => pair.Position),
        ];
    }
}
