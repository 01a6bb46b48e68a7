using System.Collections.Frozen;
using MpnstApi.Annotation;
using MpnstApi.Annotation.Vocabulary;

namespace MpnstApi.Indexing;

/// <summary>
/// One way to sort trials into values: what a filter selects by, a panel counts and a crosstab crosses.
/// Name, values and vocabulary stand here once for all of them.
/// </summary>
/// <param name="Name">The filter parameter's name.</param>
/// <param name="Definition">What the values say of a trial.</param>
/// <param name="Values">A trial's values; none where absent or not stated.</param>
public sealed record Facet(
    string Name,
    string Definition,
    Func<ReleasedTrial, IEnumerable<string>> Values
)
{
    /// <summary>The closed vocabulary the values come from, in its order; null where the vocabulary is open.</summary>
    public IReadOnlyList<Term>? Vocabulary { get; init; }

    /// <summary>A trial has one value at the most.</summary>
    public bool OneValue { get; init; }

    /// <summary>Counts drugs or their targets, so trials that never enrolled anyone are left out unless asked for.</summary>
    public bool OfDrugs { get; init; }

    /// <summary>Which evidence tells how certain a value is; null where the values are the registry's own.</summary>
    public string? EvidenceLabel { get; init; }

    /// <summary>Evidence values that stand for a key of this facet, where they are not the key itself.</summary>
    public Func<string, IReadOnlyList<string>> EvidenceValues { get; init; } = key => [key];
}

/// <summary>Which links from drugs to targets count.</summary>
/// <param name="PrimaryOnly">Stated mechanisms alone.</param>
/// <param name="Reviewed">True: those checked against a source; false: those nobody has checked; null: both.</param>
public readonly record struct TargetLinks(bool PrimaryOnly, bool? Reviewed)
{
    /// <summary>Every choice but that of all links.</summary>
    public static IReadOnlyList<TargetLinks> Choices { get; } =
    [new(true, null), new(true, true), new(true, false), new(false, true), new(false, false)];

    public bool Includes(TargetUse use) =>
        (!PrimaryOnly || use.Role is TargetRole.Primary)
        && (Reviewed is null || use.Reviewed == Reviewed);
}

/// <summary>All facets. A new dimension is one entry here.</summary>
public static class Facets
{
    /// <summary>The key of trials without a value.</summary>
    public const string Unclassified = "UNCLASSIFIED";

    /// <summary>How statistics name the row of trials without a value; filters take it too.</summary>
    public const string NotStated = "NOT_STATED";

    /// <summary>The merged key of the PD-1/PD-L1 axis in panel G.</summary>
    public const string PdAxis = "PDCD1_CD274";

    private static readonly string[] PdProteins = ["PDCD1", "CD274"];

    public static readonly Facet Scope = Label<Scope>(
        "scope",
        "How MPNST comes into the trial.",
        labels => labels.Scope
    );
    public static readonly Facet StudyType = Label<StudyType>(
        "studyType",
        "The registry's study type.",
        labels => labels.StudyType
    );
    public static readonly Facet Purpose = Label<Purpose>(
        "purpose",
        "The registry's primary purpose.",
        labels => labels.Purpose
    );
    public static readonly Facet Phase = Label<Phase>(
        "phase",
        "The trial's phase.",
        labels => labels.Phase
    );
    public static readonly Facet Status = Label<TrialStatus>(
        "status",
        "The trial's status in the letter's words.",
        labels => labels.Status
    );
    public static readonly Facet RegistryStatus = new(
        "registryStatus",
        "The registry's own status.",
        trial => Optional(trial.Facts.OverallStatus)
    )
    {
        OneValue = true,
        Vocabulary = RegistryTerms.Statuses,
    };
    public static readonly Facet CtrpCategory = new(
        "ctrpCategory",
        "The status category of NCI's Clinical Trials Reporting Program.",
        trial => Optional(trial.Labels.CtrpCategory?.Key())
    )
    {
        OneValue = true,
        Vocabulary = Terms<CtrpCategory>.All,
        EvidenceLabel = "ctrpCategory",
    };
    public static readonly Facet StatusFreshness = new(
        "statusFreshness",
        "How old the source of the status is.",
        trial => [trial.StatusFreshness.Key()]
    )
    {
        OneValue = true,
        Vocabulary = Terms<StatusFreshness>.All,
    };
    public static readonly Facet Indication = Label<Indication>(
        "indication",
        "The patients the trial is for.",
        labels => labels.Indication
    );
    public static readonly Facet Nf1Association = Label<Nf1Association>(
        "nf1Association",
        "Whether entry asks for neurofibromatosis type 1.",
        labels => labels.Nf1Association
    );
    public static readonly Facet BiomarkerSelection = Label<BiomarkerSelection>(
        "biomarkerSelection",
        "Whether entry requires a molecular finding.",
        labels => labels.BiomarkerSelection
    );
    public static readonly Facet Modality = new(
        "modality",
        "Kinds of treatment given; several per trial.",
        trial => trial.Labels.Modalities.Select(modality => modality.Key())
    )
    {
        Vocabulary = Terms<Modality>.All,
        EvidenceLabel = "modality",
    };
    public static readonly Facet SponsorClass = new(
        "sponsorClass",
        "The registry's class of the lead sponsor.",
        trial => Optional(RegistryTerms.SponsorClass(trial.Facts.Sponsor?.Class))
    )
    {
        OneValue = true,
        Vocabulary = Terms<SponsorClass>.All,
    };
    public static readonly Facet StdAge = new(
        "stdAge",
        "The registry's standard age groups; several per trial.",
        trial => trial.Facts.StdAges.Select(age => Terms<StdAge>.Parse(age)?.Key()).OfType<string>()
    )
    {
        Vocabulary = Terms<StdAge>.All,
    };
    public static readonly Facet Certainty = new(
        "certainty",
        "What at least one of the trial's labels rests on; several per trial.",
        trial =>
            trial
                .Labels.Evidence.Select(evidence => evidence.Certainty)
                .Distinct()
                .Select(certainty => certainty.Key())
    )
    {
        Vocabulary = Terms<Certainty>.All,
    };
    public static readonly Facet Treatment = new(
        "treatment",
        "What the trial's regimens combine, modalities joined in vocabulary order; several per trial.",
        trial => trial.Labels.Treatments
    )
    {
        EvidenceLabel = "treatment",
    };
    public static readonly Facet DrugType = new(
        "drugType",
        "Types of the drugs that count as treatment; several per trial.",
        trial => trial.Labels.DrugTypes
    )
    {
        OfDrugs = true,
        EvidenceLabel = "drugType",
    };
    public static readonly Facet Drug = new(
        "drug",
        "Drugs that count as treatment; several per trial.",
        trial => trial.Labels.Drugs.Select(drug => drug.Id)
    )
    {
        OfDrugs = true,
        EvidenceLabel = "drug",
    };
    public static readonly Facet Target = Targets(
        "target",
        "Human proteins the trial's drugs act on, by HGNC symbol; several per trial.",
        _ => true,
        symbol => [symbol]
    );
    public static readonly Facet TargetedProtein = Targets(
        "targetedProtein",
        "Panel F: proteins of drugs that act as targeted therapy.",
        use => use.Modality is Annotation.Vocabulary.Modality.Targeted,
        symbol => [symbol]
    );

    // Both readings of the axis are indexed; a panel shows one of them (ShownOnAxis).
    public static readonly Facet ImmunotherapyTarget = Targets(
        "immunotherapyTarget",
        "Panel G: proteins of immunotherapies, cell therapies and vaccines, PD-1 and PD-L1 as one axis.",
        use =>
            use.Modality
                is Annotation.Vocabulary.Modality.Immunotherapy
                    or Annotation.Vocabulary.Modality.CellTherapy
                    or Annotation.Vocabulary.Modality.Vaccine,
        symbol => PdProteins.Contains(symbol) ? [symbol, PdAxis] : [symbol]
    );
    public static readonly Facet Biomarker = new(
        "biomarker",
        "Molecular findings that entry asks for; several per trial.",
        trial => trial.Labels.Biomarkers.Select(biomarker => biomarker.Name)
    )
    {
        EvidenceLabel = "biomarker",
    };
    public static readonly Facet Country = new(
        "country",
        "Countries of the trial's sites, ISO 3166-1 alpha-2; several per trial.",
        trial => trial.Countries.Select(country => country.Code ?? country.Name)
    );
    public static readonly Facet Sponsor = new(
        "sponsor",
        "The lead sponsor.",
        trial => Optional(trial.Facts.Sponsor?.Name)
    )
    {
        OneValue = true,
    };
    public static readonly Facet StartYear = new(
        "startYear",
        "The year the trial started or is to start.",
        trial => Optional(trial.Facts.StartDate?[..4])
    )
    {
        OneValue = true,
    };

    /// <summary>Every facet a release indexes.</summary>
    public static IReadOnlyList<Facet> All { get; } =
    [
        Scope,
        StudyType,
        Purpose,
        Phase,
        Status,
        RegistryStatus,
        CtrpCategory,
        StatusFreshness,
        Indication,
        Nf1Association,
        BiomarkerSelection,
        Modality,
        SponsorClass,
        StdAge,
        Certainty,
        Treatment,
        DrugType,
        Drug,
        Target,
        TargetedProtein,
        ImmunotherapyTarget,
        Biomarker,
        Country,
        Sponsor,
        StartYear,
    ];

    /// <summary>The facets of targets for every choice of links but all of them.</summary>
    public static FrozenDictionary<(Facet Facet, TargetLinks Links), Facet> LinkedFacets { get; } =
        new[] { Target, TargetedProtein, ImmunotherapyTarget }
            .SelectMany(facet => TargetLinks.Choices.Select(links => (facet, links)))
            .ToFrozenDictionary(choice => choice, choice => Counting(choice.facet, choice.links));

    /// <summary>What crosstab and timeline can be asked for, by name.</summary>
    public static IReadOnlyList<Facet> Dimensions { get; } =
    [
        Scope,
        StudyType,
        Phase,
        Status,
        Indication,
        Treatment,
        Modality,
        DrugType,
        Target,
        Drug,
        Country,
        Sponsor,
        SponsorClass,
        StartYear,
        Biomarker,
    ];

    /// <summary>The same facet counting only these links to targets; facets of anything else are themselves.</summary>
    public static Facet Linked(Facet facet, TargetLinks links) =>
        LinkedFacets.GetValueOrDefault((facet, links), facet);

    /// <summary>Whether panel G shows this key, for one axis "PD-1/PD-L1" or for the two proteins apart.</summary>
    public static bool ShownOnAxis(string key, bool merged) =>
        merged ? !PdProteins.Contains(key) : key != PdAxis;

    private static Facet Label<TEnum>(
        string name,
        string definition,
        Func<TrialLabels, TEnum> value
    )
        where TEnum : struct, Enum =>
        new(name, definition, trial => Stated(value(trial.Labels).Key()))
        {
            OneValue = true,
            Vocabulary = Terms<TEnum>.All,
            EvidenceLabel = name,
        };

    private static Facet Targets(
        string name,
        string definition,
        Func<TargetUse, bool> counts,
        Func<string, IEnumerable<string>> keys
    ) =>
        new(
            name,
            definition,
            trial =>
                trial.Labels.Targets.Where(counts).SelectMany(use => keys(use.Symbol)).Distinct()
        )
        {
            OfDrugs = true,
            EvidenceLabel = "target",
            EvidenceValues = key => key == PdAxis ? PdProteins : [key],
        };

    private static Facet Counting(Facet facet, TargetLinks links) =>
        facet with
        {
            Values = trial =>
                facet.Values(
                    trial with
                    {
                        Labels = trial.Labels with
                        {
                            Targets = [.. trial.Labels.Targets.Where(links.Includes)],
                        },
                    }
                ),
        };

    private static string[] Stated(string key) => key == NotStated ? [] : [key];

    private static string[] Optional(string? value) => value is null ? [] : [value];
}
