using System.Collections.Frozen;
using MpnstApi.Annotation;
using MpnstApi.Annotation.Vocabulary;
using MpnstApi.Storage;

namespace MpnstApi.Indexing;

/// <summary>A classification of trials by values, which filters, panels and crosstabs share.</summary>
/// <param name="Name">Name of the filter parameter.</param>
/// <param name="Definition">The meaning of the values.</param>
/// <param name="Values">Returns a trial's values; none if absent or not stated.</param>
public sealed record Facet(
    string Name,
    string Definition,
    Func<TrialRecord, IEnumerable<string>> Values
)
{
    /// <summary>Gets the closed vocabulary of the values, in its order; null if the vocabulary is open.</summary>
    public IReadOnlyList<Term>? Vocabulary { get; init; }

    /// <summary>Gets whether a trial has at most one value.</summary>
    public bool OneValue { get; init; }

    /// <summary>Gets whether crosstabs and timelines offer it as a dimension.</summary>
    public bool IsDimension { get; init; }

    /// <summary>Gets whether the values are years.</summary>
    public bool IsYear { get; init; }

    /// <summary>
    /// Gets whether it counts drugs or their targets, so that trials that never enrolled anyone are left out by default.
    /// </summary>
    public bool OfDrugs { get; init; }

    /// <summary>
    /// Gets the label whose evidence gives the certainty of a value; null if the values are the registry's own.
    /// </summary>
    public string? EvidenceLabel { get; init; }

    /// <summary>Gets the function that returns the evidence values for a key, if they differ from the key.</summary>
    public Func<string, IReadOnlyList<string>> EvidenceValues { get; init; } = key => [key];
}

/// <summary>The links from drugs to targets that count.</summary>
/// <param name="PrimaryOnly">Only stated mechanisms.</param>
/// <param name="Reviewed">True for those checked against a source, false for unchecked ones, null for both.</param>
public readonly record struct TargetLinks(bool PrimaryOnly, bool? Reviewed)
{
    /// <summary>Gets every choice except that of all links.</summary>
    public static IReadOnlyList<TargetLinks> Choices { get; } =
    [new(true, null), new(true, true), new(true, false), new(false, true), new(false, false)];

    public bool Includes(TargetUse use) =>
        (!PrimaryOnly || use.Role is TargetRole.Primary)
        && (Reviewed is null || use.Reviewed == Reviewed);
}

/// <summary>
/// Defines the facets. To add one, add an entry here: it is indexed, becomes a filter and, if it says so, a dimension.
/// </summary>
public static class Facets
{
    // Initialized before the entries, which add themselves.
    private static readonly List<Facet> Registered = [];

    /// <summary>The key of trials without a value.</summary>
    public const string Unclassified = "UNCLASSIFIED";

    /// <summary>The key of the row of trials without a value in statistics; filters accept it too.</summary>
    public const string NotStated = "NOT_STATED";

    /// <summary>The merged key of the PD-1/PD-L1 axis in panel G.</summary>
    public const string PdAxis = "PDCD1_CD274";

    private static readonly string[] PdProteins = ["PDCD1", "CD274"];

    public static readonly Facet Scope = Add(
        Label<Scope>("scope", "How MPNST is involved in the trial.", labels => labels.Scope) with
        {
            IsDimension = true,
        }
    );
    public static readonly Facet StudyType = Add(
        Label<StudyType>("studyType", "The registry's study type.", labels => labels.StudyType) with
        {
            IsDimension = true,
        }
    );
    public static readonly Facet Purpose = Add(
        Label<Purpose>("purpose", "The registry's primary purpose.", labels => labels.Purpose)
    );
    public static readonly Facet Phase = Add(
        Label<Phase>("phase", "The trial's phase.", labels => labels.Phase) with
        {
            IsDimension = true,
        }
    );
    public static readonly Facet Status = Add(
        Label<TrialStatus>(
            "status",
            "The trial's status in the letter's words.",
            labels => labels.Status
        ) with
        {
            IsDimension = true,
        }
    );
    public static readonly Facet RegistryStatus = Add(
        new(
            "registryStatus",
            "The registry's own status.",
            trial => Optional(trial.Facts.OverallStatus)
        )
        {
            OneValue = true,
            Vocabulary = RegistryTerms.Statuses,
        }
    );
    public static readonly Facet CtrpCategory = Add(
        new(
            "ctrpCategory",
            "The status category of NCI's Clinical Trials Reporting Program.",
            trial => Optional(trial.Labels.CtrpCategory?.Key())
        )
        {
            OneValue = true,
            Vocabulary = Terms<CtrpCategory>.All,
            EvidenceLabel = "ctrpCategory",
        }
    );
    public static readonly Facet StatusFreshness = Add(
        new(
            "statusFreshness",
            "How old the source of the status is.",
            trial => [trial.StatusFreshness.Key()]
        )
        {
            OneValue = true,
            Vocabulary = Terms<StatusFreshness>.All,
        }
    );
    public static readonly Facet Indication = Add(
        Label<Indication>(
            "indication",
            "The patients the trial is for.",
            labels => labels.Indication
        ) with
        {
            IsDimension = true,
        }
    );
    public static readonly Facet Nf1Association = Add(
        Label<Nf1Association>(
            "nf1Association",
            "Whether entry requires neurofibromatosis type 1.",
            labels => labels.Nf1Association
        )
    );
    public static readonly Facet BiomarkerSelection = Add(
        Label<BiomarkerSelection>(
            "biomarkerSelection",
            "Whether entry requires a molecular finding.",
            labels => labels.BiomarkerSelection
        )
    );
    public static readonly Facet Modality = Add(
        new(
            "modality",
            "Kinds of treatment given; several per trial.",
            trial => trial.Labels.Modalities.Select(modality => modality.Key())
        )
        {
            Vocabulary = Terms<Modality>.All,
            EvidenceLabel = "modality",
            IsDimension = true,
        }
    );
    public static readonly Facet SponsorClass = Add(
        new(
            "sponsorClass",
            "The registry's class of the lead sponsor.",
            trial => Optional(RegistryTerms.SponsorClass(trial.Facts.Sponsor?.Class))
        )
        {
            OneValue = true,
            Vocabulary = Terms<SponsorClass>.All,
            IsDimension = true,
        }
    );
    public static readonly Facet StdAge = Add(
        new(
            "stdAge",
            "The registry's standard age groups; several per trial.",
            trial =>
                trial.Facts.StdAges.Select(age => Terms<StdAge>.Parse(age)?.Key()).OfType<string>()
        )
        {
            Vocabulary = Terms<StdAge>.All,
        }
    );
    public static readonly Facet Certainty = Add(
        new(
            "certainty",
            "The basis of at least one label of the trial; several per trial.",
            trial =>
                trial
                    .Labels.Evidence.Select(evidence => evidence.Certainty)
                    .Distinct()
                    .Select(certainty => certainty.Key())
        )
        {
            Vocabulary = Terms<Certainty>.All,
        }
    );
    public static readonly Facet Treatment = Add(
        new(
            "treatment",
            "The treatment of each regimen: its modalities in vocabulary order; several per trial.",
            trial => trial.Labels.Treatments
        )
        {
            EvidenceLabel = "treatment",
            IsDimension = true,
        }
    );
    public static readonly Facet DrugType = Add(
        new(
            "drugType",
            "Types of the drugs that count as treatment; several per trial.",
            trial => trial.Labels.DrugTypes
        )
        {
            OfDrugs = true,
            EvidenceLabel = "drugType",
            IsDimension = true,
        }
    );
    public static readonly Facet Drug = Add(
        new(
            "drug",
            "Drugs that count as treatment; several per trial.",
            trial => trial.Labels.Drugs.Select(drug => drug.Id)
        )
        {
            OfDrugs = true,
            EvidenceLabel = "drug",
            IsDimension = true,
        }
    );
    public static readonly Facet Target = Add(
        Targets(
            "target",
            "Human proteins the trial's drugs act on, by HGNC symbol; several per trial.",
            _ => true,
            symbol => [symbol]
        ) with
        {
            IsDimension = true,
        }
    );
    public static readonly Facet TargetedProtein = Add(
        Targets(
            "targetedProtein",
            "Panel F: proteins of drugs that act as targeted therapy.",
            use => use.Modality is Annotation.Vocabulary.Modality.Targeted,
            symbol => [symbol]
        )
    );

    // Both forms of the axis are indexed; a panel shows one of them (ShownOnAxis).
    public static readonly Facet ImmunotherapyTarget = Add(
        Targets(
            "immunotherapyTarget",
            "Panel G: proteins of immunotherapies, cell therapies and vaccines, PD-1 and PD-L1 as one axis.",
            use =>
                use.Modality
                    is Annotation.Vocabulary.Modality.Immunotherapy
                        or Annotation.Vocabulary.Modality.CellTherapy
                        or Annotation.Vocabulary.Modality.Vaccine,
            symbol => PdProteins.Contains(symbol) ? [symbol, PdAxis] : [symbol]
        )
    );
    public static readonly Facet Biomarker = Add(
        new(
            "biomarker",
            "Molecular findings that entry requires; several per trial.",
            trial => trial.Labels.Biomarkers.Select(biomarker => biomarker.Name)
        )
        {
            EvidenceLabel = "biomarker",
            IsDimension = true,
        }
    );
    public static readonly Facet Country = Add(
        new(
            "country",
            "Countries of the trial's sites, ISO 3166-1 alpha-2; several per trial.",
            trial => trial.Countries.Select(country => country.Code ?? country.Name)
        )
        {
            IsDimension = true,
        }
    );
    public static readonly Facet Sponsor = Add(
        new("sponsor", "The lead sponsor.", trial => Optional(trial.Facts.Sponsor?.Name))
        {
            OneValue = true,
            IsDimension = true,
        }
    );
    public static readonly Facet StartYear = Add(
        Year("startYear", "The year the trial started or is to start.", facts => facts.StartDate)
    );

    public static readonly Facet PrimaryCompletionYear = Add(
        Year(
            "primaryCompletionYear",
            "The year of the trial's primary completion, past or expected.",
            facts => facts.PrimaryCompletionDate
        )
    );

    /// <summary>Gets every facet, in the order of the entries above.</summary>
    public static IReadOnlyList<Facet> All => Registered;

    /// <summary>Gets the facets of targets for every choice of links except all.</summary>
    public static FrozenDictionary<(Facet Facet, TargetLinks Links), Facet> LinkedFacets { get; } =
        new[] { Target, TargetedProtein, ImmunotherapyTarget }
            .SelectMany(facet => TargetLinks.Choices.Select(links => (facet, links)))
            .ToFrozenDictionary(choice => choice, choice => Counting(choice.facet, choice.links));

    /// <summary>Gets the dimensions of crosstabs and timelines, by name.</summary>
    public static IReadOnlyList<Facet> Dimensions { get; } =
    [.. All.Where(facet => facet.IsDimension)];

    /// <summary>Returns the facet that counts only these links to targets; for other facets, the facet itself.</summary>
    public static Facet Linked(Facet facet, TargetLinks links) =>
        LinkedFacets.GetValueOrDefault((facet, links), facet);

    /// <summary>Returns whether panel G shows this key, with PD-1 and PD-L1 as one axis or separately.</summary>
    public static bool ShownOnAxis(string key, bool merged) =>
        merged ? !PdProteins.Contains(key) : key != PdAxis;

    private static Facet Add(Facet facet)
    {
        Registered.Add(facet);
        return facet;
    }

    private static Facet Year(string name, string definition, Func<TrialFacts, string?> date) =>
        new(name, definition, trial => Optional(date(trial.Facts)?[..4]))
        {
            OneValue = true,
            IsYear = true,
            IsDimension = true,
        };

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
            trial => trial.Targets.Where(counts).SelectMany(use => keys(use.Symbol)).Distinct()
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
                facet.Values(trial with { Targets = [.. trial.Targets.Where(links.Includes)] }),
        };

    private static string[] Stated(string key) => key == NotStated ? [] : [key];

    private static string[] Optional(string? value) => value is null ? [] : [value];
}
