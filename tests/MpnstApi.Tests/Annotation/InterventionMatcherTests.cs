using MpnstApi.Annotation;
using MpnstApi.Annotation.Vocabulary;

namespace MpnstApi.Tests.Annotation;

public sealed class InterventionMatcherTests
{
    private static InterventionMatch Match(
        string name,
        string? type = "DRUG",
        params string[] otherNames
    ) =>
        Annotator
            .Annotate(
                new AnnotationInput
                {
                    Id = "NCT00000000",
                    Title = "A trial",
                    Interventions = [new InterventionText(type, name, null, otherNames)],
                },
                Snapshot.Dictionary
            )
            .Interventions[0];

    [Theory]
    [InlineData("unesbulin", Modality.Targeted)]
    [InlineData("PTC596", Modality.Targeted)]
    [InlineData("PAS-004", Modality.Targeted)]
    [InlineData("REC-4881", Modality.Targeted)]
    [InlineData("vorasidenib", Modality.Targeted)]
    [InlineData("AG-881", Modality.Targeted)]
    [InlineData("Zanzalintinib (XL092)", Modality.Targeted)]
    [InlineData("tegavivint", Modality.Targeted)]
    [InlineData("RMC-4630", Modality.Targeted)]
    [InlineData("JAB-3312", Modality.Targeted)]
    [InlineData("PF-07284892 (ARRY-558)", Modality.Targeted)]
    [InlineData("naporafenib", Modality.Targeted)]
    [InlineData("LXH254", Modality.Targeted)]
    [InlineData("belvarafenib", Modality.Targeted)]
    [InlineData("taselisib", Modality.Targeted)]
    [InlineData("GDC-0032", Modality.Targeted)]
    [InlineData("favezelimab", Modality.Immunotherapy)]
    [InlineData("MK-4280", Modality.Immunotherapy)]
    [InlineData("ociperlimab", Modality.Immunotherapy)]
    [InlineData("BGB-A1217", Modality.Immunotherapy)]
    [InlineData("evorpacept", Modality.Immunotherapy)]
    [InlineData("ALX148", Modality.Immunotherapy)]
    [InlineData("eftilagimod alpha", Modality.Immunotherapy)]
    [InlineData("LAG525", Modality.Immunotherapy)]
    [InlineData("MBG453", Modality.Immunotherapy)]
    [InlineData("DNX-2401", Modality.OncolyticVirus)]
    [InlineData("Olvi-Vec", Modality.OncolyticVirus)]
    [InlineData("canerpaturev", Modality.OncolyticVirus)]
    [InlineData("Toca 511", Modality.GeneTherapy)]
    [InlineData("Daromun", Modality.Immunotherapy)]
    [InlineData("SHR-A1811", Modality.Targeted)]
    [InlineData("SHR-A1921", Modality.Targeted)]
    [InlineData("MK-2870", Modality.Targeted)]
    [InlineData("datopotamab deruxtecan", Modality.Targeted)]
    [InlineData("DS-1062a", Modality.Targeted)]
    [InlineData("patritumab deruxtecan", Modality.Targeted)]
    [InlineData("enfortumab vedotin", Modality.Targeted)]
    [InlineData("tisotumab vedotin", Modality.Targeted)]
    [InlineData("Eflornithine (DFMO)", Modality.Targeted)]
    [InlineData("AMXT 1501 Dicaprate", Modality.Targeted)]
    [InlineData("INCB059872", Modality.Targeted)]
    [InlineData("BMS-214662", Modality.Targeted)]
    [InlineData("LY2940680", Modality.Targeted)]
    [InlineData("UCN-01", Modality.Targeted)]
    [InlineData("satraplatin", Modality.Chemotherapy)]
    [InlineData("Levofloxacin", Modality.Supportive)]
    [InlineData("Olanzapine", Modality.Supportive)]
    [InlineData("Gadobutrol", Modality.Diagnostic)]
    [InlineData("Degarelix", Modality.Hormonal)]
    public void Drugs_of_trials_beyond_the_snapshot_are_known(string name, Modality modality)
    {
        var match = Match(name);

        Assert.Single(match.DrugIds);
        Assert.Equal(modality, match.Modality);
        Assert.Equal(Certainty.Dictionary, match.Certainty);
        Assert.Empty(match.Unread);
    }

    [Theory]
    [InlineData("Pazopanib Hydrochloride", "pazopanib")]
    [InlineData("PAZOPANIB", "pazopanib")]
    [InlineData("Votrient®", "pazopanib")]
    [InlineData("GW786034 (pazopanib)", "pazopanib")]
    [InlineData("Oral Topotecan Hydrochloride", "topotecan")]
    [InlineData("Cabozantinib Oral Tablet", "cabozantinib")]
    [InlineData("Selumetinib Oral Capsule", "selumetinib")]
    [InlineData("Mirdametinib (PD-0325901) capsule or dispersible tablet", "mirdametinib")]
    [InlineData("Adriamycin", "doxorubicin")]
    [InlineData("ET-743", "trabectedin")]
    [InlineData("ET 743", "trabectedin")]
    [InlineData("SU5416", "semaxanib")]
    [InlineData("LBH589 (panobinostat)", "panobinostat")]
    [InlineData("RAD001", "everolimus")]
    [InlineData("Anrotinib", "anlotinib")]
    [InlineData("pazopanib 800 mg daily for 28 days", "pazopanib")]
    [InlineData("Navtemadlin (AMG-232, KRT-232)", "navtemadlin")]
    [InlineData("chidamide and toripalimab", "tucidinostat,toripalimab")]
    [InlineData("APG-115+Pembrolizumab", "alrizomadlin,pembrolizumab")]
    [InlineData("sintilimab combined with anlotinib", "sintilimab,anlotinib")]
    [InlineData("3 cycles of AI", "doxorubicin,ifosfamide")]
    [InlineData("Gemcitabine 900mg/m2 IV over 90 min, days 1 and 8", "gemcitabine")]
    [InlineData("Selumetinib (AZD6244, ARRY-142886)", "selumetinib")]
    [InlineData("Pexidartinib (PLX3397, CODE99X)", "pexidartinib")]
    [InlineData(
        "Tislelizumab，atezolizumab or sugemalimab",
        "tislelizumab,atezolizumab,sugemalimab"
    )]
    [InlineData("pazopanib without sirolimus", "pazopanib")]
    [InlineData("Cisplatinum", "cisplatin")]
    [InlineData("EGFR806-specific CAR T cells", "egfr806-car-t-cells")]
    [InlineData("second generation 4-1BBζ B7H3-EGFRt-DHFR", "b7-h3-car-t-cells")]
    [InlineData(
        "Investigator's Choice Treatment (Dacarbazine, Pazopanib, Gemcitabine + Docetaxel, Doxorubicin, Ifosfamide)",
        "dacarbazine,pazopanib,gemcitabine,docetaxel,doxorubicin,ifosfamide"
    )]
    public void A_drug_is_known_in_the_wording_of_records(string name, string drugs) =>
        Assert.Equal(drugs.Split(','), Match(name).DrugIds);

    [Theory]
    [InlineData("Adjuvant chemotherapy", "chemotherapy", Modality.Chemotherapy)]
    [InlineData("Anti-PD-1 monoclonal antibody", "anti-pd-1-antibody", Modality.Immunotherapy)]
    [InlineData("Radiation therapy", "radiotherapy", Modality.Radiotherapy)]
    [InlineData(
        "hypofractionated radiation therapy 42.75 Gy in 15 fractions",
        null,
        Modality.Radiotherapy
    )]
    [InlineData("Placebo Oral Tablet", "placebo", Modality.Other)]
    [InlineData("Placebo for pazopanib", "placebo", Modality.Other)]
    public void A_class_or_a_procedure_is_no_drug(string name, string? entry, Modality modality)
    {
        var match = Match(name);

        Assert.Empty(match.DrugIds);
        Assert.Equal(modality, match.Modality);
        if (entry is not null)
        {
            Assert.Equal([entry], match.Entries);
        }
    }

    [Theory]
    [InlineData("said")]
    [InlineData("AP-L1898")]
    [InlineData("nonpazopanib")]
    [InlineData("anti-pazopanib antibody assay")]
    public void What_is_not_known_as_a_whole_is_not_guessed(string name) =>
        Assert.Empty(Match(name).DrugIds);

    [Theory]
    [InlineData("trabectedim", "trabectedin")]
    public void A_slip_of_the_pen_is_suggested_and_never_matched(string name, string nearest)
    {
        var match = Match(name);

        Assert.Empty(match.Entries);
        Assert.Contains(nearest, match.Nearest);
    }

    [Fact]
    public void Another_name_helps_where_the_name_itself_says_nothing()
    {
        Assert.Equal(["pazopanib"], Match("Study drug X1", "DRUG", "Votrient").DrugIds);
        Assert.Empty(Match("Study drug X1", "DRUG", "taken with Votrient").DrugIds);
    }

    [Fact]
    public void The_registrys_type_decides_only_where_the_name_does_not()
    {
        Assert.Equal(Modality.Radiotherapy, Match("42 Gy to the tumour bed", "RADIATION").Modality);
        Assert.Equal(Modality.Radiotherapy, Match("radiotherapy", "PROCEDURE").Modality);
        Assert.Equal(Modality.Radiotherapy, Match("Radiation therapy", "DEVICE").Modality);
        Assert.Null(Match("42 units", "DRUG").Modality);
    }

    [Fact]
    public void A_part_that_cannot_be_read_is_said_to_be_unread()
    {
        var match = Match("pazopanib and ZYX-4711");

        Assert.Equal(["pazopanib"], match.DrugIds);
        Assert.Equal(["ZYX-4711"], match.Unread);
    }

    [Fact]
    public void A_drug_known_by_its_stem_has_a_modality_and_no_id()
    {
        var match = Match("zyxwvutinib");

        Assert.Empty(match.DrugIds);
        Assert.Equal(Modality.Targeted, match.Modality);
        Assert.Equal(Certainty.Stem, match.Certainty);
    }

    [Fact]
    public void A_common_variant_of_a_spelling_finds_the_drug_and_says_so()
    {
        var match = Match("pazopanip");

        Assert.Equal(["pazopanib"], match.DrugIds);
        Assert.Equal(Certainty.Spelling, match.Certainty);
    }

    [Fact]
    public void Two_drugs_known_by_their_stems_are_two() =>
        Assert.Equal(
            ["TARGETED_COMBINATION"],
            Annotator
                .Annotate(
                    new AnnotationInput
                    {
                        Id = "NCT00000000",
                        Title = "A trial",
                        Interventions =
                        [
                            new InterventionText("DRUG", "zyxwvutinib", null, []),
                            new InterventionText("DRUG", "vutsrqlisib", null, []),
                        ],
                    },
                    Snapshot.Dictionary
                )
                .Treatments
        );

    /// <summary>A stem must not contradict a drug that the dictionary knows.</summary>
    [Fact]
    public void Every_stem_agrees_with_the_drugs_that_bear_it() =>
        Assert.Empty(
            from stem in Snapshot.Dictionary.Stems
            from drug in Snapshot.Dictionary.Drugs
            where
                drug.Types.All(t => t != "ANTIBODY_DRUG_CONJUGATE")
                && drug.Name.EndsWith(stem.Stem, StringComparison.Ordinal)
                && drug.Modality != stem.Modality
            select $"-{stem.Stem}: {drug.Name} is {drug.Modality}"
        );
}
