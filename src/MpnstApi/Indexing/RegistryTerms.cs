using MpnstApi.Annotation.Vocabulary;

namespace MpnstApi.Indexing;

/// <summary>Vocabularies that are the registry's own.</summary>
public static class RegistryTerms
{
    /// <summary>ClinicalTrials.gov's overall statuses, with what each means to this service.</summary>
    public static IReadOnlyList<Term> Statuses { get; } =
    [.. Terms<TrialStatus>.All.SelectMany(term => term.MapsFrom.Select(raw => Status(raw, term)))];

    /// <summary>The key of a sponsor class; a class nobody knows is UNKNOWN, an absent one null.</summary>
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
