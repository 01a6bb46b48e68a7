using MpnstApi.Annotation;

namespace MpnstApi.Indexing;

/// <summary>Represents the links from drugs and classes of drugs to proteins, and the trials that have each.</summary>
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

    /// <summary>Gets every link that trials have.</summary>
    public IEnumerable<(TargetUse Use, TrialSet Trials)> All =>
        uses.Select((use, number) => (use, trials[number]));

    /// <summary>Returns the links to a protein.</summary>
    public IEnumerable<(TargetUse Use, TrialSet Trials)> To(string symbol) =>
        bySymbol[symbol].Select(number => (uses[number], trials[number]));
}

/// <summary>Builds the index trial by trial.</summary>
public sealed class TargetUseIndexBuilder
{
    private readonly Dictionary<TargetUse, int> numbers = [];
    private readonly PostingsBuilder trials = new();

    /// <summary>Adds the links of a trial. Positions must ascend.</summary>
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

    /// <summary>Returns the index for a release of <paramref name="size"/> trials.</summary>
    public TargetUseIndex Build(int size) =>
        new([.. numbers.Keys], trials.Build(numbers.Count, size));
}
