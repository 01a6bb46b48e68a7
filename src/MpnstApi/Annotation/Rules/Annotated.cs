using MpnstApi.Annotation.Language;
using MpnstApi.Annotation.Vocabulary;

namespace MpnstApi.Annotation.Rules;

/// <summary>A value of a label with its evidence.</summary>
internal readonly record struct Annotated<T>(T Value, Evidence Why);

/// <summary>Creates the evidence of rules.</summary>
internal static class EvidenceFactory
{
    public static Evidence Of(
        string label,
        string value,
        string rule,
        Certainty certainty,
        string? field = null,
        string? text = null,
        string? reference = null
    ) => new(label, value, field, text, rule, certainty, reference);

    /// <summary>Creates evidence that quotes words of a passage.</summary>
    public static Evidence Says<T>(
        string label,
        string value,
        string rule,
        Passage passage,
        Hit<T> hit
    ) =>
        Of(
            label,
            value,
            rule,
            Certainty.Text,
            passage.Field,
            passage.Words.Quote(hit.From, hit.Count)
        );

    public static string Flag(bool value) => value ? "true" : "false";
}
