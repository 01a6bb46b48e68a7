using MpnstApi.Annotation.Language;
using MpnstApi.Annotation.Vocabulary;

namespace MpnstApi.Annotation.Rules;

/// <summary>The names of molecular markers and of their findings.</summary>
internal static class BiomarkerTerms
{
    /// <summary>A finding as a record names it; the gene is null if the finding does not concern a single gene.</summary>
    public static readonly PhraseList<(string Name, string? Gene)> Markers = new([
        ("h3k27me3", ("H3K27me3", null)),
        ("h3k27 [tri] {trimethylation|methylation|me3}", ("H3K27me3", null)),
        ("mtap", ("MTAP", "MTAP")),
        ("nf1 [gene]", ("NF1", "NF1")),
        ("{p53|tp53} [gene]", ("TP53", "TP53")),
        ("mdm2 [gene]", ("MDM2", "MDM2")),
        ("cdk4 [gene]", ("CDK4", "CDK4")),
        ("{cyclin dependent kinase [cdk] pathway|cdk pathway}", ("CDK pathway", null)),
        ("cdkn2a", ("CDKN2A", "CDKN2A")),
        ("{ini1|ini 1|smarcb1|snf5|baf47} [smarcb1|ini1]", ("INI1 (SMARCB1)", "SMARCB1")),
        ("smarca4", ("SMARCA4", "SMARCA4")),
        ("xpo1 [gene]", ("XPO1", "XPO1")),
        ("mage a4", ("MAGE-A4", "MAGEA4")),
        ("magea4", ("MAGE-A4", "MAGEA4")),
        ("{mage a4|magea4} antigen", ("MAGE-A4", "MAGEA4")),
        ("{ny eso 1|nyeso 1|nyeso1|ny eso1} [antigen]", ("NY-ESO-1", "CTAG1B")),
        ("{pd l1|pdl1}", ("PD-L1", "CD274")),
        ("{her2|her 2|erbb2} [neu]", ("HER2", "ERBB2")),
        ("egfr [gene]", ("EGFR", "EGFR")),
        ("egfr t790m", ("EGFR T790M", "EGFR")),
        (
            "egfr {tki sensitive|sensitive|sensitizing|activating|uncommon|common|rare}",
            ("EGFR", "EGFR")
        ),
        ("epidermal growth factor receptor [egfr]", ("EGFR", "EGFR")),
        ("alk", ("ALK", "ALK")),
        ("{ros1|ros 1}", ("ROS1", "ROS1")),
        ("{ntrk|trk} [gene]", ("NTRK", null)),
        ("ret", ("RET", "RET")),
        ("c met", ("MET", "MET")),
        ("met exon 14", ("MET exon 14", "MET")),
        ("fgfr", ("FGFR", null)),
        ("fgfr1", ("FGFR1", "FGFR1")),
        ("fgfr2", ("FGFR2", "FGFR2")),
        ("fgfr2b", ("FGFR2b", "FGFR2")),
        ("fgfr3", ("FGFR3", "FGFR3")),
        ("kras", ("KRAS", "KRAS")),
        ("ras", ("RAS", null)),
        (
            "{rasopathy|ras mapk|mapk|ras raf mek erk|ras raf|pi3k akt mtor|pi3k|mtor|wnt|hedgehog} pathway",
            (Pathway, null)
        ),
        ("{mapk|ras|pi3k} pathway [gene]", (Pathway, null)),
        (
            "{homologous recombination repair|hrr|homologous recombination} [hrr] [gene] [pathway]",
            ("HRR", null)
        ),
        ("{dna damage repair|dna damage response|ddr} [gene] [pathway]", ("DDR", null)),
        ("{estrogen receptor|oestrogen receptor|er}", ("ER", "ESR1")),
        ("{progesterone receptor|pr|pgr}", ("PR", "PGR")),
        ("{hormone receptor|hr}", ("HR", null)),
        ("mesothelin", ("mesothelin", "MSLN")),
        ("{claudin 18 2|claudin18 2|cldn18 2}", ("claudin 18.2", "CLDN18")),
        ("{claudin 6|claudin6|cldn6}", ("claudin 6", "CLDN6")),
        ("{nectin 4|nectin4}", ("nectin-4", "NECTIN4")),
        ("folate receptor [alpha] [1]", ("folate receptor alpha", "FOLR1")),
        ("mgmt [promoter] [gene]", ("MGMT", "MGMT")),
        ("{beta catenin|ctnnb1}", ("beta-catenin", "CTNNB1")),
        ("target antigen", ("target antigen", null)),
        ("nras", ("NRAS", "NRAS")),
        ("hras", ("HRAS", "HRAS")),
        ("tsc1", ("TSC1", "TSC1")),
        ("tsc2", ("TSC2", "TSC2")),
        ("atm", ("ATM", "ATM")),
        ("palb2", ("PALB2", "PALB2")),
        ("ezh2", ("EZH2", "EZH2")),
        ("eed", ("EED", "EED")),
        ("suz12", ("SUZ12", "SUZ12")),
        ("bap1", ("BAP1", "BAP1")),
        ("braf", ("BRAF", "BRAF")),
        ("{brca|gbrca|tbrca|sbrca|brcam|gbrcam}", ("BRCA", null)),
        ("{gbrca1|sbrca1}", ("BRCA1", "BRCA1")),
        ("{gbrca2|sbrca2}", ("BRCA2", "BRCA2")),
        ("{driver|drive} [oncogene] [gene]", (Driver, null)),
        ("oncogenic driver", (Driver, null)),
        ("brca1", ("BRCA1", "BRCA1")),
        ("brca2", ("BRCA2", "BRCA2")),
        ("pten", ("PTEN", "PTEN")),
        ("{rb|rb1}", ("RB1", "RB1")),
        ("{idh1|idh 1}", ("IDH1", "IDH1")),
        ("pik3ca", ("PIK3CA", "PIK3CA")),
        ("{b7 h3|b7h3|cd276}", ("B7-H3", "CD276")),
        ("gd2", ("GD2", null)),
        ("{gpc3|glypican 3}", ("GPC3", "GPC3")),
        ("prame", ("PRAME", "PRAME")),
        ("{ewsr1|ews}", ("EWSR1", "EWSR1")),
        ("{ss18|syt}", ("SS18", "SS18")),
        ("{specific|certain}", ("specific", null)),
        (
            "{targetable|actionable|qualifying|eligible} [genomic|genetic|molecular|tumor|somatic]",
            ("actionable", null)
        ),
    ]);

    public static readonly PhraseList<(string Word, string Finding)> Findings = new([
        ("{mutation|mutated|mutant|variant|mut|substitution} [positive]", ("mutation", "mutation")),
        (
            "{insertion|duplication|insertion duplication|skipping} [mutation|alteration]",
            ("mutation", "mutation")
        ),
        (
            "{dysregulation|dysregulated|abnormality|abnormalities|defect}",
            ("alteration", "mutation")
        ),
        ("{positive|activating|rare|specific|common} mutation", ("mutation", "mutation")),
        ("exon 20 insertion [mutation]", ("exon 20 insertion", "mutation")),
        ("exon 20 mutation", ("exon 20 mutation", "mutation")),
        ("[gene] {alteration|altered|aberration|aberrant}", ("alteration", "mutation")),
        ("[gene] {amplification|amplified}", ("amplification", "amplification")),
        ("[gene] [{homozygous|biallelic}] {deletion|deleted}", ("deletion", "loss")),
        (
            "[gene] [{homozygous|biallelic}] {loss|deficient|deficiency|null|inactivation}",
            ("loss", "loss")
        ),
        ("{wild type|wildtype}", ("wild type", "wild type")),
        ("{negative|absent|lost}", (Negative, "loss")),
        ("{retained|retention|intact|proficient}", ("retained", "expression")),
        ("positive", (Positive, "expression")),
        ("{expression|expressing|overexpression|overexpressing}", ("expression", "expression")),
        (
            "[gene] {fusion|rearrangement|rearranged|translocation|fused} [positive]",
            ("fusion", "fusion")
        ),
        ("unmethylated", ("unmethylated", "absence")),
        ("[gene] {fusion transcript|fusion gene}", ("fusion", "fusion")),
        ("{high|low} expression", ("expression", "expression")),
        (
            "{overexpressed|expressed|expresser|positivity|immunoreactivity|staining|stain}",
            ("expression", "expression")
        ),
        ("[gene] copy number {gain|amplification}", ("amplification", "amplification")),
        ("{internal tandem duplication|itd} [mutation|positive]", ("mutation", "mutation")),
        (
            "{methylation|methylated|hypermethylation|hypermethylated}",
            ("methylation", "methylation")
        ),
    ]);

    /// <summary>Findings that may precede their marker.</summary>
    public static readonly PhraseList<(string Word, string Finding)> Adjectives = new([
        ("{mutated|mutant}", ("mutation", "mutation")),
        ("{altered|aberrant}", ("alteration", "mutation")),
        ("amplified", ("amplification", "amplification")),
        ("deleted", ("deletion", "loss")),
        ("{rearranged|fused}", ("fusion", "fusion")),
        ("{wild type|wildtype}", ("wild type", "wild type")),
        ("{methylated|hypermethylated}", ("methylation", "methylation")),
        ("unmethylated", ("unmethylated", "absence")),
        ("overexpressed", ("expression", "expression")),
        ("{intact|retained}", ("retained", "expression")),
    ]);

    /// <summary>Names for an unspecified driver gene.</summary>
    public const string Driver = "driver";

    /// <summary>Pathways, any gene of which may be altered.</summary>
    public const string Pathway = "signalling pathway";

    public const string Positive = "positive";
    public const string Negative = "negative";

    /// <summary>Genes for which "negative" is a loss; for others it only states that a mutation is absent.</summary>
    public static readonly HashSet<string> LostMarkers =
    [
        "H3K27me3",
        "MTAP",
        "INI1 (SMARCB1)",
        "SMARCA4",
        "RB1",
        "PTEN",
        "NF1",
        "TP53",
        "CDKN2A",
        "ARID1A",
        "ATRX",
        "BAP1",
        "BRG1",
        "MLH1",
        "MSH2",
        "MSH6",
        "PMS2",
        "SMARCA2",
    ];

    /// <summary>Genes for which "positive" is a fusion, not expression.</summary>
    public static readonly HashSet<string> FusedMarkers = ["ALK", "ROS1", "NTRK", "EWSR1", "SS18"];

    /// <summary>The subjects of a sentence: patients, participants, tumours.</summary>
    public static readonly PhraseList<bool> People = Phrases.Of(
        "{patient|participant|subject|individual|those|person|people|women|men|children|tumor|whose|who}"
    );

    /// <summary>Words after a finding that is tested for or absent, not required.</summary>
    public static readonly PhraseList<bool> Measured = Phrases.Of(
        "{status|test|testing|analysis|detection|rate|frequency|profile|profiling|prevalence|level|assessment|evaluation|determination}"
    );

    /// <summary>Findings that need no second word.</summary>
    public static readonly PhraseList<Biomarker> Whole = new([
        (
            "[mature] tertiary lymphoid structure",
            new Biomarker("tertiary lymphoid structures", null, "expression")
        ),
        (
            "{msi h|msi high|microsatellite instability high}",
            new Biomarker("microsatellite instability", null, "mutation")
        ),
        (
            "{homologous recombination deficient|homologous recombination deficiency|hrd} [hrd] [positive]",
            new Biomarker("homologous recombination deficiency", null, "loss")
        ),
        (
            "{h3 k27m|h3k27m|h3 3 k27m|h3 k27 altered|h3 k27 mutant}",
            new Biomarker("H3 K27M mutation", null, "mutation")
        ),
        (
            "{mismatch repair deficient|mismatch repair deficiency|deficient mismatch repair|dmmr}",
            new Biomarker("mismatch repair deficiency", null, "loss")
        ),
        (
            "{microsatellite stable|microsatellite stability|mss|mismatch repair proficient|proficient mismatch repair|pmmr}",
            new Biomarker("microsatellite stability", null, "wild type")
        ),
        (
            "{philadelphia chromosome|ph chromosome} positive",
            new Biomarker("BCR-ABL1 fusion", null, "fusion")
        ),
        (
            "1p 19q {codeletion|codeleted|co deletion|co deleted}",
            new Biomarker("1p/19q codeletion", null, "loss")
        ),
        (
            "{tmb h|tmb high|high tmb|tumor {mutational|mutation} burden high|high tumor {mutational|mutation} burden}",
            new Biomarker("high tumor mutational burden", null, "mutation")
        ),
    ]);

    /// <summary>Between a marker and its finding, or in lists of markers.</summary>
    public static readonly HashSet<string> Connecting =
    [
        "promoter",
        "pathway",
        "driver",
        "sensitive",
        "sensitizing",
        "sensitising",
        "sensitivity",
        "acquired",
        "uncommon",
        "common",
        "rare",
        "nuclear",
        "membranous",
        "cytoplasmic",
        "staining",
        "immunohistochemistry",
        "ihc",
        "p",
        "e",
        "g",
        "gene",
        "protein",
        "receptor",
        "antigen",
        "tumor",
        "surface",
        "exon",
        "activating",
        "inactivating",
        "germline",
        "somatic",
        "oncogenic",
        "pathogenic",
        "hotspot",
        "kinase",
        "domain",
        "homozygous",
        "heterozygous",
        "biallelic",
        "monoallelic",
        "genomic",
        "genetic",
        "molecular",
        "membrane",
        "cell",
        "high",
        "strong",
        "low",
        "any",
        "other",
        "class",
        "and",
        "or",
        "a",
        "an",
        "the",
        "loss",
        "gain",
        "function",
        "of",
        "deleterious",
        "truncating",
        "insertion",
        "point",
        "known",
        "documented",
        "confirmed",
    ];

    /// <summary>Between a finding and the markers that follow it: "mutation in the BRAF or KRAS gene".</summary>
    public static readonly HashSet<string> Leading =
    [
        "of",
        "in",
        "involving",
        "affecting",
        "for",
        "to",
        "the",
        "a",
        "an",
        "any",
        "either",
        "one",
        "more",
        "following",
        "gene",
        "and",
        "or",
        "least",
        "at",
    ];

    /// <summary>Capitals that do not mean a gene or protein of the tumour.</summary>
    public static readonly HashSet<string> NoMarkers = new(StringComparer.Ordinal)
    {
        "ACPA",
        "ALB",
        "ALP",
        "APTT",
        "BNP",
        "BUN",
        "CPK",
        "CRP",
        "ESR",
        "FT3",
        "FT4",
        "GGT",
        "HDL",
        "HGB",
        "LDL",
        "PLT",
        "PTH",
        "TBIL",
        "TSH",
        "UPCR",
        "WBC",
        "AIDS",
        "AJCC",
        "ANCA",
        "ASCT",
        "ATRT",
        "BCG",
        "CCP",
        "DCIS",
        "DIPG",
        "DLBCL",
        "ESBL",
        "FFPE",
        "GAD",
        "GBM",
        "GCP",
        "GVHD",
        "HAV",
        "HDV",
        "HEV",
        "HGG",
        "HNSCC",
        "ICH",
        "IRB",
        "ISH",
        "LDH",
        "LGG",
        "MIBC",
        "MRD",
        "MRSA",
        "NEC",
        "NET",
        "PDAC",
        "PSC",
        "RPR",
        "RSV",
        "SCC",
        "SOC",
        "SPECT",
        "TPHA",
        "TPO",
        "UPS",
        "VDRL",
        "HIV",
        "HBV",
        "HCV",
        "HTLV",
        "CMV",
        "VZV",
        "HSV",
        "EBV",
        "HBSAG",
        "HBS",
        "HCG",
        "COVID",
        "SARS",
        "PCR",
        "DNA",
        "RNA",
        "CNS",
        "CD3",
        "CD4",
        "CD8",
        "CD34",
        "CD45",
        "CD56",
        "CSF",
        "NSCLC",
        "SCLC",
        "HCC",
        "CRC",
        "RCC",
        "TNBC",
        "MRI",
        "PET",
        "CT",
        "FDG",
        "MIBG",
        "PPD",
        "TB",
        "ECOG",
        "HLA",
        "IHC",
        "FISH",
        "NGS",
        "CLIA",
        "TKI",
        "MPNST",
        "GIST",
        "STS",
        "AML",
        "ALL",
        "CLL",
        "MDS",
        "ANC",
        "AST",
        "ALT",
        "ULN",
        "LVEF",
        "QTC",
        "WHO",
        "NYHA",
        "USA",
        "FDA",
        "ICF",
        "NCI",
        "CPS",
        "TPS",
        "TMB",
        "MSI",
        "ANA",
        "RBC",
        "PSA",
        "NF",
        "PN",
        "RECIST",
        "CTCAE",
        "EKG",
        "ECG",
        "HRD",
        "HRR",
        "DDR",
        "II",
        "III",
        "IV",
        "AND",
        "OR",
        "NOT",
        "NO",
        "TUMOR",
        "GENE",
        "CAR",
        "TCR",
        "TIL",
        "WT",
        "MUT",
        "LOH",
        "ITD",
        "CEA",
        "AFP",
        "BSA",
        "BMI",
        "GFR",
        "INR",
        "PTT",
    };

    public static readonly PhraseList<bool> Expressing = Phrases.Of(
        "{expressing|express|expresse|overexpress|overexpressing|overexpresse} [high] [level] [of] [the]"
    );

    public static readonly PhraseList<bool> PositiveFor = Phrases.Of(
        "{positive|positivity} for [the]"
    );

    /// <summary>Scores that measure a protein; with a number they require expression.</summary>
    public static readonly PhraseList<bool> Score = Phrases.Of(
        "{cps|tps|combined positive score|tumor proportion score|h score}"
    );

    public static readonly PhraseList<bool> TumorMutationalBurden = Phrases.Of(
        "tumor {mutational|mutation} burden",
        "tmb"
    );

    /// <summary>Phrases before a finding that must be absent.</summary>
    public static readonly PhraseList<bool> Absent = Phrases.Of(
        "{no|without|absence|lack|lacking|lacks|absent|nor|neither|none}",
        "{must|should|do|does|may|can} not",
        "{cannot|not} {have|has|harbor|harbour|carry|express|show|contain|be|known|possess}",
        "negative for",
        "free of",
        "exclude"
    );

    /// <summary>Phrases of absence that do not concern a finding.</summary>
    public static readonly PhraseList<bool> NoAbsence = Phrases.Of(
        "{no|without} {prior|previous|standard|available|satisfactory|curative|approved|more|limit|symptomatic|brain|cns|leptomeningeal|contraindication|progression|treatment|therapy|chemotherapy|option|metastase|metastasis|metastatic}",
        "no {history|evidence} of {disease|metastase|metastasis|metastatic|brain|progression|recurrence}",
        "no {effective|alternative|acceptable|appropriate|proven|further|longer}",
        "{no|without} {concomitant|concurrent|active|uncontrolled|other active|other} {disease|illness|infection|malignancy|malignancies|cancer}",
        "not only",
        "{must|should|do|does|may|can} not be {amenable|eligible|suitable|candidate|a candidate}",
        "{must|should|do|does|may|can} not have {received|been|had|progressed}",
        "not be {amenable|eligible|suitable|candidate}",
        "not have {received|been|had|progressed}"
    );

    /// <summary>Phrases after a finding that must be absent.</summary>
    public static readonly PhraseList<bool> AbsentAfter = Phrases.Of(
        "{not|never} {detected|identified|present|found|detectable}",
        "{must|should} be {excluded|ruled out|absent|negative}",
        "{ruled out|undetectable}"
    );

    /// <summary>Phrases that end the scope of an absence.</summary>
    public static readonly PhraseList<bool> Again = Phrases.Of(
        "{but|however}",
        "{harboring|harbouring|carrying}",
        "and {have|has|harbor|harbour|carry}",
        "{must|should|who|to} {have|harbor|harbour|express}"
    );

    /// <summary>Between a marker and "positive" or "negative": the kind of test.</summary>
    public static readonly HashSet<string> Testing =
    [
        "all",
        "are",
        "be",
        "both",
        "is",
        "must",
        "result",
        "status",
        "test",
        "testing",
        "tested",
        "was",
        "were",
        "wa",
    ];

    /// <summary>Words for agents against a variant, which is then not a finding: "KRAS G12C inhibitor".</summary>
    public static readonly HashSet<string> Aimed =
    [
        "inhibitor",
        "inhibition",
        "degrader",
        "targeted",
        "targeting",
        "directed",
        "selective",
        "specific",
        "vaccine",
        "tcr",
        "therapy",
    ];

    public static readonly PhraseList<bool> NegativeFor = Phrases.Of("negative for [the]");

    public static readonly PhraseList<bool> Activated = Phrases.Of(
        "{activated|activation|hyperactivation|activating}"
    );

    public static readonly PhraseList<bool> WithOrWithout = Phrases.Of(
        "{with or without|with and without|with without|regardless of|irrespective of|whether or not}"
    );
}
