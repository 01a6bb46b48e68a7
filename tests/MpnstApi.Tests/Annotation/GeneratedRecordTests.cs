using MpnstApi.Annotation;
using MpnstApi.Annotation.Vocabulary;

namespace MpnstApi.Tests.Annotation;

/// <summary>Records put together from every kind of part: none may end in an exception, and each gets every label.</summary>
public sealed class GeneratedRecordTests
{
    /// <summary>At least one name of each tumour family, and words that name none.</summary>
    private static readonly string[] Tumors =
    [
        "Soft Tissue Sarcoma",
        "Leiomyosarcoma",
        "Kaposi Sarcoma",
        "Osteosarcoma",
        "Gastrointestinal Stromal Tumor",
        "Desmoid Tumor",
        "Cutaneous Neurofibroma",
        "Plexiform Neurofibroma",
        "Optic Pathway Glioma",
        "Neuroblastoma",
        "Germ Cell Tumor",
        "Breast Cancer",
        "Melanoma",
        "Glioblastoma",
        "Gliosarcoma",
        "Leukemia",
        "Mesothelioma",
        "Schwannoma",
        "Peripheral Nerve Sheath Tumor",
        "Advanced Solid Tumor",
        "Cancer Center",
        "Sarcoma Group",
        "Neurofibromatosis 2",
        "Healthy Volunteers",
    ];

    private static readonly string[] Beside = ["", "Neurofibromatosis 1", "MPNST", "NF1-mutant"];

    private static readonly string?[] Types =
    [
        "DRUG",
        "BIOLOGICAL",
        "DEVICE",
        "PROCEDURE",
        "RADIATION",
        "BEHAVIORAL",
        "GENETIC",
        "DIETARY_SUPPLEMENT",
        "COMBINATION_PRODUCT",
        "DIAGNOSTIC_TEST",
        "OTHER",
        "A_TYPE_OF_NEXT_YEAR",
        "",
        null,
    ];

    public static TheoryData<string> Places => ["title", "conditions", "keywords"];

    [Theory]
    [MemberData(nameof(Places))]
    public void Any_tumour_alone_or_beside_another_gets_every_label(string place)
    {
        foreach (var first in Tumors)
        {
            foreach (var second in Tumors.Prepend(""))
            {
                foreach (var word in Beside)
                {
                    string[] named =
                    [
                        .. new[] { first, second, word }.Where(name => name.Length > 0),
                    ];
                    var text = place switch
                    {
                        "title" => Empty with
                        {
                            Title = $"Drug K in {string.Join(" and ", named)}",
                        },
                        "conditions" => Empty with { Title = "A trial", Conditions = named },
                        _ => Empty with { Title = "A trial", Keywords = named },
                    };

                    var labels = Labels(text);

                    if (word == "MPNST")
                    {
                        Assert.Equal(Scope.Named, labels.Scope);
                    }
                }
            }
        }
    }

    [Theory]
    [InlineData("Laser for Cutaneous Neurofibroma")]
    [InlineData("Proton therapy of optic pathway glioma")]
    [InlineData("Removal of benign neurofibromas")]
    public void A_benign_tumour_without_a_word_of_NF1_is_none_of_the_landscapes(string title)
    {
        var labels = Labels(Empty with { Title = title });

        Assert.Equal((Scope.Other, Indication.Other), (labels.Scope, labels.Indication));
    }

    [Fact]
    public void An_intervention_of_any_type_and_name_gets_every_label()
    {
        string[] names =
        [
            "Doxorubicin",
            "Surgery",
            "Radiotherapy",
            "Placebo",
            "Observation",
            "Anti-PD-1 monoclonal antibody",
            "Questionnaire",
            "Something nobody knows",
            "+",
            "/",
            "()",
            "and",
            " ",
            "",
            "Drug A + ",
            "Ω-3",
        ];
        foreach (var type in Types)
        {
            foreach (var name in names)
            {
                var intervention = new InterventionText(type, name, null, [""]);
                var text = Empty with
                {
                    Title = "Drug K with or without radiotherapy in sarcoma",
                    StudyType = "INTERVENTIONAL",
                    Interventions = [intervention, intervention],
                };

                Labels(text);
                Labels(
                    text with
                    {
                        Arms =
                        [
                            new ArmText(name, "EXPERIMENTAL", name, [$"{type}: {name}"]),
                            new ArmText(null, null, null, []),
                            new ArmText("", "", "", [""]),
                            new ArmText(
                                "B",
                                "A_TYPE_OF_NEXT_YEAR",
                                null,
                                ["Drug: Not in the list"]
                            ),
                        ],
                    }
                );
            }
        }
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData(" \r\n\t")]
    [InlineData("...")]
    [InlineData("* \n* \n  * ")]
    [InlineData("Exclusion Criteria:")]
    [InlineData("Excluded:")]
    [InlineData("&nbsp;")]
    [InlineData("\\")]
    [InlineData("<br>")]
    [InlineData("\ud83d\ude00")]
    public void Any_part_may_be_empty_or_odd(string? odd)
    {
        var full = new AnnotationInput
        {
            Id = "NCT00000000",
            Title = "Drug K in MPNST",
            OfficialTitle = "Drug K in malignant peripheral nerve sheath tumor in NF1",
            Acronym = "KM",
            Conditions = ["MPNST"],
            Keywords = ["NF1"],
            BriefSummary = "This trial is for patients with MPNST.",
            DetailedDescription = "Patients receive drug K.",
            EligibilityCriteria = "Inclusion Criteria:\n\n* MPNST\n\nExclusion Criteria:\n\n* NF2",
            StudyType = "INTERVENTIONAL",
            PrimaryPurpose = "TREATMENT",
            Phases = ["PHASE1"],
            OverallStatus = "RECRUITING",
            Interventions = [new InterventionText("DRUG", "Drug K", null, [])],
            Arms = [new ArmText("A", "EXPERIMENTAL", null, ["Drug: Drug K"])],
            PrimaryOutcomes = ["Response"],
        };
        string[] list = odd is null ? [] : [odd, odd];
        foreach (
            var text in (AnnotationInput[])
                [
                    full with
                    {
                        Title = odd,
                    },
                    full with
                    {
                        OfficialTitle = odd,
                    },
                    full with
                    {
                        Title = odd,
                        OfficialTitle = odd,
                    },
                    full with
                    {
                        Acronym = odd,
                    },
                    full with
                    {
                        Conditions = list,
                    },
                    full with
                    {
                        Keywords = list,
                    },
                    full with
                    {
                        BriefSummary = odd,
                    },
                    full with
                    {
                        DetailedDescription = odd,
                    },
                    full with
                    {
                        EligibilityCriteria = odd,
                    },
                    full with
                    {
                        StudyType = odd,
                    },
                    full with
                    {
                        PrimaryPurpose = odd,
                    },
                    full with
                    {
                        Phases = list,
                    },
                    full with
                    {
                        OverallStatus = odd,
                    },
                    full with
                    {
                        Interventions = [],
                    },
                    full with
                    {
                        Interventions = [new InterventionText(odd, odd ?? "", odd, list)],
                    },
                    full with
                    {
                        Arms = [new ArmText(odd, odd, odd, list)],
                    },
                    full with
                    {
                        PrimaryOutcomes = list,
                    },
                ]
        )
        {
            Assert.Equal(Scope.Named, Labels(text).Scope);
        }
    }

    private static AnnotationInput Empty { get; } = new() { Id = "NCT00000000" };

    private static TrialLabels Labels(AnnotationInput text)
    {
        var labels = Annotator.Annotate(text, Snapshot.Dictionary);
        foreach (
            var label in (string[])
                [
                    "scope",
                    "indication",
                    "nf1",
                    "nf1Association",
                    "mpnstDedicated",
                    "phase",
                    "status",
                ]
        )
        {
            Assert.Single(labels.Evidence, why => why.Label == label);
        }
        return labels;
    }
}
