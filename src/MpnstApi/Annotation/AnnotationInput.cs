using MpnstApi.Annotation.Language;
using MpnstApi.Annotation.Vocabulary;

namespace MpnstApi.Annotation;

/// <summary>The input of annotation: the registry's own texts, nothing derived. Absent text is null, absent lists are empty.</summary>
public sealed record AnnotationInput
{
    /// <summary>NCT id.</summary>
    public required string Id { get; init; }
    public string? Title { get; init; }
    public string? OfficialTitle { get; init; }
    public string? Acronym { get; init; }
    public IReadOnlyList<string> Conditions { get; init; } = [];
    public IReadOnlyList<string> Keywords { get; init; } = [];
    public string? BriefSummary { get; init; }
    public string? DetailedDescription { get; init; }
    public string? EligibilityCriteria { get; init; }

    /// <summary>Gets the registry's own value: INTERVENTIONAL, ...; null if the record has none.</summary>
    public string? StudyType { get; init; }
    public string? PrimaryPurpose { get; init; }

    /// <summary>Gets the registry's phases: empty if the record has none, ["NA"] if it says not applicable.</summary>
    public IReadOnlyList<string> Phases { get; init; } = [];
    public string? OverallStatus { get; init; }
    public IReadOnlyList<InterventionText> Interventions { get; init; } = [];
    public IReadOnlyList<ArmText> Arms { get; init; } = [];
    public IReadOnlyList<string> PrimaryOutcomes { get; init; } = [];

    /// <summary>
    /// Gets how MPNST is involved according to the bundled snapshot; null for records from the registry itself.
    /// </summary>
    public Scope? SnapshotScope { get; init; }

    /// <summary>
    /// Gets the fields in which the source of the snapshot found MPNST, such as "conditions|title"; null if unknown.
    /// </summary>
    public string? SnapshotNamedIn { get; init; }

    /// <summary>Returns the texts without markup, as a reader sees them.</summary>
    internal AnnotationInput WithoutMarkup() =>
        this with
        {
            Title = Markup.Clean(Title),
            OfficialTitle = Markup.Clean(OfficialTitle),
            Acronym = Markup.Clean(Acronym),
            Conditions = Clean(Conditions),
            Keywords = Clean(Keywords),
            BriefSummary = Markup.Clean(BriefSummary),
            DetailedDescription = Markup.Clean(DetailedDescription),
            EligibilityCriteria = Markup.Clean(EligibilityCriteria),
            Interventions =
            [
                .. Interventions.Select(intervention =>
                    intervention with
                    {
                        Name = Markup.Clean(intervention.Name)!,
                        Description = Markup.Clean(intervention.Description),
                        OtherNames = Clean(intervention.OtherNames),
                    }
                ),
            ],
            Arms =
            [
                .. Arms.Select(arm =>
                    arm with
                    {
                        Label = Markup.Clean(arm.Label),
                        Description = Markup.Clean(arm.Description),
                        Interventions = Clean(arm.Interventions),
                    }
                ),
            ],
        };

    private static List<string> Clean(IReadOnlyList<string> texts) =>
        [.. texts.Select(text => Markup.Clean(text)!)];
}

/// <summary>
/// An intervention of the record. <paramref name="Type"/> is the registry's (DRUG, BIOLOGICAL, ...); null if absent.
/// </summary>
public sealed record InterventionText(
    string? Type,
    string Name,
    string? Description,
    IReadOnlyList<string> OtherNames
);

/// <summary>
/// An arm. <paramref name="Interventions"/> are the registry's names, preceded by their type ("Drug: Selumetinib").
/// </summary>
public sealed record ArmText(
    string? Label,
    string? Type,
    string? Description,
    IReadOnlyList<string> Interventions
);
