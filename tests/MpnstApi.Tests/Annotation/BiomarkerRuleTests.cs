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
}
