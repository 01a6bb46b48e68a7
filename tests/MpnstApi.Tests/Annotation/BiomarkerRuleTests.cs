using MpnstApi.Annotation;
using MpnstApi.Annotation.Vocabulary;

namespace MpnstApi.Tests.Annotation;

public sealed class BiomarkerRuleTests
{
    [Theory]
    [InlineData("NCT06693284", BiomarkerSelection.Yes, "H3K27me3 loss")]
    [InlineData("NCT04040205", BiomarkerSelection.Yes, "CDK pathway alteration")]
    [InlineData("NCT04095208", BiomarkerSelection.Yes, "tertiary lymphoid structures")]
    [InlineData("NCT03872427", BiomarkerSelection.Yes, "NF1 mutation")]
    [InlineData("NCT07549022", BiomarkerSelection.Yes, "MTAP deletion")]
    [InlineData("NCT05642455", BiomarkerSelection.Yes, "MAGE-A4 expression")]
    [InlineData("NCT02601937", BiomarkerSelection.Partial, "INI1 (SMARCB1) loss")]
    [InlineData("NCT03611868", BiomarkerSelection.Partial, "MDM2 mutation")]
    public void A_required_finding_is_named(string id, BiomarkerSelection expected, string name)
    {
        var labels = Snapshot.Of(id);

        Assert.Equal(expected, labels.BiomarkerSelection);
        Assert.Contains(name, labels.Biomarkers.Select(b => b.Name));
        Assert.Contains(labels.Evidence, e => e.Label == "biomarker" && e.Value == name);
    }

    [Theory]
    [InlineData("NCT03784014")]
    [InlineData("NCT00304083")]
    [InlineData("NCT04750928")]
    public void What_is_measured_and_a_diagnosis_of_NF1_are_no_findings(string id)
    {
        Assert.Equal(BiomarkerSelection.NotAssessable, Snapshot.Of(id).BiomarkerSelection);
        Assert.Empty(Snapshot.Of(id).Biomarkers);
    }

    [Theory]
    [InlineData("* Soft tissue sarcoma", BiomarkerSelection.No)]
    [InlineData("* Tumor with documented MTAP deletion", BiomarkerSelection.Yes)]
    [InlineData("* EGFR mutation status must be known", BiomarkerSelection.No)]
    [InlineData("* No evidence of drivers including KRAS mutations", BiomarkerSelection.Yes)]
    [InlineData(
        "* Patients with ALK rearrangement must have received crizotinib",
        BiomarkerSelection.No
    )]
    [InlineData("* HLA-A*02 positive", BiomarkerSelection.Yes)]
    [InlineData(
        "* Atypical neurofibroma, leiomyosarcoma or sarcoma with CDKN2A loss",
        BiomarkerSelection.Partial
    )]
    [InlineData("* Diagnosis of NF1: clinical, or a germline NF1 mutation", BiomarkerSelection.No)]
    [InlineData("* CD4+ T-cell count above 200", BiomarkerSelection.No)]
    [InlineData("* HIV-positive patients on treatment", BiomarkerSelection.No)]
    [InlineData("* LRRC15-positive tumor", BiomarkerSelection.Yes)]
    [InlineData("* Claudin 18.2-positive tumor by central testing", BiomarkerSelection.Yes)]
    [InlineData("* Alteration of the MAPK pathway", BiomarkerSelection.Yes)]
    [InlineData("* Deleterious mutation in BRCA1, BRCA2 or PALB2", BiomarkerSelection.Yes)]
    [InlineData("* HRD-positive tumor", BiomarkerSelection.Yes)]
    [InlineData("* PD-L1 TPS of at least 1 %", BiomarkerSelection.Yes)]
    [InlineData("* Breast cancer that is HR+/HER2-, progressing", BiomarkerSelection.Yes)]
    [InlineData("* Sarcoma with or without an RB1 mutation", BiomarkerSelection.No)]
    [InlineData(
        "* Tumor with a pathogenic mutation confirmed by NGS",
        BiomarkerSelection.NotAssessable
    )]
    [InlineData("* EWSR1::FLI1 or other ETS fusion", BiomarkerSelection.Yes)]
    [InlineData(
        "* Must not have an EGFR, ALK, ROS1, RET or MET alteration",
        BiomarkerSelection.Yes
    )]
    [InlineData("* B7-H3+ solid tumor with measurable disease", BiomarkerSelection.Yes)]
    [InlineData("* HLA-A*0201+, NYESO-1+ (25 % of cells)", BiomarkerSelection.Yes)]
    [InlineData("* NYESO-1+(25 % of cells)", BiomarkerSelection.Yes)]
    [InlineData("* Tumor positive for MAGE-A4", BiomarkerSelection.Yes)]
    [InlineData("* MTAP homozygous deletion", BiomarkerSelection.Yes)]
    [InlineData("* TP53 wild-type tumor", BiomarkerSelection.Yes)]
    [InlineData("* NTRK1, NTRK2 or NTRK3 gene fusion", BiomarkerSelection.Yes)]
    [InlineData("* RET fusion, or TSC2 mutation", BiomarkerSelection.Yes)]
    [InlineData("* Part B: one of\n  * loss of SMARCB1", BiomarkerSelection.Partial)]
    [InlineData("* Part A: any solid tumor\n* Tumor with RB1 loss", BiomarkerSelection.Yes)]
    [InlineData("* Tissue for assessment of PD-L1 expression", BiomarkerSelection.No)]
    [InlineData("* Archival tumor to determine MDM2 amplification", BiomarkerSelection.No)]
    [InlineData("* EGFR mutation negative lung cancer", BiomarkerSelection.Yes)]
    [InlineData(
        "* BRAF-mutated melanoma has to have been treated with an inhibitor",
        BiomarkerSelection.No
    )]
    public void Criteria_say_no_unless_they_require_a_finding(
        string inclusion,
        BiomarkerSelection expected
    )
    {
        var text = Snapshot.Text("NCT00297258") with
        {
            EligibilityCriteria =
                $"Inclusion Criteria:\n{inclusion}\n\nExclusion Criteria:\n* PD-L1 negative",
        };

        Assert.Equal(expected, Annotator.Annotate(text, Snapshot.Dictionary).BiomarkerSelection);
    }

    /// <summary>
    /// Lines of inclusion criteria written for this, each alone in a record of solid tumours
    /// (<c>Fixtures/biomarker-criteria.tsv</c>): selection, genes that must be named, text.
    /// </summary>
    [Fact]
    public void Lines_of_criteria_demand_what_they_say()
    {
        var wrong = new List<string>();
        foreach (var line in CriteriaLines)
        {
            var (expected, genes, text) = (line[0], line[1], line[2].Replace("\\n", "\n"));
            var labels = Read("Pazopanib in Advanced Solid Tumors", text);
            var missing = genes
                .Split(',', StringSplitOptions.RemoveEmptyEntries)
                .Except(labels.Biomarkers.Select(b => b.Gene));
            if (labels.BiomarkerSelection.Key() != expected || missing.Any())
            {
                wrong.Add(
                    $"{text}: {labels.BiomarkerSelection.Key()} instead of {expected}, {string.Join(", ", labels.Biomarkers)}"
                );
            }
        }

        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
    }

    private static IEnumerable<string[]> CriteriaLines =>
        File.ReadLines(Repository.Fixture("biomarker-criteria.tsv"))
            .Where(line => !line.StartsWith('#'))
            .Select(line => line.Split('\t'));

    [Theory]
    [InlineData("* KRAS G12D mutation", "KRAS mutation", "KRAS", "mutation")]
    [InlineData("* Loss of INI1 expression", "INI1 (SMARCB1) loss", "SMARCB1", "loss")]
    [InlineData("* Lack of INI1 staining", "INI1 (SMARCB1) loss", "SMARCB1", "loss")]
    [InlineData("* No EGFR mutation", "no EGFR mutation", "EGFR", "absence")]
    [InlineData("* EGFR mutation was not detected", "no EGFR mutation", "EGFR", "absence")]
    [InlineData("* EGFR mutation negative", "EGFR wild type", "EGFR", "wild type")]
    [InlineData("* EGFR exon 19 deletion", "EGFR exon 19 deletion", "EGFR", "mutation")]
    [InlineData("* SS18-SSX fusion", "SS18-SSX fusion", null, "fusion")]
    [InlineData("* t(X;18) shown by cytogenetics", "t(X;18)", null, "fusion")]
    [InlineData("* HLA-A\\*24:02 positive", "HLA-A*24", "HLA-A", "HLA type")]
    [InlineData("* QRZ4-amplified tumor", "QRZ4 amplification", null, "amplification")]
    [InlineData("* Driver gene negative disease", "no driver mutation", null, "absence")]
    [InlineData(
        "* Disease not amenable to surgery harboring a BRAF mutation",
        "BRAF mutation",
        "BRAF",
        "mutation"
    )]
    [InlineData("* Anaplastic lymphoma kinase (ALK) fusion", "ALK fusion", "ALK", "fusion")]
    public void A_demand_names_gene_and_finding(
        string inclusion,
        string name,
        string? gene,
        string finding
    ) =>
        Assert.Equal(
            [new Biomarker(name, gene, finding)],
            Read("Pazopanib in Advanced Solid Tumors", inclusion).Biomarkers
        );

    [Theory]
    [InlineData("Pazopanib in Lung Cancer Without EGFR Mutation", "no EGFR mutation")]
    [InlineData("Pazopanib in FGFR2 Fusion-Positive Sarcoma", "FGFR2 fusion")]
    [InlineData("A KRAS G12C Inhibitor in Solid Tumors", null)]
    [InlineData("T Cells Expressing GPC3 Chimeric Receptors in Solid Tumors", null)]
    [InlineData("Assessment of EGFR Mutation Status in Lung Cancer", null)]
    public void A_title_names_the_finding_of_the_patients(string title, string? name)
    {
        var labels = Read(title, "* Age 18 or older");

        Assert.Equal(
            name is null ? BiomarkerSelection.No : BiomarkerSelection.Yes,
            labels.BiomarkerSelection
        );
        Assert.Equal(name is null ? [] : [name], labels.Biomarkers.Select(b => b.Name));
    }

    [Fact]
    public void Keywords_demand_nothing_where_the_criteria_are_there()
    {
        var text = Record("Pazopanib in Solid Tumors", "* Age 18 or older") with
        {
            Keywords = ["PD-L1 expression"],
        };

        Assert.Equal(
            BiomarkerSelection.No,
            Annotator.Annotate(text, Snapshot.Dictionary).BiomarkerSelection
        );
        Assert.Equal(
            BiomarkerSelection.Yes,
            Annotator
                .Annotate(text with { EligibilityCriteria = null }, Snapshot.Dictionary)
                .BiomarkerSelection
        );
    }

    [Theory]
    [InlineData("* MDM2 amplification", BiomarkerSelection.Yes)]
    [InlineData("* Cohort A: MDM2 amplification", BiomarkerSelection.Partial)]
    [InlineData("* Age 18 or older", BiomarkerSelection.Partial)]
    public void A_tumor_beside_a_condition_with_a_finding_leaves_the_criteria_to_say_who_needs_it(
        string inclusion,
        BiomarkerSelection expected
    )
    {
        var text = Record("Pazopanib in Sarcoma", inclusion) with
        {
            Conditions = ["Sarcoma", "MDM2 Gene Amplification"],
        };

        Assert.Equal(expected, Annotator.Annotate(text, Snapshot.Dictionary).BiomarkerSelection);
    }

    [Fact]
    public void Exclusion_criteria_demand_no_finding()
    {
        var text = Record("Pazopanib in Lung Cancer", "* Age 18 or older") with
        {
            EligibilityCriteria =
                "Inclusion Criteria:\n\n* Age 18 or older\n\nExclusion Criteria:\n\n* Known EGFR mutation or ALK fusion",
        };

        Assert.Equal(
            BiomarkerSelection.No,
            Annotator.Annotate(text, Snapshot.Dictionary).BiomarkerSelection
        );
    }

    private static TrialLabels Read(string title, string inclusion) =>
        Annotator.Annotate(Record(title, inclusion), Snapshot.Dictionary);

    private static AnnotationInput Record(string title, string inclusion) =>
        new()
        {
            Id = "NCT90000001",
            Title = title,
            StudyType = "INTERVENTIONAL",
            EligibilityCriteria =
                $"Inclusion Criteria:\n\n* Age 18 or older\n{inclusion}\n* Measurable disease\n\nExclusion Criteria:\n\n* Pregnancy",
        };
}
