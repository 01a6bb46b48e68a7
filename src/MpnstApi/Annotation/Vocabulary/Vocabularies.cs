namespace MpnstApi.Annotation.Vocabulary;

/// <summary>How MPNST is involved in a trial.</summary>
public enum Scope
{
    [Term("MPNST named", "The record names malignant peripheral nerve sheath tumour, not negated.")]
    Named,

    [Term(
        "Soft tissue sarcoma as a class",
        "MPNST is not named, but the tumour is sarcoma or soft tissue sarcoma as a class, or an open list that MPNST belongs to."
    )]
    Sarcoma,

    [Term(
        "NF1 tumours",
        "A trial of tumours of neurofibromatosis type 1 that does not name MPNST."
    )]
    Nf1,

    [Term("Other", "Neither MPNST, soft tissue sarcoma as a class, nor NF1 tumours.")]
    Other,
}

/// <summary>The registry's study type.</summary>
public enum StudyType
{
    [Term(
        "Interventional",
        "Participants are assigned to an intervention by a protocol.",
        MapsFrom = ["INTERVENTIONAL"]
    )]
    Interventional,

    [Term(
        "Observational",
        "Participants are observed; no intervention is assigned.",
        MapsFrom = ["OBSERVATIONAL"]
    )]
    Observational,

    [Term(
        "Expanded access",
        "Use of an investigational product outside a trial.",
        MapsFrom = ["EXPANDED_ACCESS"]
    )]
    ExpandedAccess,

    [Term("Not stated", "The record states no study type. Panels count it as if interventional.")]
    NotStated,
}

/// <summary>The registry's primary purpose.</summary>
public enum Purpose
{
    [Term(
        "Treatment",
        "An intervention is evaluated for treating a disease.",
        MapsFrom = ["TREATMENT"]
    )]
    Treatment,

    [Term(
        "Prevention",
        "An intervention is evaluated for preventing a disease.",
        MapsFrom = ["PREVENTION"]
    )]
    Prevention,

    [Term(
        "Diagnostic",
        "An intervention is evaluated for identifying a disease.",
        MapsFrom = ["DIAGNOSTIC"]
    )]
    Diagnostic,

    [Term(
        "Educational, counselling or training",
        "An intervention is evaluated in an educational, counselling or training setting.",
        MapsFrom = ["ECT"]
    )]
    Ect,

    [Term(
        "Supportive care",
        "Comfort, quality of life or side effects are the aim, not the disease itself.",
        MapsFrom = ["SUPPORTIVE_CARE"]
    )]
    SupportiveCare,

    [Term(
        "Screening",
        "Methods of identifying a condition, or a risk for it, in people not yet known to have it.",
        MapsFrom = ["SCREENING"]
    )]
    Screening,

    [Term(
        "Health services research",
        "Delivery, organisation or financing of care is evaluated.",
        MapsFrom = ["HEALTH_SERVICES_RESEARCH"]
    )]
    HealthServicesResearch,

    [Term(
        "Basic science",
        "The mechanism of action of an intervention is examined.",
        MapsFrom = ["BASIC_SCIENCE"]
    )]
    BasicScience,

    [Term(
        "Device feasibility",
        "A device is evaluated for its feasibility, not for health outcomes.",
        MapsFrom = ["DEVICE_FEASIBILITY"]
    )]
    DeviceFeasibility,

    [Term("Other", "A purpose outside the registry's other values.", MapsFrom = ["OTHER"])]
    Other,

    [Term("Not stated", "The record states no purpose.")]
    NotStated,
}

/// <summary>Phase, with the labels of the letter.</summary>
public enum Phase
{
    [Term("Early Phase I", "Exploratory, formerly phase 0.", MapsFrom = ["EARLY_PHASE1"])]
    EarlyPhase1,

    [Term("Phase I", "Safety and dose.", MapsFrom = ["PHASE1"])]
    Phase1,

    [Term("Phase I/II", "The registry lists both phases.", MapsFrom = ["PHASE1 + PHASE2"])]
    Phase1Phase2,

    [Term("Phase II", "First evidence of efficacy.", MapsFrom = ["PHASE2"])]
    Phase2,

    [Term("Phase II/III", "The registry lists both phases.", MapsFrom = ["PHASE2 + PHASE3"])]
    Phase2Phase3,

    [Term("Phase III", "Confirmation against a comparator.", MapsFrom = ["PHASE3"])]
    Phase3,

    [Term("Phase IV", "After approval.", MapsFrom = ["PHASE4"])]
    Phase4,

    [Term(
        "Not applicable",
        "The registry's NA, or the study is not interventional.",
        MapsFrom = ["NA"]
    )]
    NotApplicable,

    [Term("Not stated", "The record lists no phase; shown as unclassified.")]
    NotStated,
}

/// <summary>Status in the letter's words. The mapping from the registry's is ours: a close match, not an equivalence.</summary>
public enum TrialStatus
{
    [Term("Planned", "Not yet open to participants.", MapsFrom = ["NOT_YET_RECRUITING"])]
    Planned,

    [Term(
        "Open",
        "Open to participants.",
        MapsFrom = ["RECRUITING", "ENROLLING_BY_INVITATION", "AVAILABLE"]
    )]
    Open,

    [Term(
        "Temporarily closed",
        "Halted, may resume.",
        MapsFrom = ["SUSPENDED", "TEMPORARILY_NOT_AVAILABLE"]
    )]
    TemporarilyClosed,

    [Term(
        "Closed",
        "Closed to accrual, still running.",
        MapsFrom = ["ACTIVE_NOT_RECRUITING", "NO_LONGER_AVAILABLE"]
    )]
    Closed,

    [Term("Completed", "Ended as planned.", MapsFrom = ["COMPLETED", "APPROVED_FOR_MARKETING"])]
    Completed,

    [Term(
        "Terminated",
        "Ended early, or withdrawn before the first participant.",
        MapsFrom = ["TERMINATED", "WITHDRAWN"]
    )]
    Terminated,

    [Term(
        "Unknown",
        "The registry no longer vouches for the status, withholds it, or gives a value not listed here.",
        MapsFrom = ["UNKNOWN", "WITHHELD"]
    )]
    Unknown,

    [Term("Not stated", "The record states no status; shown as unclassified.")]
    NotStated,
}

/// <summary>The status category of NCI's Clinical Trials Reporting Program; the mapping is ours.</summary>
public enum CtrpCategory
{
    [Term("Review", "Approved or in review, not yet open.", MapsFrom = ["NOT_YET_RECRUITING"])]
    Review,

    [Term(
        "Open",
        "Open to accrual, also while temporarily closed.",
        MapsFrom = [
            "RECRUITING",
            "ENROLLING_BY_INVITATION",
            "AVAILABLE",
            "SUSPENDED",
            "TEMPORARILY_NOT_AVAILABLE",
        ]
    )]
    Open,

    [Term(
        "Closed",
        "Closed to accrual.",
        MapsFrom = ["ACTIVE_NOT_RECRUITING", "NO_LONGER_AVAILABLE"]
    )]
    Closed,

    [Term(
        "Terminal",
        "Complete, terminated or withdrawn.",
        MapsFrom = ["COMPLETED", "APPROVED_FOR_MARKETING", "TERMINATED", "WITHDRAWN"]
    )]
    Terminal,
}

/// <summary>How old the source of a status is on the day of the release.</summary>
public enum StatusFreshness
{
    [Term("Current", "The status is dated within the 12 months before the release.")]
    Current,

    [Term("Dated", "The status is dated more than 12 months before the release.")]
    Dated,

    [Term("Undated", "The source of the status bears no date.")]
    Undated,
}

/// <summary>The patients that a trial is for; one value per trial, by the first rule that applies.</summary>
public enum Indication
{
    [Term(
        "NF1-associated MPNST",
        "MPNST, NF1 named (sporadic may enter too): an NF1 term and an MPNST term, and the patients have MPNST."
    )]
    Nf1Mpnst,

    [Term(
        "MPNST",
        "The title's tumour is MPNST alone, or every tumour condition is an MPNST term."
    )]
    Mpnst,

    [Term(
        "NF1 tumours",
        "Tumours of neurofibromatosis type 1 otherwise, whatever other NF1 tumours are named."
    )]
    Nf1Tumor,

    [Term(
        "Pan-soft-tissue sarcoma",
        "The title's tumour is sarcoma, or all tumour conditions are of the sarcoma families."
    )]
    SoftTissueSarcoma,

    [Term(
        "Advanced solid tumours",
        "Solid tumours, rare tumours, cancer in general, or tumours of several families."
    )]
    AdvancedSolidTumor,

    [Term("Other", "None of the other indications holds.")]
    Other,
}

/// <summary>Whether entry requires neurofibromatosis type 1.</summary>
public enum Nf1Association
{
    [Term("Required", "Entry requires NF1.")]
    Required,

    [Term("Included", "NF1 patients are named among those who may enter.")]
    Included,

    [Term("Excluded", "NF1 patients may not enter.")]
    Excluded,

    [Term("Not stated", "The record does not mention NF1 as a disease.")]
    NotStated,
}

/// <summary>Whether entry requires a molecular finding.</summary>
public enum BiomarkerSelection
{
    [Term(
        "Yes",
        "Entry requires a molecular finding (mutation, amplification, loss, expression, HLA type)."
    )]
    Yes,

    [Term(
        "Partial",
        "A molecular finding is required for a cohort, or is an alternative to a histology."
    )]
    Partial,

    [Term("No", "The eligibility text requires no molecular finding.")]
    No,

    [Term(
        "Not assessable",
        "The record has no eligibility text, and its title, conditions and keywords name no such requirement."
    )]
    NotAssessable,
}

/// <summary>The kind of treatment of a drug or procedure. Combined treatments are listed in this order.</summary>
public enum Modality
{
    [Term("Chemotherapy", "Cytotoxic drugs.")]
    Chemotherapy,

    [Term(
        "Targeted therapy",
        "Small molecules and antibodies against a tumour or vessel protein, antibody-drug conjugates, epigenetic, proteasome and metabolic inhibitors."
    )]
    Targeted,

    [Term("Immunotherapy", "Checkpoint inhibitors, cytokines, immune agonists, immunocytokines.")]
    Immunotherapy,

    [Term(
        "Cell therapy",
        "Living immune effector cells: CAR-T, TCR-T, TIL, NK cells, allogeneic transplant."
    )]
    CellTherapy,

    [Term("Oncolytic virus", "A virus that lyses tumour cells.")]
    OncolyticVirus,

    [Term("Gene therapy", "A gene delivered to the patient's cells.")]
    GeneTherapy,

    [Term("Vaccine", "Vaccines against tumour antigens, dendritic cell vaccines included.")]
    Vaccine,

    [Term("Radiotherapy", "Ionising radiation, whatever type the registry files it under.")]
    Radiotherapy,

    [Term("Hyperthermia", "Heating of the tumour region.")]
    Hyperthermia,

    [Term("Surgery", "Resection of the tumour.")]
    Surgery,

    [Term("Hormonal therapy", "Drugs that act on a hormone axis.")]
    Hormonal,

    [Term(
        "Supportive",
        "Against side effects, or to prepare or accompany another treatment; never counts as treatment."
    )]
    Supportive,

    [Term("Diagnostic", "Imaging, biopsies, laboratory work; never counts as treatment.")]
    Diagnostic,

    [Term(
        "Other",
        "Placebo, observation, education, exercise and the like; never counts as treatment."
    )]
    Other,
}

/// <summary>Whether a target is the drug's stated mechanism or a further protein that it acts on.</summary>
public enum TargetRole
{
    [Term("Primary", "The target of the label's or sponsor's one-line mechanism.")]
    Primary,

    [Term(
        "Secondary",
        "A further protein in the label's pharmacology section, or in a cited source with potency within ten-fold."
    )]
    Secondary,
}

/// <summary>The basis of a label, in the record or in the dictionary.</summary>
public enum Certainty
{
    [Term("Registry field", "Read from a registry field by a fixed table.")]
    Registry,

    [Term("Text", "Words in the record's own text.")]
    Text,

    [Term("Snapshot", "What the bundled snapshot says of a record whose long texts it lacks.")]
    Snapshot,

    [Term("Arms", "The record's arms and what each is given.")]
    Arms,

    [Term("List", "The record's list of interventions, without arms.")]
    List,

    [Term(
        "Hint",
        "A phrase such as \"with or without\" whose sides match interventions of the record."
    )]
    Hint,

    [Term("Title", "The title or an arm's label names it, the list of interventions lacks it.")]
    Title,

    [Term("Dictionary", "A reviewed, referenced entry of the dictionary.")]
    Dictionary,

    [Term(
        "Spelling",
        "The name is a common variant of the spelling of exactly one entry of the dictionary: a final -e, ph for f, th for t, a doubled letter."
    )]
    Spelling,

    [Term(
        "Stem",
        "The stem of a nonproprietary name says what kind of drug it is; the dictionary does not know the drug."
    )]
    Stem,

    [Term("Unreviewed", "An entry of the dictionary that nobody has reviewed yet.")]
    Unreviewed,
}

/// <summary>The registry's class of a sponsor.</summary>
public enum SponsorClass
{
    [Term("NIH", "The US National Institutes of Health.", MapsFrom = ["NIH"])]
    Nih,

    [Term("US federal", "Another US federal agency.", MapsFrom = ["FED"])]
    Fed,

    [Term(
        "Other government",
        "A government outside the US, or of a state.",
        MapsFrom = ["OTHER_GOV"]
    )]
    OtherGov,

    [Term("Individual", "A person.", MapsFrom = ["INDIV"])]
    Indiv,

    [Term("Industry", "A company.", MapsFrom = ["INDUSTRY"])]
    Industry,

    [Term("Network", "A cooperative group or network.", MapsFrom = ["NETWORK"])]
    Network,

    [Term("Ambiguous", "The registry could not determine the class.", MapsFrom = ["AMBIG"])]
    Ambig,

    [Term("Other", "Universities, hospitals, foundations and the like.", MapsFrom = ["OTHER"])]
    Other,

    [Term(
        "Unknown",
        "The registry's unknown, or a class this service does not know.",
        MapsFrom = ["UNKNOWN"]
    )]
    Unknown,

    [Term("Not stated", "The record states no class.")]
    NotStated,
}

/// <summary>The registry's standard age groups.</summary>
public enum StdAge
{
    [Term("Child", "Birth to 17 years.", MapsFrom = ["CHILD"])]
    Child,

    [Term("Adult", "18 to 64 years.", MapsFrom = ["ADULT"])]
    Adult,

    [Term("Older adult", "65 years and older.", MapsFrom = ["OLDER_ADULT"])]
    OlderAdult,
}
