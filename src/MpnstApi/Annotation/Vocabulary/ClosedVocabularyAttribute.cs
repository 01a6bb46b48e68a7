namespace MpnstApi.Annotation.Vocabulary;

/// <summary>Says that a member's text is one of a closed vocabulary that is no enum of ours.</summary>
/// <param name="name">Name of the vocabulary, the same wherever it stands.</param>
/// <param name="values">Its values; empty where they are made from a table.</param>
[AttributeUsage(AttributeTargets.Property)]
public sealed class ClosedVocabularyAttribute(string name, params string[] values) : Attribute
{
    /// <summary>How well a panel of the letter can be compared with ours.</summary>
    public const string Comparability = nameof(Comparability);

    /// <summary>What a panel is called in paths.</summary>
    public const string PanelName = nameof(PanelName);

    /// <summary>What a crosstab and a timeline can be asked for.</summary>
    public const string Dimension = nameof(Dimension);

    public string Name { get; } = name;
    public IReadOnlyList<string> Values { get; } = values;
}
