using System.Text.Json.Nodes;
using MpnstApi.Annotation;
using MpnstApi.Annotation.Vocabulary;
using MpnstApi.Tests.Registry;

namespace MpnstApi.Tests.Annotation;

public sealed class ScopeRuleTests
{
    private static AnnotationInput Record(string title, params string[] conditions) =>
        new()
        {
            Id = "NCT00000000",
            Title = title,
            Conditions = conditions,
        };

    private static Scope ScopeOf(AnnotationInput text) =>
        Annotator.Annotate(text, Snapshot.Dictionary).Scope;

    [Fact]
    public void The_snapshot_keeps_243_trials_that_name_MPNST_or_take_sarcoma_as_a_class()
    {
        var counts = Snapshot.Labels.Values.CountBy(l => l.Scope).ToDictionary();

        Assert.Equal(97, counts[Scope.Named]);
        Assert.Equal(146, counts[Scope.Sarcoma]);
        Assert.Equal(5, counts[Scope.Nf1]);
    }

    [Theory]
    [InlineData("NCT00068367", "briefTitle")]
    [InlineData("NCT00041236", "keywords")]
    [InlineData("NCT04811196", "conditions")]
    public void A_trial_that_names_MPNST_says_where(string id, string field)
    {
        var why = Snapshot.Of(id).Evidence.Single(e => e.Label == "scope");

        Assert.Equal("NAMED", why.Value);
        Assert.Equal(field, why.Field);
        Assert.Equal(Certainty.Text, why.Certainty);
        Assert.NotNull(why.Text);
    }

    [Theory]
    [InlineData("NCT06541847", "criteria")]
    [InlineData("NCT01218139", "description")]
    public void Where_the_snapshot_lacks_the_text_its_own_word_is_the_evidence(
        string id,
        string namedIn
    )
    {
        var why = Snapshot.Of(id).Evidence.Single(e => e.Label == "scope");

        Assert.Equal(Certainty.Snapshot, why.Certainty);
        Assert.Equal(namedIn, why.Text);
    }

    [Theory]
    [InlineData("Malignant peripheral nerve sheath tumours")]
    [InlineData("MPNSTs")]
    [InlineData("Malignant nerve-sheath neoplasm")]
    [InlineData("Neurofibrosarcoma")]
    [InlineData("Malignant Schwannoma")]
    [InlineData("Malignant neurilemmoma")]
    [InlineData("Neurogenic sarcoma")]
    [InlineData("Malignant Triton Tumor")]
    [InlineData("Peripheral Nerve Sheath Tumor, Malignant")]
    public void Every_name_of_MPNST_counts_in_any_spelling(string condition) =>
        Assert.Equal(Scope.Named, ScopeOf(Record("A trial", condition)));

    [Theory]
    [InlineData("Schwannoma")]
    [InlineData("Nerve sheath tumor, benign")]
    [InlineData("Triton surgical system")]
    public void Its_neighbours_do_not_name_it(string condition) =>
        Assert.NotEqual(Scope.Named, ScopeOf(Record("A trial", condition)));

    [Theory]
    [InlineData("Patients without MPNST may enter.")]
    [InlineData("Lesions suspicious for malignant peripheral nerve sheath tumor are biopsied.")]
    [InlineData("People with plexiform neurofibroma have a risk of MPNST.")]
    [InlineData("Family history of MPNST or of atypical neurofibroma.")]
    [InlineData("We look for transformation to MPNST.")]
    [InlineData("Excluded are patients with MPNST.")]
    [InlineData("Patients with MPNST of any site are not eligible.")]
    [InlineData(
        "Excluded histologies include GIST, Kaposi's sarcoma, osteosarcoma, rhabdomyosarcoma, dermatofibrosarcoma, desmoid tumor and MPNST."
    )]
    public void Running_text_that_rules_MPNST_out_or_fears_it_does_not_name_it(string summary) =>
        Assert.NotEqual(
            Scope.Named,
            ScopeOf(
                Record("Neurofibromatosis type 1 and pain", "NF1") with
                {
                    BriefSummary = summary,
                }
            )
        );

    [Theory]
    [InlineData("Soft tissue sarcoma, excluding GIST, including MPNST.")]
    [InlineData("Soft tissue sarcoma, excluding: GIST, Ewing sarcoma, and including MPNST.")]
    [InlineData("Tumors with or without metastases, such as MPNST.")]
    [InlineData("GIST is excluded. MPNST may enter.")]
    public void What_is_ruled_out_beside_it_does_not_rule_MPNST_out(string summary) =>
        Assert.Equal(Scope.Named, ScopeOf(Record("A drug") with { BriefSummary = summary }));

    [Theory]
    [InlineData("Non-rhabdomyosarcoma soft tissue sarcoma: synovial sarcoma, MPNST.")]
    [InlineData("Soft tissue sarcoma such as MPNST (GIST and desmoid tumour excluded).")]
    [InlineData("Patients with MPNST are eligible, those with GIST are excluded.")]
    [InlineData("Adults who have not been treated for MPNST.")]
    [InlineData("No standard treatment for MPNST is known.")]
    [InlineData("Patients with MPNST who had doxorubicin before are not eligible for cohort A.")]
    public void A_negation_of_something_else_in_the_sentence_leaves_MPNST_named(string summary) =>
        Assert.Equal(Scope.Named, ScopeOf(Record("A drug") with { BriefSummary = summary }));

    [Theory]
    [InlineData("Plexiform neurofibromas are non-malignant peripheral nerve sheath tumors.")]
    [InlineData("These may become malignant peripheral nerve sheath tumors (MPNST).")]
    [InlineData(
        "A risk of developing a high grade malignant peripheral nerve sheath tumor (MPNST)."
    )]
    [InlineData("The drug slows the growth of MPNST cell lines.")]
    [InlineData("It was active in malignant peripheral nerve sheath tumor (MPNST) mouse models.")]
    public void What_may_come_and_what_grew_in_a_laboratory_is_no_disease_of_the_patients(
        string description
    ) =>
        Assert.Equal(
            Scope.Nf1,
            ScopeOf(
                Record("A drug for plexiform neurofibroma", "NF1") with
                {
                    DetailedDescription = description,
                }
            )
        );

    [Theory]
    [InlineData("* The following histologies are not eligible:\n\n  * MPNST\n  * GIST")]
    [InlineData("Patients are excluded if they have:\n\n* MPNST\n* malignant glioma")]
    [InlineData("2. Exclusion criteria\n\n* MPNST")]
    [InlineData("Part 2 exclusion criteria:\n\n* MPNST")]
    [InlineData("EXCLUSION CRITERIA FOR TREATMENT\n\n* MPNST")]
    public void A_list_of_who_may_not_enter_does_not_name_it_however_it_is_headed(string list) =>
        Assert.Equal(
            Scope.Nf1,
            ScopeOf(
                Record("Plexiform neurofibroma", "Neurofibromatosis 1") with
                {
                    EligibilityCriteria =
                        $"Inclusion Criteria:\n\n* Does not meet any of the exclusion criteria\n{list}",
                }
            )
        );

    [Theory]
    [InlineData("* These are not eligible:\n\n  * GIST\n* Malignant triton tumor may enter")]
    [InlineData("* Meets no exclusion criteria\n* MPNST")]
    [InlineData("* Sarcoma, GIST excluded:\n\nPart 2 inclusion criteria:\n\n* MPNST")]
    public void Such_a_list_ends_where_the_next_demand_begins(string list) =>
        Assert.Equal(
            Scope.Named,
            ScopeOf(
                Record("A drug") with
                {
                    EligibilityCriteria = $"Inclusion Criteria:\n\n{list}",
                }
            )
        );

    [Fact]
    public void What_stands_under_exclusion_does_not_name_it_and_what_stands_under_inclusion_does()
    {
        var record = Record("Plexiform neurofibroma", "Neurofibromatosis 1");

        Assert.Equal(
            Scope.Nf1,
            ScopeOf(
                record with
                {
                    EligibilityCriteria =
                        "Inclusion Criteria:\n\n* NF1 with plexiform neurofibroma\n\nExclusion Criteria:\n\n* MPNST",
                }
            )
        );
        Assert.Equal(
            Scope.Named,
            ScopeOf(
                record with
                {
                    EligibilityCriteria =
                        "INCLUSION CRITERIA\n* plexiform neurofibroma or MPNST\nEXCLUSION CRITERIA\n* pregnancy",
                }
            )
        );
    }

    [Theory]
    [InlineData("Patients are recruited into three groups: leiomyosarcoma; liposarcoma; MPNST.")]
    [InlineData(
        "Participants are enrolled by histology: synovial sarcoma; malignant nerve sheath tumor; others."
    )]
    public void Cohorts_of_the_trial_between_semicolons_name_it(string summary) =>
        Assert.Equal(
            Scope.Named,
            ScopeOf(Record("A drug", "Sarcoma") with { BriefSummary = summary })
        );

    [Theory]
    [InlineData("Angiosarcoma, peripheral nerve sheath tumor or leiomyosarcoma", Scope.Named)]
    [InlineData("Angiosarcoma or leiomyosarcoma; no peripheral nerve sheath tumor", Scope.Other)]
    [InlineData("Schwannoma, meningioma, peripheral nerve sheath tumor", Scope.Other)]
    public void Nerve_sheath_tumours_among_the_sarcomas_of_a_criterion_are_the_malignant_ones(
        string criterion,
        Scope expected
    ) =>
        Assert.Equal(
            expected,
            ScopeOf(
                Record("A drug", "Tumors") with
                {
                    EligibilityCriteria = $"Inclusion Criteria:\n\n* {criterion}",
                }
            )
        );

    [Fact]
    public void Nerve_sheath_tumours_count_in_a_list_of_malignant_tumours()
    {
        var text = Snapshot.Text("NCT06625190") with { SnapshotScope = null };

        Assert.Equal(Scope.Named, ScopeOf(text));
        Assert.Equal(Scope.Other, ScopeOf(Record("Nerve blocks", "Nerve Sheath Tumors")));
    }

    [Fact]
    public void Sarcoma_as_a_class_and_an_open_list_are_in_a_closed_list_of_other_histologies_is_not()
    {
        Assert.Equal(Scope.Sarcoma, ScopeOf(Record("A drug in soft-tissue sarcomas")));
        Assert.Equal(
            Scope.Sarcoma,
            ScopeOf(Record("A drug", "Synovial sarcoma and other sarcomas"))
        );
        Assert.Equal(
            Scope.Other,
            ScopeOf(Record("A drug in synovial sarcoma", "Synovial Sarcoma", "Ewing Sarcoma"))
        );
    }

    [Fact]
    public void The_gene_NF1_is_no_disease()
    {
        Assert.False(Snapshot.Of("NCT03872427").Nf1);
        Assert.Equal(Scope.Other, ScopeOf(Record("A drug for NF1-mutant melanoma", "Melanoma")));
        Assert.Equal(Scope.Other, ScopeOf(Record("Tumors with RAS, NF1, or BRAF mutations")));
        Assert.Equal(Scope.Other, ScopeOf(Record("Melanoma with loss of NF1", "Melanoma")));
        Assert.Equal(Scope.Other, ScopeOf(Record("Neurofibromin 1 (NF1) in melanoma")));
        Assert.Equal(
            Scope.Other,
            ScopeOf(Record("Neurofibromatosis type 2", "Neurofibromatosis 2"))
        );
    }

    [Fact]
    public void Records_of_other_diseases_are_never_said_to_name_MPNST()
    {
        foreach (var line in File.ReadLines(Repository.Fixture("registry-record-texts.ndjson")))
        {
            var record = RegistryJson.Read(line);
            var scope = Annotator.Annotate(record, Snapshot.Dictionary).Scope;
            Assert.True(scope == Scope.Other, $"{record.Id}: {scope}");
        }
    }
}
