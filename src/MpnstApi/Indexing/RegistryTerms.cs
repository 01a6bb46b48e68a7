using MpnstApi.Annotation.Vocabulary;

namespace MpnstApi.Indexing;

/// <summary>Defines the registry's own vocabularies.</summary>
public static class RegistryTerms
{
    /// <summary>Gets the overall statuses of ClinicalTrials.gov, each with its status in this service.</summary>
    public static IReadOnlyList<Term> Statuses { get; } =
    [.. Terms<TrialStatus>.All.SelectMany(term => term.MapsFrom.Select(raw => Status(raw, term)))];

    /// <summary>Returns the key of a sponsor class: UNKNOWN for one that is not in the vocabulary, null if absent.</summary>
    public static string? SponsorClass(string? raw) =>
        raw is null
            ? null
            : (Terms<SponsorClass>.Parse(raw) ?? Annotation.Vocabulary.SponsorClass.Unknown).Key();

    private static Term Status(string raw, Term ours) =>
        new(
            raw,
            Words(raw),
            $"The registry's own value; this service counts it as {ours.Value}.",
            []
        );

    private static string Words(string raw)
    {
        var words = raw.Replace('_', ' ').ToLowerInvariant();
        return char.ToUpperInvariant(words[0]) + words[1..];
    }
}
