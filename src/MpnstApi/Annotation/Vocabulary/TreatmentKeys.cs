using MpnstApi.Annotation.Vocabulary;

namespace MpnstApi.Annotation.Vocabulary;

/// <summary>Parses and labels treatment keys, which are composed of modalities and so form an open vocabulary.</summary>
public static class TreatmentKeys
{
    /// <summary>The key for regimens with only supportive, diagnostic or exercise interventions.</summary>
    public const string NoAntitumorTreatment = "NO_ANTITUMOR_TREATMENT";
    private const string Joint = "_AND_";
    private const string SingleSuffix = "_SINGLE";
    private const string CombinationSuffix = "_COMBINATION";
    private const string UnspecifiedSuffix = "_UNSPECIFIED";

    private static readonly (string Suffix, string Words)[] Kinds =
    [
        (SingleSuffix, ", single agent"),
        (CombinationSuffix, ", combination"),
        (UnspecifiedSuffix, ", drug not named"),
    ];

    /// <summary>Returns whether a modality has no named drugs and so is a whole key by itself.</summary>
    public static bool StandsAlone(Modality modality) =>
        modality is Modality.Radiotherapy or Modality.Hyperthermia or Modality.Surgery;

    /// <summary>Returns the key for one drug of a modality.</summary>
    public static string SingleAgent(Modality modality) => modality.Key() + SingleSuffix;

    /// <summary>Returns the key for several drugs of one modality.</summary>
    public static string Combination(Modality modality) => modality.Key() + CombinationSuffix;

    /// <summary>Returns the key for a modality without a named drug.</summary>
    public static string Unspecified(Modality modality) => modality.Key() + UnspecifiedSuffix;

    /// <summary>Returns the key for modalities given together, or for one alone.</summary>
    public static string Joined(IEnumerable<Modality> modalities) =>
        string.Join(Joint, modalities.Select(modality => modality.Key()));

    /// <summary>Returns the key in its canonical spelling; null if it is not a treatment key.</summary>
    public static string? Parse(string text)
    {
        var key = text.ToUpperInvariant();
        return Label(key) is null ? null : key;
    }

    /// <summary>
    /// Returns the label of a key for charts ("Chemotherapy + radiotherapy"); null if it is not a treatment key.
    /// </summary>
    public static string? Label(string key)
    {
        if (key == NoAntitumorTreatment)
        {
            return "No antitumour treatment";
        }
        foreach (var (suffix, words) in Kinds)
        {
            if (
                key.EndsWith(suffix, StringComparison.Ordinal)
                && Terms<Modality>.Parse(key[..^suffix.Length]) is { } modality
            )
            {
                return modality.Label() + words;
            }
        }
        var parts = key.Split(Joint).Select(part => Terms<Modality>.Parse(part)).ToList();
        return parts.Contains(null) || (parts is [{ } alone] && !StandsAlone(alone))
            ? null
            : string.Join(
                " + ",
                parts.Select((part, i) => i == 0 ? part!.Value.Label() : Lower(part!.Value.Label()))
            );
    }

    /// <summary>Returns the definition of a key: when a trial has it.</summary>
    public static string Definition(string key) =>
        key == NoAntitumorTreatment ? "Everything given is supportive, diagnostic or exercise."
        : key.EndsWith(SingleSuffix, StringComparison.Ordinal)
            ? "An arm gives one drug of this modality and nothing else that counts; surgery may join it."
        : key.EndsWith(CombinationSuffix, StringComparison.Ordinal)
            ? "An arm gives several drugs, all of this modality; surgery may join them."
        : key.EndsWith(UnspecifiedSuffix, StringComparison.Ordinal)
            ? "An arm gives this modality without naming a drug."
        : key.Contains(Joint, StringComparison.Ordinal)
            ? "An arm gives these modalities together; surgery may join them."
        : "An arm gives this and nothing else that counts.";

    private static string Lower(string label) => char.ToLowerInvariant(label[0]) + label[1..];
}
