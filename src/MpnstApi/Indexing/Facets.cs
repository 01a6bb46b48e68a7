using System.Collections.Frozen;
using MpnstApi.Annotation;
using MpnstApi.Annotation.Vocabulary;
using MpnstApi.Storage;

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
    Func<TrialRecord, IEnumerable<string>> Values
)
{
    /// <summary>The closed vocabulary the values come from, in its order; null where the vocabulary is open.</summary>
    public IReadOnlyList<Term>? Vocabulary { get; init; }

    /// <summary>A trial has one value at the most.</summary>
    public bool OneValue { get; init; }

    /// <summary>Crosstab and timeline can be asked for it.</summary>
    public bool IsDimension { get; init; }

    /// <summary>The values are years.</summary>
    public bool IsYear { get; init; }

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

/// <summary>All facets. A new one is one entry here: it is then indexed, a filter and, where it says so, a dimension.</summary>
public static class Facets
{
    // Before the entries, which add themselves.
    private static readonly List<Facet> Registered = [];

    /// <summary>The key of trials without a value.</summary>
    public const string Unclassified = "UNCLASSIFIED";

    /// <summary>How statistics name the row of trials without a value; filters take it too.</summary>
    public const string NotStated = "NOT_STATED";

    /// <summary>The merged key of the PD-1/PD-L1 axis in panel G.</summary>
    public const string PdAxis = "PDCD1_CD274";

    private static readonly string[] PdProteins = ["PDCD1", "CD274"];

    public static readonly Facet Scope = Add(
        Label<Scope>("scope", "How MPNST comes into the trial.", labels => labels.Scope) with
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
            "Whether entry asks for neurofibromatosis type 1.",
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
            "What at least one of the trial's labels rests on; several per trial.",
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
            "What the trial's regimens combine, modalities joined in vocabulary order; several per trial.",
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

    // Both readings of the axis are indexed; a panel shows one of them (ShownOnAxis).
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
            "Molecular findings that entry asks for; several per trial.",
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

    /// <summary>Every facet a release indexes, in the order of the entries above.</summary>
    public static IReadOnlyList<Facet> All => Registered;

    /// <summary>The facets of targets for every choice of links but all of them.</summary>
    public static FrozenDictionary<(Facet Facet, TargetLinks Links), Facet> LinkedFacets { get; } =
        new[] { Target, TargetedProtein, ImmunotherapyTarget }
            .SelectMany(facet => TargetLinks.Choices.Select(links => (facet, links)))
            .ToFrozenDictionary(choice => choice, choice => Counting(choice.facet, choice.links));

    /// <summary>What crosstab and timeline can be asked for, by name.</summary>
    public static IReadOnlyList<Facet> Dimensions { get; } =
    [.. All.Where(facet => facet.IsDimension)];

    /// <summary>The same facet counting only these links to targets; facets of anything else are themselves.</summary>
    public static Facet Linked(Facet facet, TargetLinks links) =>
        LinkedFacets.GetValueOrDefault((facet, links), facet);

    /// <summary>Whether panel G shows this key, for one axis "PD-1/PD-L1" or for the two proteins apart.</summary>
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
