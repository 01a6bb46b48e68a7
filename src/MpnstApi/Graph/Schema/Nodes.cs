using MpnstApi.Drugs;
using MpnstApi.Releases;
using MpnstApi.Targets;
using MpnstApi.Trials;

namespace MpnstApi.Graph.Schema;

/// <summary>Something a walk has come to: the slice the walk is in comes along.</summary>
internal abstract record Walked(SliceRows Rows);

/// <summary>A record that leads on to drugs or targets.</summary>
internal sealed record Link(SliceRows Rows, object Row) : Walked(Rows)
{
    public static IEnumerable<Link> All(SliceRows rows, IEnumerable<object> records) =>
        records.Select(record => new Link(rows, record));
}

/// <summary>A trial on a walk.</summary>
internal sealed record TrialNode(SliceRows Rows, ReleasedTrial Released) : Walked(Rows)
{
    public Trial Row => Rows.Trial(Released);
}

/// <summary>A drug on a walk. A list has made the summary already; the profile is asked for by the first field that needs it.</summary>
internal sealed record DrugNode(SliceRows Rows, string Id, DrugSummary? Listed = null)
    : Walked(Rows)
{
    public DrugSummary Summary => Listed ?? Profile;
    public DrugProfile Profile => Rows.Drug(Id)!;
}

/// <summary>A target on a walk.</summary>
internal sealed record TargetNode(SliceRows Rows, string Symbol, TargetSummary? Listed = null)
    : Walked(Rows)
{
    public TargetSummary Summary => Listed ?? Profile;
    public TargetProfile Profile => Rows.Target(Symbol)!;
}
