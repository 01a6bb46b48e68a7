namespace MpnstApi.Tests.Annotation;

/// <summary>How far the annotator's values of one kind agree with those given by hand, counted value by value over all trials.</summary>
internal sealed class Agreement(string kind)
{
    private readonly List<(
        string Id,
        HashSet<string> Ours,
        HashSet<string> ByHand,
        string? About
    )> _trials = [];

    /// <param name="about">What to print where the two differ: the reason of the label given by hand.</param>
    public void Add(string id, HashSet<string> ours, HashSet<string> byHand, string? about) =>
        _trials.Add((id, ours, byHand, about));

    /// <summary>1 where both sides are empty throughout.</summary>
    public double Precision => Share(Both, Ours);

    public double Recall => Share(Both, ByHand);

    public double F1 => Share(2 * Both, Ours + ByHand);

    public IEnumerable<string> Differences =>
        _trials
            .Where(trial => !trial.Ours.SetEquals(trial.ByHand))
            .Select(trial =>
                $"{trial.Id}: ours {Text(trial.Ours.Except(trial.ByHand))}; by hand {Text(trial.ByHand.Except(trial.Ours))}; {trial.About}"
            );

    public string Summary =>
        $"{kind}: precision {Precision:0.000}, recall {Recall:0.000}, F1 {F1:0.000}, "
        + $"{_trials.Count(trial => trial.Ours.SetEquals(trial.ByHand))} of {_trials.Count} trials alike";

    /// <summary>
    /// One line a value: in how many trials both sides, only the annotator, only the hand gave it. Kinds with one value
    /// a trial are confusions of two values, so each such pair has a line too.
    /// </summary>
    public IEnumerable<string> Confusion =>
        _trials
            .SelectMany(trial => trial.Ours.Union(trial.ByHand))
            .Distinct()
            .Order(StringComparer.Ordinal)
            .Select(value =>
                $"  {value}: both {Count(t => t.Ours.Contains(value) && t.ByHand.Contains(value))}, "
                + $"ours only {Count(t => t.Ours.Contains(value) && !t.ByHand.Contains(value))}, "
                + $"by hand only {Count(t => !t.Ours.Contains(value) && t.ByHand.Contains(value))}"
            )
            .Concat(
                _trials
                    .Where(trial =>
                        trial is { Ours.Count: 1, ByHand.Count: 1 }
                        && !trial.Ours.SetEquals(trial.ByHand)
                    )
                    .GroupBy(trial =>
                        $"  by hand {trial.ByHand.Single()}, ours {trial.Ours.Single()}"
                    )
                    .OrderByDescending(pair => pair.Count())
                    .Select(pair => $"{pair.Key}: {pair.Count()}")
            );

    private int Both => _trials.Sum(trial => trial.Ours.Intersect(trial.ByHand).Count());

    private int Ours => _trials.Sum(trial => trial.Ours.Count);

    private int ByHand => _trials.Sum(trial => trial.ByHand.Count);

    private int Count(
        Func<(string, HashSet<string> Ours, HashSet<string> ByHand, string?), bool> of
    ) => _trials.Count(of);

    private static double Share(double part, double whole) => whole is 0 ? 1 : part / whole;

    private static string Text(IEnumerable<string> values) => string.Join(", ", values);
}
