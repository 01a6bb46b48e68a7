using MpnstApi.Annotation;
using MpnstApi.Annotation.Vocabulary;

namespace MpnstApi.Tests.Annotation;

public sealed class TreatmentTests
{
    [Theory]
    [InlineData("NCT00003718", "CHEMOTHERAPY_SINGLE")]
    [InlineData("NCT00002601", "CHEMOTHERAPY_COMBINATION")]
    [InlineData("NCT00001188", "CHEMOTHERAPY_AND_RADIOTHERAPY,CHEMOTHERAPY_UNSPECIFIED")]
    [InlineData("NCT00001189", "RADIOTHERAPY")]
    [InlineData("NCT02379845", "RADIOTHERAPY")]
    [InlineData("NCT00002641", "CHEMOTHERAPY_COMBINATION,SURGERY")]
    [InlineData("NCT00003212", "CHEMOTHERAPY_SINGLE")]
    [InlineData("NCT01327885", "CHEMOTHERAPY_SINGLE")]
    [InlineData("NCT00142571", "CHEMOTHERAPY_COMBINATION,CHEMOTHERAPY_SINGLE")]
    [InlineData(
        "NCT00003052",
        "CHEMOTHERAPY_AND_RADIOTHERAPY,CHEMOTHERAPY_AND_RADIOTHERAPY_AND_HYPERTHERMIA"
    )]
    [InlineData("NCT01904565", "RADIOTHERAPY_AND_HYPERTHERMIA")]
    [InlineData("NCT02275286", "CHEMOTHERAPY_AND_RADIOTHERAPY")]
    [InlineData("NCT02453191", "ONCOLYTIC_VIRUS_AND_RADIOTHERAPY")]
    [InlineData("NCT00902044", "CELL_THERAPY_SINGLE")]
    [InlineData("NCT05642455", "CELL_THERAPY_SINGLE")]
    [InlineData("NCT04530487", "CHEMOTHERAPY_AND_CELL_THERAPY")]
    [InlineData("NCT00004853", "NO_ANTITUMOR_TREATMENT")]
    [InlineData("NCT06526897", "NO_ANTITUMOR_TREATMENT")]
    [InlineData("NCT02211768", "NO_ANTITUMOR_TREATMENT")]
    [InlineData("NCT00334854", "")]
    [InlineData("NCT06541847", "")]
    [InlineData("NCT01710176", "")]
    [InlineData("NCT03784014", "")]
    [InlineData("NCT03611868", "TARGETED_AND_IMMUNOTHERAPY,TARGETED_SINGLE")]
    [InlineData("NCT06422806", "CHEMOTHERAPY_AND_IMMUNOTHERAPY,CHEMOTHERAPY_SINGLE")]
    [InlineData("NCT02049905", "CHEMOTHERAPY_COMBINATION,CHEMOTHERAPY_SINGLE,TARGETED_SINGLE")]
    [InlineData("NCT05121350", "CHEMOTHERAPY_AND_TARGETED,CHEMOTHERAPY_SINGLE")]
    [InlineData("NCT05774275", "CHEMOTHERAPY_AND_IMMUNOTHERAPY_AND_RADIOTHERAPY")]
    public void Each_regimen_names_its_treatment(string id, string treatments) =>
        Assert.Equal(
            treatments.Split(',', StringSplitOptions.RemoveEmptyEntries),
            Snapshot.Of(id).Treatments
        );

    [Theory]
    [InlineData("NCT03317457", Certainty.Arms)]
    [InlineData("NCT03433183", Certainty.List)]
    [InlineData("NCT00003212", Certainty.Hint)]
    [InlineData("NCT02275286", Certainty.Title)]
    public void A_regimen_says_what_it_rests_on(string id, Certainty expected) =>
        Assert.All(Snapshot.Of(id).Regimens, r => Assert.Equal(expected, r.Certainty));

    [Fact]
    public void An_arm_without_interventions_is_observation_and_no_regimen() =>
        Assert.Single(Snapshot.Of("NCT00001189").Regimens);

    [Fact]
    public void Unknown_drugs_leave_a_treatment_open_and_alternatives_are_regimens_of_their_own()
    {
        var text = new TrialText
        {
            Id = "NCT00000000",
            StudyType = "INTERVENTIONAL",
            Title = "A trial",
            Interventions =
            [
                new InterventionText("DRUG", "Ifosfamide", null, []),
                new InterventionText("DRUG", "Doxorubicin or pazopanib", null, []),
            ],
        };

        Assert.Equal(
            ["CHEMOTHERAPY_AND_TARGETED", "CHEMOTHERAPY_COMBINATION"],
            Annotator.Annotate(text, Snapshot.Dictionary).Treatments
        );
        var unknown = text with
        {
            Interventions =
            [
                new InterventionText("DRUG", "Pazopanib", null, []),
                new InterventionText("DRUG", "ZYX-4711", null, []),
            ],
        };
        Assert.Empty(Annotator.Annotate(unknown, Snapshot.Dictionary).Treatments);
    }

    [Fact]
    public void Unresectable_or_metastatic_is_no_hint() =>
        Assert.Single(Snapshot.Of("NCT00068367").Regimens);

    [Fact]
    public void Lymphodepletion_before_cells_is_support_and_the_evidence_says_so()
    {
        var labels = Snapshot.Of("NCT00902044");

        Assert.Equal([Modality.CellTherapy], labels.Modalities);
        Assert.DoesNotContain("fludarabine", labels.Drugs.Select(d => d.Id));
        Assert.Contains(
            labels.Evidence,
            e =>
                e is { Label: "modality", Value: "SUPPORTIVE", Text: "Fludarabine" }
                && e.Rule == "supportive-lymphodepletion-before-cells"
        );
    }

    [Fact]
    public void Interleukin_after_cells_is_support_and_nothing_else_is_interleukin() =>
        Assert.Equal([Modality.CellTherapy], Snapshot.Of("NCT04052334").Modalities);

    [Fact]
    public void A_drug_known_only_as_a_class_has_a_target_and_no_name()
    {
        var labels = Snapshot.Of("NCT05774275");

        Assert.Empty(labels.Drugs);
        Assert.Contains("PDCD1", labels.Targets.Select(t => t.Symbol));
    }

    [Theory]
    [InlineData("NCT03433183", "MAP2K1,MAP2K2,MTOR")]
    [InlineData("NCT00068367", "EGFR")]
    [InlineData("NCT04483778", "CD276")]
    [InlineData("NCT05642455", "MAGEA4")]
    public void A_trial_has_the_primary_targets_of_its_drugs(string id, string symbols) =>
        Assert.Equal(
            symbols.Split(','),
            Snapshot
                .Of(id)
                .Targets.Where(t => t.Role == TargetRole.Primary)
                .Select(t => t.Symbol)
                .Distinct()
        );

    [Fact]
    public void A_target_can_be_followed_from_the_interventions_words_to_the_reference()
    {
        var labels = Snapshot.Of("NCT02601209");

        var why = labels.Evidence.First(e => e is { Label: "target", Value: "KDR" });
        Assert.Equal("Pazopanib Hydrochloride", why.Text);
        Assert.Equal("dictionary:pazopanib", why.Rule);
        Assert.NotNull(why.Reference);
    }

    [Fact]
    public void Of_a_fixed_combination_only_the_drug_counts_not_its_booster() =>
        Assert.Equal(["decitabine"], Snapshot.Of("NCT04872543").Drugs.Select(d => d.Id));
}
