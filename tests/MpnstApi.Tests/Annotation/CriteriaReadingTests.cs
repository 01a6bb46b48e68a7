using MpnstApi.Annotation;
using MpnstApi.Annotation.Vocabulary;

namespace MpnstApi.Tests.Annotation;

/// <summary>Whether eligibility text and summaries name MPNST as a disease of those who may enter.</summary>
public sealed class CriteriaReadingTests
{
    private const string Mpnst = "Malignant peripheral nerve sheath tumor";

    private static Scope ScopeOf(string criteria) =>
        Annotator
            .Annotate(
                new AnnotationInput
                {
                    Id = "NCT00000000",
                    Title = "Drug K in advanced solid tumors",
                    Conditions = ["Advanced Solid Tumor"],
                    EligibilityCriteria = criteria,
                },
                Snapshot.Dictionary
            )
            .Scope;

    public static TheoryData<string> ExclusionHeadings =>
        [
            "Exclusion",
            "EXCLUSION",
            "Exclusions:",
            "Exclusion Criteria",
            "Exclusion Criteria:",
            "EXCLUSION CRITERIA -",
            "Exclusion criteria are:",
            "Exclusion criteria include the following",
            "Criteria for exclusion:",
            "Criteria for Exclusion",
            "Reasons for exclusion:",
            "**Exclusion Criteria:**",
            "__Exclusion Criteria__",
            "### Exclusion Criteria",
            "<b>Exclusion Criteria</b>",
            "*Exclusion Criteria*:",
            "• Exclusion criteria:",
            "II. Exclusion Criteria",
            "B. Exclusion criteria",
            "2) Exclusion",
            "3.2 Exclusion Criteria",
            "Section B: Exclusion Criteria",
            "Critères de non-inclusion / Exclusion Criteria:",
            "Criterios de exclusión / Exclusion Criteria:",
            "Exclusion Criteria / Critères d’exclusion:",
            "Exclusion Criteria (Ausschlusskriterien):",
            "Ausschlusskriterien / Exclusion criteria",
            "Ausschlusskriterien:",
            "Criterios de exclusión:",
            "Criterios de exclusion",
            "Critères d'exclusion :",
            "Critères de non inclusion :",
            "Criteri di esclusione:",
            "Critérios de Exclusão",
            "Exclusiecriteria:",
            "排除标准：",
            "排除标准",
            "主要排除标准：",
            "除外基準",
            "Exclusionary criteria:",
            "Exclusion factors:",
            "Patient exclusion criteria",
            "Subject Exclusion Criteria:",
            "Participants Exclusion Criteria:",
            "Non-eligibility criteria:",
            "Non-Inclusion Criteria:",
            "Noninclusion criteria:",
            "Ineligibility Criteria:",
            "Ineligible:",
            "Not eligible:",
            "Patients are excluded if",
            "Patients will be excluded if they have:",
            "Patients will be excluded from the study if any of the following apply:",
            "Subjects meeting any of the following criteria are to be excluded:",
            "The following patients are excluded:",
            "Participants who meet any of the following criteria are not eligible:",
            "A patient is not eligible to participate if any of the following apply:",
            "Patients with any of the following are ineligible:",
            "Exclusion Criteria for all cohorts:",
            "Cohort A exclusion criteria",
            "Phase 2 Exclusion Criteria:",
            "Key Exclusion Criteria",
            "Main exclusion criteria:",
            "Principal Exclusion Criteria:",
            "Selected exclusion criteria",
            "Donor Exclusion Criteria:",
            "Exclusion criteria at the time of infusion:",
            "Exclusion Criteria:  (any of the following)",
            "Exclusion (Phase 1):",
            "Exclusion - all patients",
            "[Exclusion Criteria]",
            "◆ Exclusion Criteria",
            "【Exclusion criteria】",
            "Who cannot take part:",
            "Who should not participate",
            "You cannot take part if you:",
            "Exclude:",
            "Excluded:",
            "Excludes:",
            "Excluded patients:",
            "Patients not eligible:",
        ];

    [Theory]
    [MemberData(nameof(ExclusionHeadings))]
    public void What_stands_under_a_heading_of_exclusion_may_not_enter(string heading)
    {
        foreach (var bullet in (string[])["* ", "- ", "1. ", ""])
        {
            Assert.Equal(
                Scope.Other,
                ScopeOf(
                    $"Inclusion Criteria:\n\n{bullet}Any solid tumor\n{bullet}Age 18 or older\n\n{heading}\n\n{bullet}{Mpnst}\n{bullet}Pregnancy"
                )
            );
        }
    }

    public static TheoryData<string> InclusionHeadings =>
        [
            "Inclusion",
            "Inclusion Criteria",
            "Inclusion Criteria:",
            "Criteria for inclusion:",
            "**Inclusion Criteria:**",
            "Inclusion criteria are:",
            "Key Inclusion Criteria",
            "Einschlusskriterien:",
            "Criterios de inclusión:",
            "Critères d'inclusion :",
            "Criteri di inclusione:",
            "Critérios de Inclusão",
            "入选标准：",
            "入组标准：",
            "纳入标准",
            "Cohort B inclusion criteria",
            "Patients are included if",
            "Eligibility Criteria:",
            "Critères d’inclusion / Inclusion Criteria:",
            "2. Inclusion Criteria",
            "DISEASE CHARACTERISTICS:",
            "Patients are eligible if they have:",
            "To be eligible, patients must have:",
            "Included:",
            "Ages eligible:",
        ];

    [Theory]
    [MemberData(nameof(InclusionHeadings))]
    public void A_heading_of_inclusion_ends_the_exclusion_before_it(string heading) =>
        Assert.Equal(
            Scope.Named,
            ScopeOf($"Exclusion Criteria:\n\n* Pregnancy\n\n{heading}\n\n* {Mpnst}\n* Age 18")
        );

    public static TheoryData<string> WithExclusion =>
        [
            "Inclusion Criteria: - Any solid tumor - Age 18 or older Exclusion Criteria: - Malignant peripheral nerve sheath tumor - Pregnancy",
            "INCLUSION CRITERIA: 1. Any solid tumor 2. Age 18 EXCLUSION CRITERIA: 1. Malignant peripheral nerve sheath tumor 2. Pregnancy",
            "Inclusion criteria Any solid tumor. Age over 18. Exclusion criteria Malignant peripheral nerve sheath tumor. Pregnancy.",
            "Inclusion: any solid tumor; age 18. Exclusion: Malignant peripheral nerve sheath tumor; pregnancy.",
            "Inclusion Criteria: any solid tumor. Exclusion Criteria: Malignant peripheral nerve sheath tumor.",
            "Inclusion Criteria: • Any solid tumor • ECOG 0-1 Exclusion Criteria: • pregnancy • Malignant peripheral nerve sheath tumor",
            "Inclusion Criteria:\r\n\r\n1. Any solid tumor\r\n\r\nExclusion Criteria:\r\n\r\n1. Malignant peripheral nerve sheath tumor",
            "Inclusion Criteria:\r1. Any solid tumor\rExclusion Criteria:\r1. Malignant peripheral nerve sheath tumor",
            "Inclusion Criteria:<br>1. Any solid tumor<br>Exclusion Criteria:<br>1. Malignant peripheral nerve sheath tumor",
            "<p>Inclusion Criteria:</p><ul><li>Any solid tumor</li></ul><p>Exclusion Criteria:</p><ul><li>Malignant peripheral nerve sheath tumor</li></ul>",
            "Inclusion Criteria:~* Any solid tumor~Exclusion Criteria:~* Malignant peripheral nerve sheath tumor",
            "Inclusion Criteria:\u2028* Any solid tumor\u2028Exclusion Criteria:\u2028* Malignant peripheral nerve sheath tumor",
            "Exclu\u00adsion Criteria:\n\n* Malignant peripheral nerve sheath tumor",
            "Ex\u200bclusion Criteria:\n\n* Malignant peripheral nerve sheath tumor",
            "Exclusion\u00a0Criteria:\n\n* Malignant peripheral nerve sheath tumor",
            "Exclusion&nbsp;Criteria:\n\n* Malignant peripheral nerve sheath tumor",
            "\\*\\*Exclusion Criteria\\*\\*\n\n\\- Malignant peripheral nerve sheath tumor",
            "Inclusion Criteria: Any solid tumor and no exclusion criteria Exclusion Criteria: Malignant peripheral nerve sheath tumor",
            "DISEASE CHARACTERISTICS: * Solid tumor * The following histologies are eligible: * Synovial sarcoma * Melanoma * The following histologies are not eligible: * Rhabdomyosarcoma * Malignant peripheral nerve sheath tumor * Ewing sarcoma * No bowel obstruction PATIENT CHARACTERISTICS: * Age 18",
            "Inclusion Criteria:\n\n* Any tumor with the exception of:\n* GIST\n* MPNST\n* Age 18",
            "Inclusion Criteria:\n\nAny tumor other than:\n\nGIST\n\nMPNST\n\nAge 18",
        ];

    [Theory]
    [MemberData(nameof(WithExclusion))]
    public void Exclusion_is_seen_without_line_ends_and_through_markup(string criteria) =>
        Assert.Equal(Scope.Other, ScopeOf(criteria));

    public static TheoryData<string> WithInclusion =>
        [
            "Inclusion Criteria: - Malignant peripheral nerve sheath tumor - Age 18 Exclusion Criteria: - Pregnancy",
            "Exclusion Criteria: - Pregnancy - Lactation Inclusion Criteria: - Malignant peripheral nerve sheath tumor",
            "Inclusion Criteria:\n* Does not meet any exclusion criteria\n* Malignant peripheral nerve sheath tumor",
            "Inclusion Criteria:\n* Patients who fulfil the inclusion and none of the exclusion criteria:\n* Malignant peripheral nerve sheath tumor",
            "Inclusion/Exclusion Criteria:\n* Malignant peripheral nerve sheath tumor",
            "Inclusion and Exclusion Criteria\n\n* Malignant peripheral nerve sheath tumor",
            "Inclusion Criteria:\n* Malignant peripheral nerve sheath tumor meeting all inclusion and no exclusion criteria",
            "Inclusion Criteria:\n* Malig\u200bnant periph\u00aderal nerve sheath tumor",
            "Inclusion Criteria:\n* Malignant&nbsp;peripheral&#160;nerve sheath tumour &gt; 1 cm",
            "Inclusion Criteria:\n* Sarcoma \\(MPNST\\) \\>= 1 cm",
            "Inclusion Criteria:\n* Sarcoma &amp;lt; 5 cm, e.g. MPNST",
            "DISEASE CHARACTERISTICS:\n\n* Histologically confirmed Malignant peripheral nerve sheath tumor\n\nPATIENT CHARACTERISTICS:\n\n* Age: 18 and over",
            "DISEASE CHARACTERISTICS:\n\n* Soft tissue sarcoma, including the following:\n\n  * Malignant peripheral nerve sheath tumor\n  * Leiomyosarcoma\n* No GIST",
            "Inclusion Criteria:\n* Prior therapy excluded within 4 weeks\n* Malignant peripheral nerve sheath tumor",
            "Inclusion Criteria:\n* No exclusion of patients by age\n* Malignant peripheral nerve sheath tumor",
            "Inclusion Criteria:\n\n* Any solid tumor, except for the following:\n\n  * GIST\n  * Ewing sarcoma\n\n* Malignant peripheral nerve sheath tumor or other sarcoma",
            "Inclusion Criteria:\n* Exclusion of pregnancy by test\n* Malignant peripheral nerve sheath tumor",
            "DISEASE CHARACTERISTICS: * Solid tumor * The following histologies are not eligible: * Rhabdomyosarcoma * Ewing sarcoma * The following histologies are eligible: * Malignant peripheral nerve sheath tumor * Synovial sarcoma * No bowel obstruction",
            "Inclusion Criteria:\n\n* Any tumor with the exception of:\n* GIST\n* Histologically confirmed disease that can be measured by RECIST 1.1\n* MPNST",
        ];

    [Theory]
    [MemberData(nameof(WithInclusion))]
    public void Words_that_look_like_a_heading_of_exclusion_hide_no_inclusion(string criteria) =>
        Assert.Equal(Scope.Named, ScopeOf(criteria));

    public static TheoryData<string> Exceptions =>
        [
            "Any solid tumor with the exception of:",
            "Any solid tumor other than:",
            "Any solid tumor, except the following:",
            "Any solid tumor except:",
            "Any solid tumor. Exceptions:",
            "Any solid tumor. Not included:",
            "Any solid tumor. The following cannot be enrolled:",
            "Solid tumor, with the following exceptions:",
            "Solid tumor, excluding the following",
            "Solid tumor. Excluded tumor types",
            "Solid tumor (excluded histologies below)",
            "Solid tumor, the following histologies will not be accepted:",
            "Solid tumor but not:",
            "Solid tumor. Patients must not have any of the following:",
            "Solid tumor. The following tumors are NOT permitted:",
            "Solid tumor. No patients with any of these:",
            "Solid tumor. Patients with these tumors may not enroll:",
            "Solid tumor. Ineligible subtypes include:",
            "Solid tumor. Tumor types that do not qualify:",
            "All solid tumors apart from the following:",
            "All solid tumors with exception of the following histologies:",
            "All solid tumors save for:",
            "Solid tumor; exclusions:",
            "None of the following:",
            "Absence of:",
            "No history of any of the following:",
            "Patients with one of the following are not eligible",
        ];

    [Theory]
    [MemberData(nameof(Exceptions))]
    public void A_list_of_exceptions_may_not_enter_and_what_follows_it_may(string head)
    {
        Assert.Equal(
            Scope.Other,
            ScopeOf($"Inclusion Criteria:\n\n* {head}\n\n  * {Mpnst}\n  * GIST\n* Age 18")
        );
        Assert.Equal(
            Scope.Other,
            ScopeOf(
                $"DISEASE CHARACTERISTICS:\n\n1. {head}\n\n   1. {Mpnst}\n   2. GIST\n2. Age 18"
            )
        );
        Assert.Equal(
            Scope.Named,
            ScopeOf($"Inclusion Criteria:\n\n* {head}\n\n  * GIST\n* {Mpnst}, metastatic")
        );
    }

    public static TheoryData<string> Denials =>
        [
            "Patients with MPNST are not evaluable",
            "Patients with MPNST may not participate",
            "MPNST must not be present",
            "Patients who develop MPNST will come off study",
            "Patients with MPNST come off study",
            "Participants with MPNST cannot be enrolled",
            "MPNST is not allowed",
            "MPNST are exclusionary",
            "Patients with MPNST should not be enrolled",
            "Patients with MPNST will not be considered",
            "Patients with MPNST need not apply",
            "Known MPNST is an exclusion criterion",
            "Solid tumor apart from MPNST",
            "Solid tumor (not MPNST)",
            "Solid tumor, non-MPNST",
            "Solid tumor, excluding GIST, desmoid and MPNST",
            "Solid tumor (MPNST excluded)",
            "Solid tumor, MPNST excepted",
            "No evidence of MPNST",
            "No current or prior MPNST",
            "No history of malignant peripheral nerve sheath tumor",
            "No suspicion of MPNST on MRI",
            "Absence of MPNST by PET",
            "Patients must not have MPNST",
            "Patients must be free of MPNST",
            "Patients may not have a malignant peripheral nerve sheath tumor",
            "Patients cannot have MPNST",
            "MPNST has been ruled out",
            "MPNST must be ruled out",
            "MPNST should be excluded by biopsy",
            "biopsy to rule out MPNST",
            "Prior MPNST is not permitted",
            "Subjects with MPNST are ineligible",
            "MPNST patients do not qualify",
            "MPNST is not an eligible histology",
            "MPNST does not count as a target tumor",
            "Neurofibroma without transformation to MPNST",
            "Lesions concerning for MPNST",
            "Suspected MPNST needs biopsy",
            "at risk for MPNST",
            "Patients in whom MPNST is suspected should be biopsied",
            "Neither MPNST nor GIST",
            "Tumors not including MPNST",
            "Diagnosis of MPNST is not acceptable",
            "With the exception of MPNST, any solid tumor",
            "Exclusion of MPNST by biopsy",
            "MPNST is excluded from this cohort",
            "Patients who have MPNST are not candidates",
            "Patients found to have MPNST will be removed from study",
            "Patients with MPNST will be taken off protocol therapy",
            "Treatment will be stopped if MPNST occurs",
            "The patient does not have MPNST",
            "There is no MPNST",
            "Patients with MPNST must be excluded",
            "MPNST not eligible",
            "MPNST not allowed",
            "MPNST: not eligible",
            "MPNST (not eligible)",
            "MPNST – excluded",
            "Patients with MPNST are to be excluded",
            "Those with MPNST are not able to take part",
            "Having MPNST disqualifies a patient",
            "In case of MPNST patients leave the study",
            "MPNST would preclude participation",
            "Malignancies such as MPNST are not permitted",
            "Patients with a family history of MPNST",
            "Never had MPNST",
            "Without MPNST",
            "MPNST-free",
            "Other than MPNST, any tumor",
        ];

    [Theory]
    [MemberData(nameof(Denials))]
    public void A_line_that_keeps_MPNST_out_does_not_name_it(string line) =>
        Assert.Equal(
            Scope.Other,
            ScopeOf($"Inclusion Criteria:\n\n* Any solid tumor\n* {line}\n* Age 18")
        );

    public static TheoryData<string> Admissions =>
        [
            "Patients with MPNST are eligible",
            "MPNST, not amenable to surgery",
            "MPNST that is not resectable",
            "MPNST not previously treated",
            "MPNST without metastases",
            "MPNST with no standard therapy",
            "Unresectable MPNST for which no curative therapy exists",
            "Patients with MPNST may not have had prior MEK inhibitor",
            "Patients with MPNST must not have received doxorubicin",
            "Patients with MPNST may have up to 2 prior regimens",
            "MPNST, no more than 2 prior therapies",
            "Patients without curative options who have MPNST",
            "Sarcomas not limited to MPNST",
            "Sarcoma including but not limited to: UPS, MPNST",
            "Sarcoma, not otherwise specified, or MPNST",
            "Patients with MPNST who progressed on treatment",
            "Patients with MPNST whose disease is not evaluable by RECIST are eligible if PET is positive",
            "No prior therapy for MPNST",
            "MPNST (biopsy not required)",
            "MPNST; GIST is excluded",
            "Sarcomas, e.g. MPNST, other than GIST",
            "Non-rhabdomyosarcoma soft tissue sarcoma such as MPNST",
            "MPNST or other sarcoma, excluding GIST",
            "High-grade MPNST; low-grade tumors are not eligible",
            "Histologically proven MPNST, not suitable for radiotherapy",
            "Tumors without standard therapy such as MPNST",
            "Sarcoma with no known effective therapy (e.g., MPNST)",
            "MPNST may be enrolled without central review",
            "Neurofibroma that has transformed to MPNST",
            "Patients who have developed MPNST",
            "MPNST arising in a neurofibroma",
            "Biopsy proven MPNST (suspected MPNST is not enough)",
            "Diagnosis other than MPNST needs approval; MPNST enters directly",
            "MPNST: patients with brain metastases are excluded",
            "Patients with MPNST are eligible but those with GIST are not eligible",
            "Not only UPS but also MPNST",
            "Patients with MPNST that cannot be resected",
            "Confirmed diagnosis of MPNST. Patients who cannot undergo biopsy may not participate",
            "MPNST with or without NF1",
            "MPNST unless completely resected",
            "MPNST except when completely resected",
        ];

    [Theory]
    [MemberData(nameof(Admissions))]
    public void A_line_that_denies_something_else_names_it(string line) =>
        Assert.Equal(
            Scope.Named,
            ScopeOf($"Inclusion Criteria:\n\n* Any solid tumor\n* {line}\n* Age 18")
        );

    [Theory]
    [InlineData(
        "* Soft tissue sarcoma (excluding GIST) with one of the following histologies:\n\n  * MPNST\n  * UPS",
        Scope.Named
    )]
    [InlineData("* Sarcoma, excluding GIST, including the following:\n\n  * MPNST", Scope.Named)]
    [InlineData("* Excluded histologies include:\n\n  * MPNST", Scope.Other)]
    [InlineData("* Tumor not eligible for surgery, one of:\n\n  * MPNST\n  * UPS", Scope.Named)]
    [InlineData("* Tumors that cannot be resected:\n\n  * MPNST", Scope.Named)]
    [InlineData("* No prior chemotherapy for the following tumors:\n\n  * MPNST", Scope.Named)]
    [InlineData(
        "* Patients must not have received MEK inhibitors\n* One of the following:\n  * MPNST",
        Scope.Named
    )]
    [InlineData("* Measurable disease, not previously irradiated\n\n  * MPNST", Scope.Named)]
    [InlineData("Patients must have one of:\n\nMPNST\nUPS", Scope.Named)]
    [InlineData(
        "* Histology:\n\n  * Eligible:\n\n    * UPS\n\n  * Not eligible:\n\n    * MPNST",
        Scope.Other
    )]
    [InlineData(
        "* Histology\n\n  * Ineligible histologies\n\n    * GIST\n\n  * Eligible histologies\n\n    * MPNST",
        Scope.Named
    )]
    [InlineData("* Sarcoma except GIST\n* MPNST", Scope.Named)]
    [InlineData("1. Sarcoma other than:\n   a. MPNST\n   b. GIST", Scope.Other)]
    [InlineData(
        "1. Sarcoma other than:\n   a. Ewing sarcoma\n   b. GIST\n2. MPNST with metastases",
        Scope.Named
    )]
    [InlineData("* Solid tumors except the following: MPNST, GIST", Scope.Other)]
    [InlineData("* Solid tumors (except MPNST)", Scope.Other)]
    [InlineData("* Solid tumors, including MPNST, except lymphoma", Scope.Named)]
    [InlineData("* MPNST, no other malignancy", Scope.Named)]
    [InlineData("* No other malignancy. MPNST confirmed by pathology", Scope.Named)]
    [InlineData("* MPNST (not the low grade)", Scope.Named)]
    public void Lists_within_lists_are_read_by_their_heads(string criteria, Scope expected) =>
        Assert.Equal(expected, ScopeOf($"Inclusion Criteria:\n\n{criteria}"));

    public static TheoryData<string> Backgrounds =>
        [
            "NF1 patients have a lifetime risk of MPNST of 10%.",
            "Plexiform neurofibromas can transform to malignant peripheral nerve sheath tumors (MPNST).",
            "MPNST is the leading cause of death in NF1.",
            "MPNSTs arise in 8-13% of people with NF1.",
            "In a previous study the drug shrank MPNST in mice.",
            "NF1 patients may suffer from plexiform neurofibromas, gliomas and MPNST.",
            "Patients with NF1 are at increased risk of developing MPNST.",
            "Malignant peripheral nerve sheath tumors (MPNST) occur in patients with NF1.",
            "The drug was studied before in patients with MPNST.",
            "About half of all MPNST are found in individuals with NF1, and the prognosis is poor.",
            "People with NF1 often develop many tumors, among them MPNST, which is the major cause of mortality in adults.",
            "To determine whether imaging predicts transformation to MPNST.",
            "Secondary objective: to describe the incidence of MPNST in patients with NF1.",
            "The purpose of this study is to find out which neurofibromas become MPNST in patients.",
            "Most patients with MPNST will die of metastases within 2 years.",
            "In the phase 2 trial of selumetinib, patients with MPNST did not respond.",
            "A previous trial enrolled patients with MPNST and saw one response.",
            "Patients with MPNST have few options, and new drugs are needed to improve survival.",
            "MPNST patients often have metastases at diagnosis.",
            "Recent studies of patients with MPNST show that CDKN2A is lost.",
            "Between 8 and 15 percent of people with NF1 are diagnosed with MPNST.",
            "Adults with NF1 should be watched for MPNST.",
        ];

    [Theory]
    [MemberData(nameof(Backgrounds))]
    public void Background_beside_another_tumour_does_not_name_it(string summary)
    {
        var record = new AnnotationInput
        {
            Id = "NCT00000000",
            Title = "Drug Q for Plexiform Neurofibroma in NF1",
            Conditions = ["Plexiform Neurofibroma", "Neurofibromatosis 1"],
        };

        foreach (
            var stated in (AnnotationInput[])
                [
                    record with
                    {
                        BriefSummary = summary,
                    },
                    record with
                    {
                        BriefSummary = "The drug is given by mouth.",
                        DetailedDescription = summary,
                    },
                ]
        )
        {
            Assert.Equal(Scope.Nf1, Annotator.Annotate(stated, Snapshot.Dictionary).Scope);
        }
    }

    public static TheoryData<string> OfTheTrial =>
        [
            "This study will enroll patients with plexiform neurofibroma or MPNST.",
            "Cohort B: patients with MPNST.",
            "Patients with plexiform neurofibroma (stratum 1) or MPNST (stratum 2) receive the drug.",
            "Patients will be stratified: MPNST vs. other.",
            "Eligible are patients with MPNST or plexiform neurofibroma.",
            "Participants with MPNST will have surgery after two cycles.",
            "A second cohort of 10 patients with MPNST is planned.",
            "The trial includes people with plexiform neurofibroma and people with MPNST.",
            "OUTLINE: Patients are stratified according to tumor type (plexiform neurofibroma vs malignant peripheral nerve sheath tumor).",
            "To assess the response rate in patients with MPNST treated with drug Q.",
            "The trial will enroll 40 patients: 20 with plexiform neurofibroma and 20 with MPNST.",
            "Arm B is for participants with MPNST.",
            "Participants with MPNST will receive the drug until progression.",
            "Patients with MPNST are eligible for the expansion phase.",
            "This study is for people with sarcoma, such as MPNST or synovial sarcoma.",
            "We will treat patients with MPNST at the recommended dose.",
        ];

    [Theory]
    [MemberData(nameof(OfTheTrial))]
    public void A_summary_that_speaks_of_the_trials_patients_or_cohorts_names_it(string summary) =>
        Assert.Equal(
            Scope.Named,
            Annotator
                .Annotate(
                    new AnnotationInput
                    {
                        Id = "NCT00000000",
                        Title = "Drug R in Synovial Sarcoma",
                        Conditions = ["Synovial Sarcoma"],
                        BriefSummary = summary,
                    },
                    Snapshot.Dictionary
                )
                .Scope
        );
}
