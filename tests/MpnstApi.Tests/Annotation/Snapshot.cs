using System.Text.Json.Nodes;
using MpnstApi.Annotation;
using MpnstApi.Annotation.Dictionary;

namespace MpnstApi.Tests.Annotation;

/// <summary>The bundled snapshot, read and labelled once.</summary>
internal static class Snapshot
{
    public static DrugDictionary Dictionary { get; } = DrugDictionary.Load();

    public static IReadOnlyList<AnnotationInput> Trials { get; } =
    [
        .. File.ReadLines(
                Path.Combine(Repository.Root, "src", "MpnstApi", "Data", "mpnst-trials.ndjson")
            )
            .Select(line => RegistryJson.Read(JsonNode.Parse(line)!)),
    ];

    public static IReadOnlyDictionary<string, TrialLabels> Labels { get; } =
        Trials.ToDictionary(t => t.Id, t => Annotator.Annotate(t, Dictionary));

    public static TrialLabels Of(string id) => Labels[id];

    /// <summary>Labels of a record in the registry's JSON.</summary>
    public static TrialLabels LabelsOf(string json) =>
        Annotator.Annotate(RegistryJson.Read(json), Dictionary);

    public static AnnotationInput Text(string id) => Trials.Single(t => t.Id == id);
}
