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
        var text = new AnnotationInput
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
    public void What_a_physician_chooses_unnamed_is_undetermined_and_not_a_comparator_without_treatment()
    {
        var labels = Annotator.Annotate(
            new AnnotationInput
            {
                Id = "NCT00000000",
                StudyType = "INTERVENTIONAL",
                Title = "A trial",
                Interventions =
                [
                    new InterventionText("DRUG", "Pazopanib", null, []),
                    new InterventionText(
                        "DRUG",
                        "Physician's choice of systemic therapy",
                        null,
                        []
                    ),
                ],
                Arms =
                [
                    new ArmText("A", "EXPERIMENTAL", null, ["Drug: Pazopanib"]),
                    new ArmText(
                        "B",
                        "ACTIVE_COMPARATOR",
                        null,
                        ["Drug: Physician's choice of systemic therapy"]
                    ),
                ],
            },
            Snapshot.Dictionary
        );

        Assert.Equal(
            ["TARGETED_SINGLE", "UNDETERMINED"],
            labels.Regimens.Select(regimen => regimen.Treatment)
        );
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
    public void Cells_given_as_immunotherapy_are_one_treatment()
    {
        var labels = Snapshot.Of("NCT05634369");

        Assert.Equal(["CHEMOTHERAPY_AND_CELL_THERAPY"], labels.Treatments);
        Assert.DoesNotContain(
            labels.Evidence,
            e => e is { Label: "modality", Value: "IMMUNOTHERAPY" }
        );
    }

    [Fact]
    public void Of_a_fixed_combination_only_the_drug_counts_not_its_booster() =>
        Assert.Equal(["decitabine"], Snapshot.Of("NCT04872543").Drugs.Select(d => d.Id));

    [Fact]
    public void Placebo_and_best_supportive_care_are_no_regimens_beside_an_arm_that_treats()
    {
        var labels = Labels(
            "A trial of pazopanib",
            [("DRUG", "Pazopanib"), ("OTHER", "Placebo"), ("OTHER", "Best supportive care")],
            [
                ("Pazopanib", ["Drug: Pazopanib"]),
                ("Control", ["Other: Placebo", "Other: Best supportive care"]),
            ]
        );

        var regimen = Assert.Single(labels.Regimens);
        Assert.Equal(("Pazopanib", "TARGETED_SINGLE"), (regimen.Arm, regimen.Treatment));
        Assert.DoesNotContain(
            labels.Evidence,
            e => e is { Label: "treatment", Value: "NO_ANTITUMOR_TREATMENT" }
        );
    }

    [Fact]
    public void Observation_beside_an_unknown_drug_is_no_regimen_either()
    {
        var labels = Labels(
            "A trial",
            [("DRUG", "Zyxwvutibart"), ("OTHER", "Observation")],
            [("A", ["Drug: Zyxwvutibart"]), ("B", ["Other: Observation"])]
        );

        Assert.Equal("UNDETERMINED", Assert.Single(labels.Regimens).Treatment);
        Assert.Empty(labels.Treatments);
    }

    [Fact]
    public void Arms_of_which_none_treats_say_so()
    {
        var labels = Labels(
            "A trial of filgrastim",
            [("DRUG", "Filgrastim"), ("OTHER", "Placebo")],
            [("A", ["Drug: Filgrastim"]), ("B", ["Other: Placebo"])]
        );

        Assert.Equal(["NO_ANTITUMOR_TREATMENT"], labels.Treatments);
        Assert.Equal(2, labels.Regimens.Count);
    }

    [Theory]
    [InlineData(
        "Olaparib or Temozolomide in Combination With Irinotecan in Sarcoma",
        "irinotecan+olaparib,irinotecan+temozolomide"
    )]
    [InlineData(
        "Irinotecan in Combination With Olaparib or Temozolomide in Sarcoma",
        "irinotecan+olaparib,irinotecan+temozolomide"
    )]
    [InlineData(
        "Olaparib, Temozolomide, or Pazopanib Combined With Irinotecan",
        "irinotecan+olaparib,irinotecan+temozolomide,irinotecan+pazopanib"
    )]
    [InlineData(
        "Olaparib Plus Temozolomide or Irinotecan in Sarcoma",
        "olaparib+temozolomide,irinotecan"
    )]
    [InlineData(
        "Olaparib With Temozolomide or Irinotecan With Pazopanib",
        "olaparib+temozolomide,irinotecan+pazopanib"
    )]
    public void What_with_joins_to_alternatives_is_given_with_each(string title, string regimens)
    {
        var drugs = new[] { "Olaparib", "Temozolomide", "Irinotecan", "Pazopanib" };

        var labels = Labels(
            title,
            [
                .. drugs
                    .Where(d => title.Contains(d, StringComparison.Ordinal))
                    .Select(d => ("DRUG", d)),
            ]
        );

        Assert.Equal(
            regimens.Split(',').Order(StringComparer.Ordinal),
            labels.Regimens.Select(r => string.Join('+', r.Drugs)).Order(StringComparer.Ordinal)
        );
    }

    [Theory]
    [InlineData("Pre-operative Radiation Therapy and Pazopanib in Sarcoma", true)]
    [InlineData("Pazopanib and Post-operative Radiotherapy in Sarcoma", true)]
    [InlineData("Pazopanib in Post-Radiotherapy Sarcoma", false)]
    public void Treatment_around_an_operation_is_planned_and_treatment_before_the_trial_is_not(
        string title,
        bool added
    ) =>
        Assert.Equal(
            added,
            Labels(title, [("DRUG", "Pazopanib")]).Modalities.Contains(Modality.Radiotherapy)
        );

    [Fact]
    public void A_side_of_a_title_keeps_what_could_not_be_read()
    {
        var labels = Labels(
            "Pazopanib or Doxorubicin in Sarcoma",
            [("DRUG", "Pazopanib"), ("DRUG", "Doxorubicin"), ("DRUG", "Zyxwvutibart")]
        );

        Assert.All(labels.Regimens, r => Assert.Equal("UNDETERMINED", r.Treatment));
    }

    [Theory]
    [InlineData("DRUG", "Tocilizumab", "supportive-toxicity-of-cells")]
    [InlineData(
        "RADIATION",
        "Total body irradiation (TBI)",
        "supportive-lymphodepletion-before-cells"
    )]
    [InlineData("DRUG", "Aldesleukin", "supportive-cytokine-after-cells")]
    public void What_accompanies_infused_cells_is_support(string type, string name, string rule)
    {
        var labels = Labels(
            "T cells for sarcoma",
            [("BIOLOGICAL", "Afamitresgene autoleucel"), (type, name)]
        );

        Assert.Equal(["CELL_THERAPY_SINGLE"], labels.Treatments);
        Assert.Contains(labels.Evidence, e => e.Rule == rule);
    }

    [Theory]
    [InlineData("Pazopanib plus olaparib", "olaparib,pazopanib", "TARGETED_COMBINATION")]
    [InlineData(
        "Pazopanib + Gemcitabine and Docetaxel",
        "docetaxel,gemcitabine,pazopanib",
        "CHEMOTHERAPY_AND_TARGETED"
    )]
    [InlineData(
        "Pazopanib combined with PD-1 inhibitor",
        "pazopanib",
        "TARGETED_AND_IMMUNOTHERAPY"
    )]
    [InlineData("Pazopanib and MEK inhibitor", "pazopanib", "TARGETED_COMBINATION")]
    [InlineData("Pazopanib and VEGFR inhibitor", "pazopanib", "TARGETED_SINGLE")]
    [InlineData("Pazopanib in PD-1 inhibitor refractory", "pazopanib", "TARGETED_SINGLE")]
    [InlineData("Pazopanib after olaparib", "pazopanib", "TARGETED_SINGLE")]
    [InlineData("Pazopanib, olaparib-naive", "pazopanib", "TARGETED_SINGLE")]
    public void An_arms_label_adds_the_drugs_it_joins_to_the_arms_own(
        string label,
        string drugs,
        string treatment
    )
    {
        var regimen = Assert.Single(
            Labels("A trial", [("DRUG", "Pazopanib")], [(label, ["Drug: Pazopanib"])]).Regimens
        );

        Assert.Equal((drugs, treatment), (string.Join(',', regimen.Drugs), regimen.Treatment));
        Assert.Equal(
            treatment == "TARGETED_SINGLE" ? Certainty.Arms : Certainty.Title,
            regimen.Certainty
        );
    }

    [Fact]
    public void A_title_adds_a_joined_drug_to_the_only_arm_and_to_none_of_several()
    {
        const string Title = "Pazopanib Combined With Olaparib in Sarcoma";
        (string, string)[] list = [("DRUG", "Pazopanib"), ("DRUG", "Doxorubicin")];

        Assert.Equal(
            ["olaparib", "pazopanib"],
            Labels(Title, list[..1], [("A", ["Drug: Pazopanib"])]).Drugs.Select(d => d.Id)
        );
        Assert.DoesNotContain(
            "olaparib",
            Labels(Title, list, [("A", ["Drug: Pazopanib"]), ("B", ["Drug: Doxorubicin"])])
                .Drugs.Select(d => d.Id)
        );
    }

    [Theory]
    [InlineData("BASIC_SCIENCE", "UNDETERMINED")]
    [InlineData("SUPPORTIVE_CARE", "NO_ANTITUMOR_TREATMENT")]
    public void What_an_unknown_drug_is_for_decides_whether_it_may_treat(
        string purpose,
        string treatment
    )
    {
        var labels = Annotator.Annotate(
            new AnnotationInput
            {
                Id = "NCT00000000",
                StudyType = "INTERVENTIONAL",
                PrimaryPurpose = purpose,
                Interventions = [new InterventionText("DRUG", "Zyxwvutibart", null, [])],
            },
            Snapshot.Dictionary
        );

        Assert.Equal(treatment, Assert.Single(labels.Regimens).Treatment);
    }

    [Fact]
    public void Irradiation_of_the_body_without_cells_is_radiotherapy() =>
        Assert.Equal(
            ["RADIOTHERAPY"],
            Labels("Sarcoma", [("RADIATION", "Total body irradiation")]).Treatments
        );

    private static TrialLabels Labels(
        string title,
        IEnumerable<(string Type, string Name)> interventions,
        IEnumerable<(string Label, string[] Interventions)>? arms = null
    ) =>
        Annotator.Annotate(
            new AnnotationInput
            {
                Id = "NCT00000000",
                StudyType = "INTERVENTIONAL",
                PrimaryPurpose = "TREATMENT",
                Title = title,
                Interventions =
                [
                    .. interventions.Select(i => new InterventionText(i.Type, i.Name, null, [])),
                ],
                Arms =
                [
                    .. (arms ?? []).Select(a => new ArmText(a.Label, null, null, a.Interventions)),
                ],
            },
            Snapshot.Dictionary
        );
}
