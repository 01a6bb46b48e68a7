using MpnstApi.Annotation;
using MpnstApi.Storage;

namespace MpnstApi.Importing;

/// <summary>Represents a trial in one version.</summary>
internal sealed record TrialState(
    Origin Origin,
    TrialFacts Facts,
    TrialNarrative Texts,
    TrialLabels Labels
)
{
    public static TrialState Of(TrialVersion version) =>
        new(
            version.Origin,
            StoredJson.Read<TrialFacts>(version.Facts),
            StoredJson.Read<TrialNarrative>(version.Texts),
            StoredJson.Read<TrialLabels>(version.Labels)
        );
}
