namespace MpnstApi.Annotation.Vocabulary;

/// <summary>Says that a member's text is one of a closed vocabulary that is no enum of ours.</summary>
/// <param name="name">Name of the vocabulary, the same wherever it stands.</param>
/// <param name="values">Its values; empty where they are made from a table.</param>
[AttributeUsage(AttributeTargets.Property)]
public class ClosedVocabularyAttribute(string name, params string[] values) : Attribute
{
    /// <summary>What a panel is called in paths.</summary>
    public const string PanelName = nameof(PanelName);

    /// <summary>What a crosstab and a timeline can be asked for.</summary>
    public const string Dimension = nameof(Dimension);

    public string Name { get; } = name;
    public IReadOnlyList<string> Values { get; } = values;
}

/// <summary>How well a panel of the letter can be compared with ours.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class ComparabilityVocabularyAttribute()
    : ClosedVocabularyAttribute(Vocabulary, "DIRECT", "REMAPPED", "RANK_ONLY", "SIDE_BY_SIDE")
{
    public const string Vocabulary = "Comparability";
}

/// <summary>The gaps that the letter names.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class GapKeyVocabularyAttribute()
    : ClosedVocabularyAttribute(
        Vocabulary,
        "BIOMARKER_SELECTED",
        "LATE_PHASE",
        "MPNST_DEDICATED",
        "NF1",
        "IMMUNOTHERAPY",
        "OPEN_NOW"
    )
{
    public const string Vocabulary = "GapKey";
}
