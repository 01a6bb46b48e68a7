using MpnstApi.Drugs;
using MpnstApi.Releases;
using MpnstApi.Targets;
using MpnstApi.Trials;

namespace MpnstApi.Graph.Schema;

/// <summary>A trial on a walk: the slice the walk is in comes along.</summary>
internal sealed record TrialNode(SliceRows Rows, ReleasedTrial Released)
{
    public Trial Row => Rows.Trial(Released);
}

/// <summary>A drug on a walk. A list has made the summary already; the profile is asked for by the first field that needs it.</summary>
internal sealed record DrugNode(SliceRows Rows, string Id, DrugSummary? Listed = null)
{
    public DrugSummary Summary => Listed ?? Profile;
    public DrugProfile Profile => Rows.Drug(Id)!;
}

/// <summary>A target on a walk.</summary>
internal sealed record TargetNode(SliceRows Rows, string Symbol, TargetSummary? Listed = null)
{
    public TargetSummary Summary => Listed ?? Profile;
    public TargetProfile Profile => Rows.Target(Symbol)!;
}
