using MpnstApi.Annotation.SchemaDescriptions;
using MpnstApi.Annotation.Vocabulary;

namespace MpnstApi.Annotation.Rules;

/// <summary>A label's value and why it holds.</summary>
internal readonly record struct Annotated<T>(T Value, Evidence Why);

/// <summary>How rules write evidence.</summary>
internal static class Because
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

    /// <summary>Words of a passage say so.</summary>
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
