using MpnstApi.Annotation;
using MpnstApi.Annotation.Vocabulary;

namespace MpnstApi.Tests.Annotation;

/// <summary>What titles, conditions and criteria say of the tumour and of NF1, in made-up records of a few words each.</summary>
public sealed class DiseaseReadingTests
{
    private static TrialLabels LabelsOf(
        string title,
        string conditions,
        string? summary = null,
        string? criteria = null
    ) =>
        Annotator.Annotate(
            new AnnotationInput
            {
                Id = "NCT00000000",
                Title = title,
                Conditions = conditions.Split('|'),
                BriefSummary = summary,
                EligibilityCriteria = criteria,
                StudyType = "INTERVENTIONAL",
            },
            Snapshot.Dictionary
        );

    [Theory]
    [InlineData("Drug in Leiomyosarcoma", "Sarcoma", Scope.Other)]
    [InlineData("Drug in Leiomyosarcoma", "Leiomyosarcoma|Soft Tissue Sarcoma", Scope.Other)]
    [InlineData("Drug in Kaposi Sarcoma", "Sarcoma, Kaposi|Sarcoma", Scope.Other)]
    [InlineData("Drug in Osteosarcoma", "Osteosarcoma|Sarcoma", Scope.Other)]
    [InlineData("Imatinib in GIST", "Gastrointestinal Stromal Tumors|Sarcoma", Scope.Other)]
    [InlineData("Drug in Desmoid Tumors", "Desmoid|Sarcoma", Scope.Other)]
    [InlineData("Drug in Ewing Sarcoma", "Sarcoma", Scope.Other)]
    [InlineData("Drug in Ewing's Sarcoma Family of Tumors", "Sarcoma", Scope.Other)]
    [InlineData("Drug in Rhabdomyosarcoma", "Sarcoma", Scope.Other)]
    [InlineData("Drug in Uterine Sarcoma", "Uterine Sarcoma", Scope.Other)]
    [InlineData("Drug in Uterine Corpus Sarcoma", "Uterine Corpus Sarcoma", Scope.Other)]
    [InlineData("Drug in liposarcoma and leiomyosarcoma", "Soft Tissue Sarcoma", Scope.Other)]
    [InlineData("Drug in Angiosarcoma", "Stage III Soft Tissue Sarcoma AJCC v7", Scope.Other)]
    [InlineData(
        "Drug in L-sarcoma: liposarcoma, leiomyosarcoma and other sarcomas",
        "Liposarcoma",
        Scope.Sarcoma
    )]
    [InlineData("A drug trial", "Stage III Soft Tissue Sarcoma AJCC v8", Scope.Sarcoma)]
    [InlineData(
        "A drug trial",
        "Stage IVA Soft Tissue Sarcoma of the Trunk and Extremities AJCC v8",
        Scope.Sarcoma
    )]
    [InlineData("A drug trial", "Recurrent Adult Soft Tissue Sarcoma", Scope.Sarcoma)]
    [InlineData("A drug trial", "Childhood Soft Tissue Sarcoma", Scope.Sarcoma)]
    [InlineData("A drug trial", "Metastatic Sarcoma", Scope.Sarcoma)]
    [InlineData("A drug trial", "Sarcoma,Soft Tissue", Scope.Sarcoma)]
    [InlineData("A drug trial", "Sarcoma", Scope.Sarcoma)]
    [InlineData("Drug in solid tumors", "Sarcoma|Carcinoma", Scope.Sarcoma)]
    [InlineData("Drug in advanced solid tumors", "Melanoma|Soft Tissue Sarcoma", Scope.Sarcoma)]
    [InlineData(
        "Drug in Kirsten Rat Sarcoma Viral Oncogene (KRAS) mutant lung cancer",
        "Lung Cancer",
        Scope.Other
    )]
    [InlineData("Drug in Rat Sarcoma (RAS) mutated tumors", "Solid Tumor", Scope.Other)]
    [InlineData(
        "RAF (Rapidly Accelerated Fibrosarcoma) inhibitor in melanoma",
        "Melanoma",
        Scope.Other
    )]
    [InlineData(
        "v-raf murine sarcoma viral oncogene homolog B1 in melanoma",
        "Melanoma",
        Scope.Other
    )]
    [InlineData("Fused in sarcoma (FUS) ALS: a drug", "ALS", Scope.Other)]
    [InlineData(
        "Harvey Rat Sarcoma Viral Oncogene Homolog (HRAS) bladder",
        "Bladder Cancer",
        Scope.Other
    )]
    [InlineData(
        "Rous sarcoma oncogene inhibitor in prostate cancer",
        "Prostate cancer",
        Scope.Other
    )]
    [InlineData("Drug in Reticulum Cell Sarcoma", "Reticulum Cell Sarcoma", Scope.Other)]
    [InlineData("Drug in lymphoma", "Reticulum Cell Sarcoma|Lymphosarcoma", Scope.Other)]
    [InlineData("Drug in CNS tumors", "CNS Tumor|BCOR ITD Sarcoma", Scope.Other)]
    [InlineData("Drug in brain tumors", "Gliosarcoma|Glioblastoma", Scope.Other)]
    [InlineData(
        "Drug for brain cancers",
        "Primary Intracranial Sarcoma, DICER1-Mutant",
        Scope.Other
    )]
    [InlineData("Myeloid sarcoma and AML", "Myeloid Sarcoma", Scope.Other)]
    [InlineData("Drug in carcinosarcoma", "Carcinosarcoma", Scope.Other)]
    [InlineData("Drug in histiocytic sarcoma", "Histiocytic Sarcoma", Scope.Other)]
    [InlineData("Drug in Chondrosarcoma", "Sarcoma|Bone Sarcoma", Scope.Other)]
    [InlineData("Drug in bone sarcoma", "Bone sarcoma|Sarcoma", Scope.Other)]
    [InlineData("Drug in bone and soft tissue sarcomas", "Sarcoma", Scope.Sarcoma)]
    [InlineData("Drug in synovial sarcoma, soft tissue sarcoma", "x", Scope.Sarcoma)]
    [InlineData("Drug in Sarcoma", "Osteosarcoma|Ewing Sarcoma", Scope.Sarcoma)]
    [InlineData("Retroperitoneal Sarcoma surgery", "Retroperitoneal Sarcoma", Scope.Sarcoma)]
    [InlineData("Extremity sarcoma radiation", "Sarcoma of the extremity", Scope.Sarcoma)]
    [InlineData("Spinal sarcoma", "Chordoma|Sarcoma", Scope.Sarcoma)]
    [InlineData("Drug in SARC trial of advanced sarcomas", "x", Scope.Sarcoma)]
    [InlineData("Pain after surgery", "Sarcoma", Scope.Sarcoma)]
    [InlineData("Breast cancer drug", "Breast Cancer|Sarcoma", Scope.Other)]
    [InlineData("Drug in osteosarcoma", "Soft Tissue Sarcoma|Osteosarcoma", Scope.Other)]
    [InlineData("Non-GIST sarcoma drug", "x", Scope.Sarcoma)]
    [InlineData("Drug in NTRK sarcoma", "Sarcoma", Scope.Sarcoma)]
    [InlineData("Drug in Kaposi Sarcoma and other sarcomas", "Kaposi", Scope.Sarcoma)]
    [InlineData("Solid tumors", "Leiomyosarcoma|Liposarcoma", Scope.Other)]
    [InlineData(
        "Melanoma, Ovarian, Sarcoma, and Other Solid Tumors drug",
        "Melanoma|Sarcoma",
        Scope.Sarcoma
    )]
    [InlineData("Drug in Clear Cell Sarcoma of the Kidney", "Sarcoma", Scope.Other)]
    [InlineData("Drug in Embryonal Sarcoma of the Liver", "Sarcoma", Scope.Other)]
    [InlineData(
        "Alveolar soft part sarcoma drug",
        "Alveolar Soft-part Sarcoma|Sarcoma",
        Scope.Other
    )]
    [InlineData("Drug in Spindle Cell Sarcoma", "Spindle Cell Sarcoma", Scope.Other)]
    [InlineData("Drug in Undifferentiated Pleomorphic Sarcoma", "Sarcoma", Scope.Other)]
    [InlineData("Drug in Dedifferentiated Liposarcoma", "Soft tissue sarcoma", Scope.Other)]
    [InlineData("Drug in Solitary Fibrous Tumor", "Sarcoma", Scope.Other)]
    [InlineData("Drug in tenosynovial giant cell tumor", "Sarcoma", Scope.Other)]
    [InlineData("Drug in PEComa", "Sarcoma", Scope.Other)]
    [InlineData("Drug in STS", "STS", Scope.Sarcoma)]
    [InlineData("Drug in Epithelioid Hemangioendothelioma", "Sarcoma", Scope.Other)]
    [InlineData("Epithelioid Sarcoma drug", "Advanced Soft-tissue Sarcoma", Scope.Other)]
    [InlineData("Drug in Chordoma", "Sarcoma", Scope.Other)]
    [InlineData("Drug in CIC-rearranged sarcoma", "Sarcoma", Scope.Other)]
    [InlineData("Myxoid/round cell liposarcoma or synovial sarcoma", "Sarcoma", Scope.Other)]
    [InlineData("Drug in Desmoplastic Small Round Cell Tumor", "Sarcoma", Scope.Other)]
    [InlineData("Sarcoma of soft tissue drug", "x", Scope.Sarcoma)]
    [InlineData(
        "A Study of the EORTC Soft Tissue and Bone Sarcoma Group in Breast Pain",
        "x",
        Scope.Other
    )]
    [InlineData("Scandinavian Sarcoma Group trial of osteosarcoma", "x", Scope.Other)]
    [InlineData(
        "A Sarcoma Alliance for Research through Collaboration trial of drug in GIST",
        "x",
        Scope.Other
    )]
    [InlineData(
        "European paediatric Soft Tissue Sarcoma Study Group trial in rhabdomyosarcoma",
        "x",
        Scope.Other
    )]
    public void The_tumour_of_the_title_decides_before_those_of_the_conditions(
        string title,
        string conditions,
        Scope expected
    ) => Assert.Equal(expected, LabelsOf(title, conditions).Scope);

    [Theory]
    [InlineData(
        "A Study of Nab-Sirolimus in Patients With Advanced Malignant PEComa",
        "PEComa|Sarcoma",
        Scope.Other,
        Indication.SoftTissueSarcoma
    )]
    [InlineData(
        "Vaccine Therapy in Treating Patients With Sarcoma or Brain Tumor",
        "Brain and Central Nervous System Tumors|Sarcoma",
        Scope.Sarcoma,
        Indication.AdvancedSolidTumor
    )]
    [InlineData(
        "Combination Chemotherapy in Treating Patients With Lymphoma",
        "Lymphoma|Sarcoma, Reticulum Cell",
        Scope.Other,
        Indication.Other
    )]
    [InlineData(
        "SARC024: Oral Regorafenib in Selected Sarcoma Subtypes",
        "Liposarcoma|Osteogenic Sarcoma|Ewing/Ewing-like Sarcoma",
        Scope.Sarcoma,
        Indication.SoftTissueSarcoma
    )]
    [InlineData(
        "Regorafenib in Refractory Liposarcoma, Osteogenic Sarcoma, and Ewing/Ewing-like Sarcomas",
        "Sarcoma",
        Scope.Other,
        Indication.SoftTissueSarcoma
    )]
    [InlineData(
        "Intratumoral TTI in Relapsed and Refractory Solid Tumors and Mycosis Fungoides",
        "Solid Tumors|Mycosis Fungoides|Melanoma|Merkel-cell Carcinoma|Soft Tissue Sarcoma",
        Scope.Sarcoma,
        Indication.AdvancedSolidTumor
    )]
    [InlineData(
        "Nivolumab and Entinostat in Children With High-risk Refractory Malignancies",
        "CNS Tumor|Solid Tumor|Sarcoma",
        Scope.Sarcoma,
        Indication.AdvancedSolidTumor
    )]
    [InlineData(
        "Gemcitabine in Uterine Leiomyosarcoma",
        "Sarcoma|Uterine Cancer",
        Scope.Other,
        Indication.SoftTissueSarcoma
    )]
    [InlineData("Sarcoma Tissue Bank", "Sarcoma", Scope.Sarcoma, Indication.SoftTissueSarcoma)]
    [InlineData(
        "Proton Therapy in Retroperitoneal Sarcoma",
        "Retroperitoneal Sarcoma",
        Scope.Sarcoma,
        Indication.SoftTissueSarcoma
    )]
    [InlineData(
        "Bevacizumab for Symptomatic Vestibular Schwannoma in NF2",
        "Neurofibromatosis 2",
        Scope.Other,
        Indication.Other
    )]
    [InlineData(
        "Everolimus in Children With NF1 and Refractory Progressive LGG",
        "NF1",
        Scope.Nf1,
        Indication.Nf1Tumor
    )]
    [InlineData(
        "Photodynamic Therapy for Benign Dermal Neurofibromas",
        "Neurofibroma|Neurofibromatosis 1",
        Scope.Nf1,
        Indication.Nf1Tumor
    )]
    [InlineData(
        "PLX and Sirolimus in Unresectable Sarcoma and Malignant Peripheral Nerve Sheath Tumors",
        "Sarcoma|MPNST",
        Scope.Named,
        Indication.SoftTissueSarcoma
    )]
    [InlineData(
        "Ribociclib in Dedifferentiated Liposarcoma and Leiomyosarcoma",
        "Soft Tissue Sarcoma",
        Scope.Other,
        Indication.SoftTissueSarcoma
    )]
    [InlineData(
        "Combination Chemotherapy in Stage III or IV Malignant Peripheral Nerve Sheath Tumor",
        "Neurofibromatosis 1|Sarcoma",
        Scope.Named,
        Indication.Nf1Mpnst
    )]
    [InlineData(
        "Drug in Chondrosarcoma and Other Sarcomas",
        "Chondrosarcoma",
        Scope.Sarcoma,
        Indication.SoftTissueSarcoma
    )]
    [InlineData(
        "CAR T Cells for GD2 Positive Neuroblastoma, Osteosarcoma and Sarcoma",
        "x",
        Scope.Sarcoma,
        Indication.AdvancedSolidTumor
    )]
    [InlineData(
        "Trabectedin in Translocation-related Sarcomas",
        "Sarcoma",
        Scope.Sarcoma,
        Indication.SoftTissueSarcoma
    )]
    [InlineData(
        "Tazemetostat in INI1-negative Tumors or Relapsed/Refractory Synovial Sarcoma",
        "Malignant Rhabdoid Tumors|Synovial Sarcoma|Epithelioid Sarcoma",
        Scope.Other,
        Indication.AdvancedSolidTumor
    )]
    [InlineData(
        "Larotrectinib in TRK Fusion Positive Cancers in Children",
        "Infantile Fibrosarcoma",
        Scope.Other,
        Indication.AdvancedSolidTumor
    )]
    [InlineData(
        "Dermatofibrosarcoma Protuberans and Imatinib",
        "Dermatofibrosarcoma|Sarcoma",
        Scope.Other,
        Indication.SoftTissueSarcoma
    )]
    [InlineData(
        "High-grade Soft Tissue Sarcoma of the Extremity: Preoperative Radiotherapy",
        "Soft Tissue Sarcoma Adult",
        Scope.Sarcoma,
        Indication.SoftTissueSarcoma
    )]
    [InlineData("Pediatric Bone Sarcoma Registry", "Bone Sarcoma", Scope.Other, Indication.Other)]
    [InlineData(
        "Radiation-Associated Angiosarcoma Study",
        "Sarcoma",
        Scope.Other,
        Indication.SoftTissueSarcoma
    )]
    [InlineData(
        "Study of KRAS (Kirsten Rat Sarcoma) G12C Inhibitor in Lung Cancer",
        "Lung cancer",
        Scope.Other,
        Indication.Other
    )]
    [InlineData(
        "AMG 510 Activity in Subjects With Advanced Solid Tumors With KRAS p.G12C Mutation",
        "KRAS p.G12C Mutant Advanced Solid Tumors|Kirsten Rat Sarcoma (KRAS) pG12C Mutation",
        Scope.Other,
        Indication.AdvancedSolidTumor
    )]
    [InlineData(
        "Trametinib in Patients With NF1-mutated Non-small Cell Lung Cancer",
        "NSCLC",
        Scope.Other,
        Indication.Other
    )]
    [InlineData(
        "Malignant Peripheral Nerve Sheath Tumors: A Registry",
        "Malignant Peripheral Nerve Sheath Tumor",
        Scope.Named,
        Indication.Mpnst
    )]
    [InlineData(
        "FDG-PET for Early Detection of MPNST in Neurofibromatosis Type 1",
        "Neurofibromatosis 1",
        Scope.Named,
        Indication.Nf1Tumor
    )]
    [InlineData(
        "Screening of MPNST in NF1 Using Methylation of cfDNA",
        "NF1",
        Scope.Named,
        Indication.Nf1Tumor
    )]
    [InlineData(
        "Selinexor in Advanced Liposarcoma (SEAL)",
        "Dedifferentiated Liposarcoma",
        Scope.Other,
        Indication.SoftTissueSarcoma
    )]
    [InlineData(
        "Nilotinib in Pigmented Villonodular Synovitis",
        "PVNS",
        Scope.Other,
        Indication.Other
    )]
    [InlineData(
        "Imatinib in Desmoid Tumor and Chondrosarcoma (Sarcoma Group)",
        "Desmoid|Chondrosarcoma",
        Scope.Other,
        Indication.Other
    )]
    [InlineData(
        "NY-ESO-1 T Cells in Synovial Sarcoma, Melanoma, Esophageal Cancer",
        "x",
        Scope.Other,
        Indication.AdvancedSolidTumor
    )]
    [InlineData(
        "Hyperthermia in Deep-seated Tumors",
        "Sarcoma|Rectal Cancer|Cervical Cancer",
        Scope.Sarcoma,
        Indication.AdvancedSolidTumor
    )]
    [InlineData(
        "Palliative Radiotherapy in Bone Metastases From Sarcoma",
        "Bone Metastases",
        Scope.Sarcoma,
        Indication.SoftTissueSarcoma
    )]
    [InlineData(
        "Pulmonary Metastasectomy in Osteosarcoma and Soft Tissue Sarcoma",
        "Lung Metastases",
        Scope.Sarcoma,
        Indication.SoftTissueSarcoma
    )]
    [InlineData(
        "Doxorubicin in Sarcoma",
        "Malignant Peripheral Nerve Sheath Tumor|Leiomyosarcoma",
        Scope.Named,
        Indication.SoftTissueSarcoma
    )]
    [InlineData(
        "Avapritinib in PDGFRA Tumors",
        "GIST|Glioma|Sarcoma",
        Scope.Sarcoma,
        Indication.AdvancedSolidTumor
    )]
    [InlineData(
        "Neurofibromatosis Type 1 Tumors and Trametinib: Optic Glioma or PN",
        "NF1",
        Scope.Nf1,
        Indication.Nf1Tumor
    )]
    [InlineData(
        "Kaposi Sarcoma, AIDS Related: Pomalidomide",
        "Kaposi Sarcoma|HIV",
        Scope.Other,
        Indication.Other
    )]
    [InlineData(
        "Pazopanib for Solid Tumors in Children",
        "Sarcoma, Soft Tissue|Neuroblastoma",
        Scope.Sarcoma,
        Indication.AdvancedSolidTumor
    )]
    [InlineData("Spinal Neurofibromas in NF1: Surgery", "NF1", Scope.Nf1, Indication.Nf1Tumor)]
    [InlineData(
        "Pain in Plexiform Neurofibroma: ACT Therapy",
        "NF1|Pain",
        Scope.Nf1,
        Indication.Nf1Tumor
    )]
    [InlineData(
        "Breast Cancer in Women With NF1: MRI",
        "NF1|Breast Cancer",
        Scope.Nf1,
        Indication.Nf1Tumor
    )]
    [InlineData(
        "Metastatic Malignant Neurilemmoma and Ifosfamide",
        "Malignant Schwannoma",
        Scope.Named,
        Indication.Mpnst
    )]
    [InlineData(
        "ROCK: Drug in Osteosarcoma and Ewing Sarcoma",
        "Osteosarcoma|Ewing Sarcoma",
        Scope.Other,
        Indication.Other
    )]
    [InlineData(
        "Extraskeletal Myxoid Chondrosarcoma: Pazopanib",
        "Sarcoma",
        Scope.Other,
        Indication.SoftTissueSarcoma
    )]
    [InlineData(
        "Sunitinib in Non-GIST Sarcomas",
        "Sarcoma",
        Scope.Sarcoma,
        Indication.SoftTissueSarcoma
    )]
    public void Scope_and_indication_are_read_from_title_and_conditions(
        string title,
        string conditions,
        Scope scope,
        Indication indication
    )
    {
        var labels = LabelsOf(title, conditions);

        Assert.Equal((scope, indication), (labels.Scope, labels.Indication));
    }

    [Theory]
    [InlineData(
        "Lovastatin for learning in NF1",
        "Neurofibromatosis 1",
        "NF1 is a genetic disorder that causes tumors to grow along nerves.",
        Scope.Other
    )]
    [InlineData(
        "Methylphenidate in children with neurofibromatosis",
        "Neurofibromatosis Type 1|ADHD",
        null,
        Scope.Other
    )]
    [InlineData("Bone health in NF1", "Neurofibromatosis 1|Pseudarthrosis", null, Scope.Other)]
    [InlineData(
        "Vitamin D in NF1",
        "Neurofibromatosis 1",
        "Low bone density is common in NF1.",
        Scope.Other
    )]
    [InlineData("Autism in neurofibromatosis type 1", "NF1", null, Scope.Other)]
    [InlineData(
        "Simvastatin and cognition in neurofibromatosis",
        "Neurofibromatosis 1",
        null,
        Scope.Other
    )]
    [InlineData("Quality of life in NF1", "Neurofibromatosis 1", null, Scope.Other)]
    [InlineData(
        "Natural history of NF1",
        "Neurofibromatosis 1",
        "We follow tumors by MRI.",
        Scope.Nf1
    )]
    [InlineData(
        "Selumetinib in NF1",
        "Neurofibromatosis 1|Plexiform Neurofibroma",
        null,
        Scope.Nf1
    )]
    [InlineData("Optic pathway glioma in NF1", "Neurofibromatosis 1|Optic Glioma", null, Scope.Nf1)]
    [InlineData("Cutaneous neurofibromas in NF1", "NF1", null, Scope.Nf1)]
    [InlineData("Low grade glioma in NF1", "NF1", null, Scope.Nf1)]
    [InlineData("Breast cancer screening in NF1", "NF1|Breast Cancer", null, Scope.Nf1)]
    [InlineData("Plexiform neurofibroma drug", "Plexiform Neurofibroma", null, Scope.Nf1)]
    [InlineData(
        "Drug in neurofibromatosis 2",
        "Neurofibromatosis|Vestibular Schwannoma",
        null,
        Scope.Other
    )]
    [InlineData("Drug for NF2-related schwannomatosis", "Neurofibromatosis", null, Scope.Other)]
    [InlineData(
        "Brigatinib in Neurofibromatosis Type 2",
        "Neurofibromatosis 2|Meningioma",
        null,
        Scope.Other
    )]
    [InlineData("Pain in schwannomatosis", "Neurofibromatoses|Schwannomatosis", null, Scope.Other)]
    [InlineData("Working memory training in NF1", "NF1", null, Scope.Other)]
    [InlineData("Sleep in NF1 patients with plexiform neurofibroma", "NF1", null, Scope.Nf1)]
    [InlineData(
        "Hypotonia in NF1 and carnitine",
        "Neurofibromatosis 1",
        "NF1 leads to tumors.",
        Scope.Other
    )]
    [InlineData(
        "Scoliosis surgery in neurofibromatosis",
        "Scoliosis|Neurofibromatosis",
        null,
        Scope.Other
    )]
    [InlineData("Drug in Neurofibromatosis1 tumors", "Neurofibromatosis1", null, Scope.Nf1)]
    public void NF1_is_in_scope_where_the_patients_have_a_tumour(
        string title,
        string conditions,
        string? summary,
        Scope expected
    ) => Assert.Equal(expected, LabelsOf(title, conditions, summary).Scope);

    [Theory]
    [InlineData(
        "* Two of: cafe-au-lait spots, freckling, two neurofibromas, optic glioma",
        Scope.Other
    )]
    [InlineData("* NF1 by Lisch nodules or one plexiform neurofibroma\n* Age 18", Scope.Other)]
    [InlineData("* At least one plexiform neurofibroma that can be measured", Scope.Nf1)]
    public void Tumours_by_which_NF1_is_diagnosed_are_not_those_treated(
        string criteria,
        Scope expected
    ) =>
        Assert.Equal(
            expected,
            LabelsOf(
                "Drug K in neurofibromatosis type 1",
                "NF1",
                criteria: $"Inclusion Criteria:\n\n{criteria}"
            ).Scope
        );

    [Theory]
    [InlineData("Drug in Neurofibromatosis Type 1 (NF1)-Mutant Lung Cancer", "Lung Cancer", false)]
    [InlineData("Drug in Neurofibromatosis 1 mutated melanoma", "Melanoma", false)]
    [InlineData("NF1-deficient breast cancer", "Breast Cancer", false)]
    [InlineData("NF1 loss in glioblastoma", "Glioblastoma", false)]
    [InlineData("Tumors with mutations in NF1", "Solid tumor", false)]
    [InlineData("BRAF class 3, NF1 or RAS altered tumors", "Solid tumor", false)]
    [InlineData("Tumors with NF1, BRAF, or RAF1 alterations", "x", false)]
    [InlineData("NF1 inactivated AML", "AML", false)]
    [InlineData("Biallelic NF1 loss melanoma", "Melanoma", false)]
    [InlineData("NF1 patients with glioma", "Glioma", true)]
    [InlineData("Mutant NF1 cancers", "x", false)]
    [InlineData("NF1-driven solid tumors", "x", false)]
    [InlineData("NF1-associated plexiform neurofibroma", "x", true)]
    [InlineData(
        "Neurofibromatosis type 1 with NF1 gene mutation: plexiform neurofibroma",
        "NF1",
        true
    )]
    [InlineData("von Recklinghausen disease tumors", "x", true)]
    [InlineData("NF-1 mutated ovarian cancer", "x", false)]
    [InlineData("KRAS/NF1-mutant lung cancer", "x", false)]
    [InlineData("Tumors not associated with NF1", "x", false)]
    [InlineData("Low grade glioma, non-NF1", "x", false)]
    [InlineData("Optic glioma without neurofibromatosis type 1", "x", false)]
    [InlineData("Sporadic (non-neurofibromatosis) gliomas", "x", false)]
    [InlineData("NF1 knockout organoids", "x", false)]
    [InlineData("Noonan, NF1 and other RASopathies", "NF1", true)]
    [InlineData("RAS/NF1 mutated AML", "AML", false)]
    [InlineData("Melanoma with an NF1 alteration", "Melanoma", false)]
    [InlineData("NF1 and BRCA1 mutation carriers", "x", false)]
    public void NF1_is_the_disease_or_the_gene_by_the_words_around_it(
        string title,
        string conditions,
        bool isDisease
    ) => Assert.Equal(isDisease, LabelsOf(title, conditions).Nf1);

    [Theory]
    [InlineData("RAS pathway mutation (KRAS, NRAS, HRAS, BRAF, NF1, PTPN11)", false)]
    [InlineData("Mutation in any of: BRAF, NF1, KRAS", false)]
    [InlineData("NF1 mutation on sequencing", false)]
    [InlineData("Alterations of NF1 by NGS", false)]
    [InlineData("Patients with NF1 are eligible", true)]
    [InlineData("Clinical diagnosis of NF1 with at least one tumor", true)]
    [InlineData("No NF1", false)]
    [InlineData("Patients with NF1 are excluded", false)]
    [InlineData("Germline or somatic NF1 mutation", false)]
    [InlineData("Truncating NF1 mutations", false)]
    [InlineData("Deleterious alteration in NF1 or SUZ12", false)]
    [InlineData("Genes: ARAF; BRAF; NF1; MAP2K1", false)]
    [InlineData("Activating mutations in KRAS or inactivating mutations in NF1", false)]
    [InlineData("Glioma, not associated with clinical or genetic systemic NF1", false)]
    [InlineData("Astrocytoma without neurofibromatosis type 1", false)]
    [InlineData("NF1 inactivating variants", false)]
    public void Criteria_that_require_a_finding_in_the_gene_do_not_name_the_disease(
        string line,
        bool isDisease
    ) =>
        Assert.Equal(
            isDisease,
            LabelsOf(
                "Drug in glioma",
                "Glioma",
                criteria: $"Inclusion Criteria:\n\n* {line}\n* Age 18"
            ).Nf1
        );

    [Theory]
    [InlineData(
        "Melanoma, Ovarian, Sarcoma, and Other Solid Tumors",
        "x",
        Indication.AdvancedSolidTumor
    )]
    [InlineData("Drug in melanoma and sarcoma", "Sarcoma", Indication.AdvancedSolidTumor)]
    [InlineData("Drug in rare tumors", "Sarcoma", Indication.AdvancedSolidTumor)]
    [InlineData("Drug in cancer", "Sarcoma", Indication.AdvancedSolidTumor)]
    [InlineData("Breast, lung or ovarian cancer and sarcoma", "x", Indication.AdvancedSolidTumor)]
    [InlineData("Drug in solid tumors and lymphoma", "x", Indication.AdvancedSolidTumor)]
    [InlineData(
        "Drug in refractory cancers of children",
        "Sarcoma|Neuroblastoma",
        Indication.AdvancedSolidTumor
    )]
    [InlineData("Children with relapsed malignancies", "x", Indication.AdvancedSolidTumor)]
    [InlineData("Drug in Melanoma, Ovarian, and Sarcoma", "x", Indication.AdvancedSolidTumor)]
    [InlineData(
        "Drug in Sarcoma, Renal Cell and Hepatocellular Carcinoma",
        "x",
        Indication.AdvancedSolidTumor
    )]
    [InlineData("Drug in NF1-associated MPNST", "MPNST", Indication.Nf1Mpnst)]
    [InlineData("Drug in MPNST", "Neurofibromatosis 1|MPNST", Indication.Nf1Mpnst)]
    [InlineData("Sirolimus and ganetespib in MPNST", "MPNST|Sarcoma|NF1", Indication.Nf1Mpnst)]
    [InlineData("Surveillance for MPNST in NF1", "NF1|MPNST", Indication.Nf1Tumor)]
    [InlineData("Detection of malignant transformation in NF1", "NF1|MPNST", Indication.Nf1Tumor)]
    [InlineData("PET for early detection of MPNST in NF1", "NF1|MPNST", Indication.Nf1Tumor)]
    [InlineData("Liquid biopsy to predict MPNST in NF1", "NF1|MPNST", Indication.Nf1Tumor)]
    [InlineData("Incidence of MPNST in NF1", "MPNST|NF1", Indication.Nf1Tumor)]
    [InlineData("Whole body MRI screening of NF1 for MPNST", "NF1|MPNST", Indication.Nf1Tumor)]
    [InlineData(
        "Distinguishing MPNST from plexiform neurofibroma in NF1",
        "NF1",
        Indication.Nf1Tumor
    )]
    [InlineData("Diagnosis of MPNST in NF1 by cfDNA", "NF1|MPNST", Indication.Nf1Tumor)]
    [InlineData("Early diagnosis of MPNST in NF1", "NF1|MPNST", Indication.Nf1Tumor)]
    [InlineData("Drug in malignant peripheral nerve sheath tumor", "MPNST", Indication.Mpnst)]
    [InlineData("Drug in MPNST", "Sarcoma|MPNST", Indication.Mpnst)]
    [InlineData("A drug trial", "MPNST|Malignant Triton Tumor", Indication.Mpnst)]
    [InlineData("A drug trial", "Malignant Peripheral Nerve Sheath Tumors", Indication.Mpnst)]
    [InlineData("Selumetinib in NF1", "Plexiform neurofibroma|NF1", Indication.Nf1Tumor)]
    [InlineData("Optic pathway glioma", "NF1|Optic Glioma", Indication.Nf1Tumor)]
    [InlineData("Drug in cutaneous neurofibroma", "NF1", Indication.Nf1Tumor)]
    [InlineData("Drug in NF1 low-grade glioma", "NF1|Glioma", Indication.Nf1Tumor)]
    [InlineData("Brigatinib in NF2", "Neurofibromatosis", Indication.Other)]
    [InlineData("Schwannomatosis pain", "Neurofibromatoses", Indication.Other)]
    [InlineData(
        "Drug in neurofibromatosis type 1 (NF1)-mutant lung cancer",
        "Lung cancer",
        Indication.Other
    )]
    [InlineData(
        "Kirsten rat sarcoma viral oncogene mutant lung cancer",
        "Lung Cancer",
        Indication.Other
    )]
    [InlineData(
        "KRAS (Kirsten rat sarcoma) colorectal cancer",
        "Colorectal cancer",
        Indication.Other
    )]
    [InlineData("Drug in soft tissue sarcoma", "Carcinoma|Sarcoma", Indication.SoftTissueSarcoma)]
    [InlineData("Drug in Sarcoma", "GIST|Osteosarcoma|Melanoma", Indication.SoftTissueSarcoma)]
    [InlineData("Drug in leiomyosarcoma", "Leiomyosarcoma", Indication.SoftTissueSarcoma)]
    [InlineData("Drug in synovial sarcoma", "Sarcoma", Indication.SoftTissueSarcoma)]
    [InlineData("Drug trial", "Liposarcoma|Synovial sarcoma", Indication.SoftTissueSarcoma)]
    [InlineData(
        "Drug in uterine leiomyosarcoma",
        "Uterine Leiomyosarcoma",
        Indication.SoftTissueSarcoma
    )]
    [InlineData(
        "Drug in Sarcoma Metastatic to Lung",
        "Sarcoma|Metastatic Cancer",
        Indication.SoftTissueSarcoma
    )]
    [InlineData("Sarcoma with lung metastases", "x", Indication.SoftTissueSarcoma)]
    [InlineData("Drug in osteosarcoma", "Osteosarcoma", Indication.Other)]
    [InlineData("Imatinib in GIST", "GIST", Indication.Other)]
    [InlineData("Drug in desmoid", "Desmoid", Indication.Other)]
    [InlineData("Drug in Kaposi sarcoma", "Sarcoma, Kaposi", Indication.Other)]
    [InlineData("Drug in Ewing sarcoma", "Ewing Sarcoma|Sarcoma", Indication.Other)]
    [InlineData("Chordoma drug", "Chordoma", Indication.Other)]
    [InlineData("Gliosarcoma and glioblastoma", "Gliosarcoma", Indication.Other)]
    [InlineData("Drug in glioblastoma and gliosarcoma", "x", Indication.Other)]
    [InlineData("Drug in myeloid sarcoma", "x", Indication.Other)]
    [InlineData("Laser in scars", "Scar", Indication.Other)]
    [InlineData("A drug trial", "Melanoma|Sarcoma", Indication.AdvancedSolidTumor)]
    [InlineData(
        "A drug trial",
        "Neuroblastoma|Rhabdomyosarcoma|Osteosarcoma",
        Indication.AdvancedSolidTumor
    )]
    [InlineData("A drug trial", "Solid Tumor", Indication.AdvancedSolidTumor)]
    [InlineData("A drug trial", "Osteosarcoma|Leiomyosarcoma", Indication.SoftTissueSarcoma)]
    [InlineData("Fused in sarcoma ALS", "ALS", Indication.Other)]
    [InlineData("Drug in Ewing sarcoma and neuroblastoma", "x", Indication.AdvancedSolidTumor)]
    [InlineData("Bone sarcomas: osteosarcoma and Ewing sarcoma", "x", Indication.Other)]
    [InlineData(
        "RAF inhibitor (rapidly accelerated fibrosarcoma) in colorectal cancer",
        "x",
        Indication.Other
    )]
    public void The_indication_follows_from_title_and_conditions(
        string title,
        string conditions,
        Indication expected
    ) => Assert.Equal(expected, LabelsOf(title, conditions).Indication);

    [Theory]
    [InlineData("MPNST, including those in neurofibromatosis type 1", Nf1Association.Included)]
    [InlineData("Patients with NF1 need a baseline MRI", Nf1Association.Included)]
    [InlineData(
        "MPNST; patients with NF1 must have an ophthalmologic exam",
        Nf1Association.Included
    )]
    [InlineData("Sporadic or NF1-associated MPNST", Nf1Association.Included)]
    [InlineData("Participants must have NF1", Nf1Association.Required)]
    [InlineData("Diagnosis of NF1 by NIH criteria", Nf1Association.Required)]
    [InlineData("Diagnosis of neurofibromatosis type 1 or sporadic MPNST", Nf1Association.Included)]
    [InlineData("Patients must fulfil NIH consensus criteria for NF1", Nf1Association.Required)]
    [InlineData("All patients must carry a clinical diagnosis of NF1", Nf1Association.Required)]
    [InlineData("MPNST in patients with or without NF1", Nf1Association.Included)]
    [InlineData("Patients with NF1 may enroll", Nf1Association.Included)]
    [InlineData(
        "Histologically confirmed MPNST (both NF1-associated and sporadic)",
        Nf1Association.Included
    )]
    [InlineData("Confirmed neurofibromatosis type 1 AND an MPNST", Nf1Association.Required)]
    [InlineData("NF1 status must be recorded", Nf1Association.Included)]
    [InlineData(
        "Patients with neurofibromatosis 1 should have a cardiac echo",
        Nf1Association.Included
    )]
    [InlineData("Individuals with NF1 under 18 years require consent", Nf1Association.Included)]
    [InlineData("Patients with neurofibromatosis type 1 and MPNST", Nf1Association.Required)]
    [InlineData("Known NF1 is allowed", Nf1Association.Included)]
    [InlineData("MPNST, regardless of NF1 status", Nf1Association.Included)]
    [InlineData("Patients have either NF1 or a sporadic MPNST", Nf1Association.Included)]
    [InlineData("Patients with NF1-related MPNST", Nf1Association.Required)]
    [InlineData(
        "If patients with NF1 have other tumors, these are recorded",
        Nf1Association.Included
    )]
    [InlineData(
        "NF1 patients are allowed to have plexiform neurofibromas",
        Nf1Association.Included
    )]
    [InlineData("NF1 patients must have an eye examination", Nf1Association.Included)]
    public void A_line_requires_NF1_where_it_speaks_of_every_patient(
        string line,
        Nf1Association expected
    ) =>
        Assert.Equal(
            expected,
            LabelsOf(
                "Drug in MPNST",
                "MPNST",
                criteria: $"Inclusion Criteria:\n\n* MPNST, unresectable\n* {line}\n"
            ).Nf1Association
        );

    [Theory]
    [InlineData("Neurofibromatosis type 1", Nf1Association.Excluded)]
    [InlineData("Patients with NF1", Nf1Association.Excluded)]
    [InlineData("NF1 is not an exclusion", Nf1Association.Included)]
    [InlineData("Second malignancy, unless NF1-related", Nf1Association.Included)]
    [InlineData("History of NF1-associated glioma", Nf1Association.Excluded)]
    [InlineData("Genetic syndromes, e.g. NF1", Nf1Association.Excluded)]
    [InlineData("NF1 mutation", Nf1Association.NotStated)]
    [InlineData("Neurofibromatosis type 2", Nf1Association.NotStated)]
    [InlineData("Other cancers except neurofibromas in NF1", Nf1Association.Included)]
    [InlineData("Patients with NF1 will not be excluded", Nf1Association.Included)]
    [InlineData("Conditions that do not exclude: NF1, Li-Fraumeni", Nf1Association.Included)]
    [InlineData("Prior MEK inhibitor for NF1", Nf1Association.NotStated)]
    public void A_line_under_exclusion_excludes_NF1_where_it_keeps_those_patients_out(
        string line,
        Nf1Association expected
    ) =>
        Assert.Equal(
            expected,
            LabelsOf(
                "Drug in glioma",
                "Glioma",
                criteria: $"Inclusion Criteria:\n\n* Glioma\n\nExclusion Criteria:\n\n* {line}\n* Pregnancy"
            ).Nf1Association
        );

    [Theory]
    [InlineData("Drug in NF1-associated MPNST", "MPNST", null, Nf1Association.Required)]
    [InlineData("Drug in MPNST in patients with NF1", "MPNST", null, Nf1Association.Required)]
    [InlineData("Drug in MPNST with or without NF1", "MPNST|NF1", null, Nf1Association.Included)]
    [InlineData("Drug in MPNST including those in NF1", "MPNST|NF1", null, Nf1Association.Included)]
    [InlineData(
        "Drug in sporadic and NF1-associated MPNST",
        "MPNST",
        null,
        Nf1Association.Included
    )]
    [InlineData(
        "Drug in low grade glioma including NF1",
        "Glioma|NF1",
        null,
        Nf1Association.Included
    )]
    [InlineData("Drug in sarcoma", "Sarcoma|Neurofibromatosis 1", null, Nf1Association.Included)]
    [InlineData("Selumetinib in NF1 plexiform neurofibroma", "NF1", null, Nf1Association.Required)]
    [InlineData(
        "Drug in plexiform neurofibroma",
        "Plexiform neurofibroma",
        null,
        Nf1Association.Required
    )]
    [InlineData("Drug in NF1-mutant glioma", "Glioma", null, Nf1Association.NotStated)]
    [InlineData(
        "Mind-Body Program for Neurofibromatosis",
        "Neurofibromatosis 1|Neurofibromatosis 2|Schwannomatosis",
        null,
        Nf1Association.Included
    )]
    [InlineData(
        "Drug N for Tumors in Neurofibromatosis",
        "Neurofibromatosis 1|Neurofibromatosis 2",
        null,
        Nf1Association.Included
    )]
    [InlineData(
        "Drug N in NF1, NF2 and Schwannomatosis",
        "Neurofibromatosis 1",
        null,
        Nf1Association.Included
    )]
    [InlineData(
        "Trametinib in Patients With NF1-mutated Non-small Cell Lung Cancer",
        "NSCLC",
        null,
        Nf1Association.NotStated
    )]
    [InlineData(
        "Brain Tumours in NF1 and Sporadic Optic Glioma",
        "Optic Glioma|NF1",
        null,
        Nf1Association.Included
    )]
    [InlineData(
        "Drug in glioma without neurofibromatosis type 1",
        "Glioma",
        "Inclusion Criteria:\n* Glioma\nExclusion Criteria:\n* NF1",
        Nf1Association.Excluded
    )]
    [InlineData(
        "Drug in glioma",
        "Glioma",
        "Inclusion Criteria:\n* Low grade glioma\n* Patients with NF1 are not eligible",
        Nf1Association.Excluded
    )]
    [InlineData(
        "Drug in glioma",
        "Glioma",
        "Inclusion Criteria:\n* Low grade glioma not associated with neurofibromatosis type 1",
        Nf1Association.Excluded
    )]
    [InlineData(
        "Drug in glioma",
        "Glioma",
        "Inclusion Criteria:\n* Glioma\n* Stratum 2: patients with NF1",
        Nf1Association.Included
    )]
    [InlineData(
        "Drug in glioma",
        "Glioma",
        "Inclusion Criteria:\n* Glioma\n* Patients without NF1 must have a biopsy",
        Nf1Association.NotStated
    )]
    [InlineData(
        "Drug in glioma",
        "Glioma",
        "Inclusion Criteria:\n* Glioma\nExclusion Criteria:\n* Neurofibromatosis type 1",
        Nf1Association.Excluded
    )]
    [InlineData(
        "Drug in glioma",
        "Glioma",
        "Inclusion Criteria:\n* Glioma\nExclusion Criteria:\n* Genetic syndromes. Those with NF1 may participate",
        Nf1Association.Included
    )]
    [InlineData(
        "Drug in glioma",
        "Glioma",
        "Inclusion Criteria:\n* Glioma\nExclusion Criteria:\n* Patients with NF1 are not eligible",
        Nf1Association.Excluded
    )]
    [InlineData(
        "Drug in glioma",
        "Glioma",
        "Inclusion Criteria:\n* Glioma\nExclusion Criteria:\n* Neurofibromatosis type 1. Other syndromes are allowed",
        Nf1Association.Excluded
    )]
    public void Title_conditions_and_criteria_together_say_whether_NF1_may_or_must_be_there(
        string title,
        string conditions,
        string? criteria,
        Nf1Association expected
    ) => Assert.Equal(expected, LabelsOf(title, conditions, criteria: criteria).Nf1Association);

    [Theory]
    [InlineData("School readiness in neurofibromatosis type 1", "NF1")]
    [InlineData("Bone density in children with NF1", "NF1|Osteopenia")]
    public void NF1_without_a_tumour_is_no_tumour_of_NF1(string title, string conditions)
    {
        var labels = LabelsOf(title, conditions);

        Assert.Equal((Scope.Other, Indication.Other), (labels.Scope, labels.Indication));
    }
}
