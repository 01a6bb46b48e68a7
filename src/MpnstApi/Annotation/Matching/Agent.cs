using MpnstApi.Annotation.Dictionary;
using MpnstApi.Annotation.Vocabulary;

namespace MpnstApi.Annotation.Matching;

/// <summary>An entry of the dictionary as an intervention, a title or an arm names it.</summary>
/// <param name="Types">Drug type keys.</param>
internal sealed record Agent(
    EntryKind Kind,
    string Id,
    string Name,
    Modality Modality,
    IReadOnlyList<string> Types,
    IReadOnlyList<DrugTarget> Targets,
    bool Reviewed
)
{
    /// <summary>Gets how the name was recognized: DICTIONARY, SPELLING or STEM.</summary>
    public Certainty Certainty { get; init; } = Certainty.Dictionary;

    public static Agent Of(Drug drug) =>
        new(
            EntryKind.Drug,
            drug.Id,
            drug.Name,
            drug.Modality,
            drug.Types,
            drug.Targets,
            drug.ReviewedOn is not null
        );

    public static Agent Of(DrugClass drugClass) =>
        new(
            EntryKind.Class,
            drugClass.Id,
            drugClass.Name,
            drugClass.Modality,
            drugClass.Types,
            drugClass.Targets,
            true
        );

    public static Agent Of(Procedure procedure) =>
        new(EntryKind.Procedure, procedure.Id, procedure.Name, procedure.Modality, [], [], true);

    public bool IsDrug => Kind == EntryKind.Drug;

    /// <summary>Gets whether it is one named agent, in the dictionary or not; two such names are two agents.</summary>
    public bool IsNamed => Kind is EntryKind.Drug or EntryKind.Stem;

    /// <summary>Whether it names only a modality: "chemotherapy", "targeted therapy".</summary>
    public bool IsGeneric => Kind == EntryKind.Class && Targets.Count == 0;

    /// <summary>Gets whether it is an antitumour treatment.</summary>
    public bool Counts =>
        Modality is not (Modality.Supportive or Modality.Diagnostic or Modality.Other);
}

/// <summary>An agent found in a text.</summary>
/// <param name="From">First word.</param>
/// <param name="Count">The number of words.</param>
/// <param name="Agents">One, or the drugs of a named regimen.</param>
/// <param name="Entry">Id of the entry; the name of a drug recognized only by its stem.</param>
internal sealed record Mention(
    int From,
    int Count,
    EntryKind Kind,
    string Entry,
    IReadOnlyList<Agent> Agents
)
{
    public int End => From + Count;

    /// <summary>Creates a mention of one agent.</summary>
    public static Mention Of(int from, int count, Agent agent) =>
        new(from, count, agent.Kind, agent.Id, [agent]);
}
