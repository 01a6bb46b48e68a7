namespace MpnstApi.Annotation.Vocabulary;

/// <summary>Declares that the values of a member are a closed vocabulary without an enum.</summary>
/// <param name="name">Name of the vocabulary, the same wherever it is used.</param>
/// <param name="values">Its values; empty if they come from a table.</param>
[AttributeUsage(AttributeTargets.Property)]
public class ClosedVocabularyAttribute(string name, params string[] values) : Attribute
{
    /// <summary>The vocabulary of panels, by their names in paths.</summary>
    public const string PanelName = nameof(PanelName);

    /// <summary>The vocabulary of dimensions of crosstabs and timelines.</summary>
    public const string Dimension = nameof(Dimension);

    public string Name { get; } = name;
    public IReadOnlyList<string> Values { get; } = values;
}

/// <summary>Declares the vocabulary of how a panel of the letter can be compared with ours.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class ComparabilityVocabularyAttribute()
    : ClosedVocabularyAttribute(Vocabulary, "DIRECT", "REMAPPED", "RANK_ONLY", "SIDE_BY_SIDE")
{
    public const string Vocabulary = "Comparability";
}

/// <summary>Declares the vocabulary of the gaps that the letter names.</summary>
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
