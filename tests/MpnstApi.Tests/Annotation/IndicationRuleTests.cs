using MpnstApi.Annotation;
using MpnstApi.Annotation.Vocabulary;

namespace MpnstApi.Tests.Annotation;

public sealed class IndicationRuleTests
{
    [Theory]
    [InlineData("NCT00331643", Indication.AdvancedSolidTumor, "indication-1-solid-tumors-in-title")]
    [InlineData("NCT02834013", Indication.AdvancedSolidTumor, "indication-1-solid-tumors-in-title")]
    [InlineData("NCT02452554", Indication.AdvancedSolidTumor, "indication-1-solid-tumors-in-title")]
    [InlineData("NCT03433183", Indication.Nf1Mpnst, "indication-2-nf1-and-mpnst")]
    [InlineData("NCT00304083", Indication.Nf1Mpnst, "indication-2-nf1-and-mpnst")]
    [InlineData("NCT07549022", Indication.Nf1Mpnst, "indication-2-nf1-and-mpnst")]
    [InlineData("NCT00068367", Indication.Mpnst, "indication-3-mpnst-alone-in-title")]
    [InlineData("NCT04465643", Indication.Mpnst, "indication-3-mpnst-alone-in-title")]
    [InlineData("NCT07298083", Indication.Mpnst, "indication-3-mpnst-alone-in-title")]
    [InlineData("NCT02211768", Indication.Nf1Tumor, "indication-4-nf1")]
    [InlineData("NCT06515860", Indication.Nf1Tumor, "indication-4-nf1")]
    [InlineData("NCT06222203", Indication.Nf1Tumor, "indication-4-nf1")]
    [InlineData("NCT04774289", Indication.Nf1Tumor, "indication-4-nf1")]
    [InlineData("NCT05677594", Indication.Nf1Tumor, "indication-4-nf1")]
    [InlineData("NCT00924196", Indication.Nf1Tumor, "indication-4-nf1")]
    [InlineData("NCT00053794", Indication.SoftTissueSarcoma, "indication-5-sarcoma-in-title")]
    [InlineData("NCT00474994", Indication.SoftTissueSarcoma, "indication-5-sarcoma-in-title")]
    [InlineData("NCT00002764", Indication.SoftTissueSarcoma, "indication-5-sarcoma-in-title")]
    [InlineData("NCT00004853", Indication.SoftTissueSarcoma, "indication-5-sarcoma-in-conditions")]
    [InlineData("NCT02359474", Indication.SoftTissueSarcoma, "indication-5-sarcoma-by-snapshot")]
    [InlineData("NCT02601937", Indication.AdvancedSolidTumor, null)]
    [InlineData(
        "NCT05642455",
        Indication.AdvancedSolidTumor,
        "indication-6-several-families-in-conditions"
    )]
    public void The_first_rule_that_holds_says_whom_a_trial_is_for(
        string id,
        Indication expected,
        string? rule
    )
    {
        var labels = Snapshot.Of(id);

        Assert.Equal(expected, labels.Indication);
        if (rule is not null)
        {
            Assert.Equal(rule, labels.Evidence.Single(e => e.Label == "indication").Rule);
        }
    }

    [Fact]
    public void A_trial_of_another_single_tumour_is_other()
    {
        var text = new AnnotationInput
        {
            Id = "NCT00000000",
            Title = "A drug in breast cancer",
            Conditions = ["Breast Cancer"],
        };

        Assert.Equal(Indication.Other, Annotator.Annotate(text, Snapshot.Dictionary).Indication);
    }

    [Theory]
    [InlineData("NCT00068367", true, false)]
    [InlineData("NCT03433183", true, false)]
    [InlineData("NCT02700230", true, false)]
    [InlineData("NCT03141021", false, true)]
    [InlineData("NCT07298083", false, true)]
    [InlineData("NCT02211768", false, false)]
    [InlineData("NCT02584647", false, false)]
    public void Dedicated_means_a_treatment_tested_in_MPNST_alone(
        string id,
        bool dedicated,
        bool focused
    )
    {
        Assert.Equal(dedicated, Snapshot.Of(id).MpnstDedicated);
        Assert.Equal(focused, Snapshot.Of(id).MpnstFocused);
    }

    [Theory]
    [InlineData("NCT06693284", Nf1Association.Required)]
    [InlineData("NCT07549022", Nf1Association.Required)]
    [InlineData("NCT06502171", Nf1Association.Required)]
    [InlineData("NCT00304083", Nf1Association.Included)]
    [InlineData("NCT03433183", Nf1Association.Included)]
    [InlineData("NCT03872427", Nf1Association.NotStated)]
    [InlineData("NCT00068367", Nf1Association.NotStated)]
    public void Whether_entry_requires_NF1_is_read_from_the_record(
        string id,
        Nf1Association expected
    )
    {
        Assert.Equal(expected, Snapshot.Of(id).Nf1Association);
        Assert.Equal(expected != Nf1Association.NotStated, Snapshot.Of(id).Nf1);
    }

    [Fact]
    public void NF1_under_exclusion_is_excluded()
    {
        var text = Snapshot.Text("NCT00297258") with
        {
            EligibilityCriteria =
                "Inclusion Criteria:\n* soft tissue sarcoma\nExclusion Criteria:\n* neurofibromatosis type 1",
        };

        Assert.Equal(
            Nf1Association.Excluded,
            Annotator.Annotate(text, Snapshot.Dictionary).Nf1Association
        );
    }

    [Theory]
    [InlineData("* MPNST\n* Patients with NF1 are eligible", Nf1Association.Included)]
    [InlineData("* MPNST\n* Patients with NF1 may have had surgery", Nf1Association.Included)]
    [InlineData("* MPNST, in patients with NF1 or sporadic", Nf1Association.Included)]
    [InlineData(
        "* One of the following:\n\n  1. MPNST\n  2. Confirmed diagnosis of NF1",
        Nf1Association.Included
    )]
    [InlineData("* Diagnosis of NF1\n* Any age, regardless of symptoms", Nf1Association.Required)]
    [InlineData("* Participants must have a diagnosis of NF1", Nf1Association.Required)]
    public void Criteria_require_NF1_only_if_one_of_their_lines_does(
        string inclusion,
        Nf1Association expected
    )
    {
        var text = Snapshot.Text("NCT00068367") with
        {
            EligibilityCriteria = $"Inclusion Criteria:\n{inclusion}",
        };

        Assert.Equal(expected, Annotator.Annotate(text, Snapshot.Dictionary).Nf1Association);
    }
}
