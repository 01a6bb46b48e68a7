using MpnstApi.Annotation;

namespace MpnstApi.Indexing;

/// <summary>Represents the links from drugs and classes of drugs to proteins, and which trials have which.</summary>
public sealed class TargetUseIndex
{
    private readonly TargetUse[] uses;
    private readonly ILookup<string, int> bySymbol;
    private readonly Postings trials;

    internal TargetUseIndex(TargetUse[] uses, Postings trials)
    {
        this.uses = uses;
        this.trials = trials;
        bySymbol = Enumerable.Range(0, uses.Length).ToLookup(number => uses[number].Symbol);
    }

    /// <summary>Every link that some trial has.</summary>
    public IEnumerable<(TargetUse Use, TrialSet Trials)> All =>
        uses.Select((use, number) => (use, trials[number]));

    /// <summary>Links to one protein.</summary>
    public IEnumerable<(TargetUse Use, TrialSet Trials)> To(string symbol) =>
        bySymbol[symbol].Select(number => (uses[number], trials[number]));
}

/// <summary>Gathers links trial by trial.</summary>
public sealed class TargetUseIndexBuilder
{
    private readonly Dictionary<TargetUse, int> numbers = [];
    private readonly PostingsBuilder trials = new();

    /// <summary>Adds the links of a trial; positions ascend.</summary>
    public void Add(TrialRecord trial, int position)
    {
        foreach (var use in trial.Labels.Targets)
        {
            if (!numbers.TryGetValue(use, out var number))
            {
                numbers[use] = number = numbers.Count;
            }
            trials.Add(number, position);
        }
    }

    /// <summary>The index of a release of <paramref name="size"/> trials.</summary>
    public TargetUseIndex Build(int size) =>
        new([.. numbers.Keys], trials.Build(numbers.Count, size));
}
