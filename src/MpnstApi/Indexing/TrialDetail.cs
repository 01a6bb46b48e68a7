using MpnstApi.Annotation;
using MpnstApi.Storage;

namespace MpnstApi.Indexing;

/// <summary>Represents the registry's facts of a trial and its labels with their evidence.</summary>
public sealed record TrialDetail(TrialFacts Facts, TrialLabels Labels);
