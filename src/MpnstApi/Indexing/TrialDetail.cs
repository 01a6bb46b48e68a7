using MpnstApi.Annotation;
using MpnstApi.Storage;

namespace MpnstApi.Indexing;

/// <summary>Represents all that is known of a trial: the registry's facts, and our labels with their evidence.</summary>
public sealed record TrialDetail(TrialFacts Facts, TrialLabels Labels);
