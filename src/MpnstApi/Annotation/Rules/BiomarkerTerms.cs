using MpnstApi.Annotation.Vocabulary;
using MpnstApi.Annotation.Wording;

namespace MpnstApi.Annotation.Rules;

/// <summary>The names of molecular findings: what is looked at, and what is found of it.</summary>
internal static class BiomarkerTerms
{
    /// <summary>How a record names what is found; the gene is null where the finding is not of one gene.</summary>
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
        ("{ini1|smarcb1|snf5}", ("INI1 (SMARCB1)", "SMARCB1")),
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
        ("ros1", ("ROS1", "ROS1")),
        ("{ntrk|ntrk1|ntrk2|ntrk3} [2] [3]", ("NTRK", null)),
        ("ret", ("RET", "RET")),
        ("c met", ("MET", "MET")),
        ("met exon 14", ("MET exon 14", "MET")),
        ("fgfr", ("FGFR", null)),
        ("fgfr1", ("FGFR1", "FGFR1")),
        ("fgfr2", ("FGFR2", "FGFR2")),
        ("fgfr3", ("FGFR3", "FGFR3")),
        ("kras [g12c]", ("KRAS", "KRAS")),
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
        ("braf [v600|v600e]", ("BRAF", "BRAF")),
        ("brca [1|2]", ("BRCA", null)),
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
        ("{specific|certain|targetable|actionable}", ("specific", null)),
    ]);

    public static readonly PhraseList<(string Word, string Finding)> Findings = new([
        ("{mutation|mutated|mutant|variant} [positive]", ("mutation", "mutation")),
        ("{positive|activating|rare|specific|common} mutation", ("mutation", "mutation")),
        ("exon 20 insertion [mutation]", ("exon 20 insertion", "mutation")),
        ("exon 20 mutation", ("exon 20 mutation", "mutation")),
        ("[gene] {alteration|altered|aberration}", ("alteration", "mutation")),
        ("[gene] {amplification|amplified}", ("amplification", "amplification")),
        ("[gene] [{homozygous|biallelic}] {deletion|deleted}", ("deletion", "loss")),
        (
            "[gene] [{homozygous|biallelic}] {loss|deficient|deficiency|null|inactivation}",
            ("loss", "loss")
        ),
        ("{wild type|wildtype}", ("wild type", "wild type")),
        ("negative", (Negative, "loss")),
        ("positive", (Positive, "expression")),
        ("{expression|expressing|overexpression|overexpressing}", ("expression", "expression")),
        ("[gene] {fusion|rearrangement|rearranged|translocation}", ("fusion", "fusion")),
        ("{methylation|methylated}", ("methylation", "methylation")),
    ]);

    public const string Positive = "positive";
    public const string Negative = "negative";

    /// <summary>Where "negative" is a loss; for other genes it only says that a mutation is absent.</summary>
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
    ];

    /// <summary>Where "positive" is a fusion, and not expression.</summary>
    public static readonly HashSet<string> FusedMarkers = ["ALK", "ROS1", "NTRK", "EWSR1", "SS18"];

    /// <summary>After a finding: it is looked for, or absent, not asked for.</summary>
    public static readonly PhraseList<bool> Measured = Phrases.Of(
        "{negative|status|test|testing|analysis|detection|rate|frequency|profile|profiling|prevalence|level}"
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
            "{mismatch repair deficient|mismatch repair deficiency|dmmr}",
            new Biomarker("mismatch repair deficiency", null, "loss")
        ),
        (
            "{hla a 02|hla a02|hla a2|hla a 02 01|hla a 0201}",
            new Biomarker("HLA-A*02", "HLA-A", "HLA type")
        ),
        (
            "{tmb h|tmb high|tumor mutational burden high|high tumor mutational burden}",
            new Biomarker("high tumor mutational burden", null, "mutation")
        ),
    ]);
}
