using MpnstApi.Annotation.Language;

namespace MpnstApi.Annotation.Rules;

/// <summary>Families of tumours that indications distinguish.</summary>
internal enum TumorFamily
{
    /// <summary>Sarcoma or soft tissue sarcoma as a class.</summary>
    SarcomaClass,
    SoftTissueSarcoma,
    BoneSarcoma,
    Gist,
    Desmoid,
    Nf1Benign,
    Embryonal,
    GermCell,
    Carcinoma,
    Melanoma,
    Cns,
    Haematologic,
    Other,

    /// <summary>Solid tumours, rare tumours, cancer in general.</summary>
    Any,

    /// <summary>Phrases that contain the name of a tumour but do not mean one, such as "cancer center".</summary>
    None,
}

/// <summary>A tumour named in a text.</summary>
/// <param name="IsKaposi">Kaposi sarcoma, which is handled separately from other sarcomas.</param>
internal readonly record struct TumorName(
    TumorFamily Family,
    int From,
    int Count,
    bool IsKaposi = false
)
{
    public bool IsSarcoma =>
        Family
            is TumorFamily.SarcomaClass
                or TumorFamily.SoftTissueSarcoma
                or TumorFamily.BoneSarcoma
                or TumorFamily.Gist
                or TumorFamily.Desmoid;
}

/// <summary>Finds the tumours that a title, condition or keyword names. Sites of metastasis do not count.</summary>
internal static class TumorFamilies
{
    private const string Organs =
        "{breast|lung|colon|rectal|colorectal|pancreatic|pancreas|prostate|ovarian|kidney|renal|liver|hepatic|bladder|urothelial|endometrial|gastric|stomach|esophageal|oesophageal|gastroesophageal|thyroid|cervical|uterine|skin|anal|vulvar|vaginal|testicular|penile|oral|gallbladder|bile duct|biliary tract|biliary|small intestine|intestinal|head and neck|oropharyngeal|nasopharyngeal|laryngeal|salivary gland|thymic|adrenal|ureteral|peritoneal|fallopian tube|gastrointestinal|genitourinary|gynecologic|gynaecological|nsclc|small cell lung}";

    private static readonly PhraseList<TumorFamily> Names = new([
        ("soft tissue sarcoma", TumorFamily.SarcomaClass),
        ("sarcoma soft tissue", TumorFamily.SarcomaClass),
        ("soft tissue and bone sarcoma", TumorFamily.SarcomaClass),
        ("bone and soft tissue sarcoma", TumorFamily.SarcomaClass),
        ("soft tissue or bone sarcoma", TumorFamily.SarcomaClass),
        ("bone or soft tissue sarcoma", TumorFamily.SarcomaClass),
        ("non rhabdomyosarcoma soft tissue sarcoma", TumorFamily.SarcomaClass),
        ("nonrhabdomyosarcoma soft tissue sarcoma", TumorFamily.SarcomaClass),
        ("nrsts", TumorFamily.SarcomaClass),
        ("sts", TumorFamily.SarcomaClass),
        ("sarcoma", TumorFamily.SarcomaClass),
        ("soft tissue {tumor|neoplasm|cancer}", TumorFamily.SoftTissueSarcoma),
        ("highly invasive soft tissue tumor", TumorFamily.SoftTissueSarcoma),
        (
            "{synovial|epithelioid|alveolar soft part|clear cell|spindle cell|kaposi|intimal|rhabdoid|histiocytic|endometrial stromal|uterine|follicular dendritic cell|undifferentiated pleomorphic|ovarian|cardiac|pleomorphic|interdigitating dendritic cell|round cell|embryonal|undifferentiated embryonal|adipocytic|lipogenic|myogenic|smooth muscle|vascular|prostate|breast|vulvar} sarcoma",
            TumorFamily.SoftTissueSarcoma
        ),
        (
            "sarcoma {synovial|epithelioid|alveolar soft part|clear cell|kaposi}",
            TumorFamily.SoftTissueSarcoma
        ),
        ("{myeloid|granulocytic|reticulum cell|monoblastic} sarcoma", TumorFamily.Haematologic),
        (
            "{uterine corpus|corpus uteri|corpus uteri uterine|endometrial|ewing like|langerhans cell|dendritic cell|mast cell|small round cell|undifferentiated round cell|undifferentiated small round cell|cic dux4|cic rearranged|bcor rearranged|bcor ccnb3|bcor itd|intracranial|kidney|renal|hepatic|liver|cervical|lung|pulmonary artery|postradiation breast} sarcoma",
            TumorFamily.SoftTissueSarcoma
        ),
        ("sarcoma {reticulum cell|myeloid|granulocytic|monoblastic}", TumorFamily.Haematologic),
        ("sarcoma of [the] bone", TumorFamily.BoneSarcoma),
        (
            "sarcoma of [the] {breast|uterus|uterine corpus|corpus uteri|cervix|prostate|ovary|liver|kidney|heart|lung|brain|vulva}",
            TumorFamily.SoftTissueSarcoma
        ),
        ("clear cell sarcoma of [the] kidney", TumorFamily.Embryonal),
        ("{rat|rous|kirsten|harvey|murine|feline|avian|simian|viral} sarcoma", TumorFamily.None),
        ("sarcoma {virus|viral|oncogene}", TumorFamily.None),
        ("fused in [{lipo|lipo and|myxoid}] sarcoma", TumorFamily.None),
        ("{src|proto oncogene} sarcoma", TumorFamily.None),
        ("[rapidly] accelerated fibrosarcoma", TumorFamily.None),
        ("translocated in [lipo] sarcoma", TumorFamily.None),
        (
            "[soft tissue] [and bone] sarcoma {group|study group|alliance|consortium|foundation|network|unit|center|centre|clinic|society|working group|committee|program|registry|service|department}",
            TumorFamily.None
        ),
        ("{kirsten|harvey|neuroblastoma} ra viral oncogene", TumorFamily.None),
        ("rat sarcoma [viral|virus] [oncogene] [homolog]", TumorFamily.None),
        ("gliosarcoma", TumorFamily.Cns),
        ("malignant fibrous histiocytoma", TumorFamily.SoftTissueSarcoma),
        ("fibrous histiocytoma", TumorFamily.SoftTissueSarcoma),
        ("mfh", TumorFamily.SoftTissueSarcoma),
        ("ups", TumorFamily.SoftTissueSarcoma),
        ("[malignant] hemangiopericytoma", TumorFamily.SoftTissueSarcoma),
        ("[epithelioid] hemangioendothelioma", TumorFamily.SoftTissueSarcoma),
        ("[malignant] mesenchymoma", TumorFamily.SoftTissueSarcoma),
        ("solitary fibrous tumor", TumorFamily.SoftTissueSarcoma),
        ("dermatofibrosarcoma [protuberans]", TumorFamily.SoftTissueSarcoma),
        ("desmoplastic small round cell tumor", TumorFamily.SoftTissueSarcoma),
        ("pecoma", TumorFamily.SoftTissueSarcoma),
        ("perivascular epithelioid cell tumor", TumorFamily.SoftTissueSarcoma),
        ("inflammatory myofibroblastic tumor", TumorFamily.SoftTissueSarcoma),
        ("tenosynovial giant cell tumor", TumorFamily.SoftTissueSarcoma),
        ("{osteosarcoma|osteogenic sarcoma}", TumorFamily.BoneSarcoma),
        (
            "extraskeletal {osteosarcoma|chondrosarcoma|myxoid chondrosarcoma|ewing sarcoma}",
            TumorFamily.SoftTissueSarcoma
        ),
        ("chondrosarcoma", TumorFamily.BoneSarcoma),
        ("ewing sarcoma", TumorFamily.BoneSarcoma),
        ("sarcoma ewing", TumorFamily.BoneSarcoma),
        ("ewing sarcoma peripheral primitive neuroectodermal tumor", TumorFamily.BoneSarcoma),
        ("ewing [family] tumor", TumorFamily.BoneSarcoma),
        ("ewing sarcoma family of tumor", TumorFamily.BoneSarcoma),
        ("[peripheral] primitive neuroectodermal tumor", TumorFamily.BoneSarcoma),
        ("bone {sarcoma|cancer|tumor}", TumorFamily.BoneSarcoma),
        ("giant cell tumor [of bone]", TumorFamily.BoneSarcoma),
        ("chordoma", TumorFamily.BoneSarcoma),
        ("malignant fibrous histiocytoma of [the] bone", TumorFamily.BoneSarcoma),
        ("[malignant] gastrointestinal stromal {tumor|sarcoma}", TumorFamily.Gist),
        ("gist", TumorFamily.Gist),
        ("desmoid [type] {tumor|fibromatosis}", TumorFamily.Desmoid),
        ("desmoid", TumorFamily.Desmoid),
        ("aggressive fibromatosis", TumorFamily.Desmoid),
        (
            "[{plexiform|cutaneous|diffuse|nodular|subcutaneous|deep}] neurofibroma",
            TumorFamily.Nf1Benign
        ),
        ("atypical neurofibroma", TumorFamily.Nf1Benign),
        ("optic [pathway] {glioma|tumor}", TumorFamily.Nf1Benign),
        ("neuroblastoma", TumorFamily.Embryonal),
        ("wilm tumor", TumorFamily.Embryonal),
        ("nephroblastoma", TumorFamily.Embryonal),
        ("hepatoblastoma", TumorFamily.Embryonal),
        ("retinoblastoma", TumorFamily.Embryonal),
        ("[malignant] rhabdoid tumor", TumorFamily.Embryonal),
        ("pleuropulmonary blastoma", TumorFamily.Embryonal),
        ("ini1 negative tumor", TumorFamily.Other),
        ("[extragonadal] germ cell tumor", TumorFamily.GermCell),
        ("seminoma", TumorFamily.GermCell),
        ("teratoma", TumorFamily.GermCell),
        ("{trophoblastic|gestational trophoblastic} tumor", TumorFamily.GermCell),
        ("melanoma", TumorFamily.Melanoma),
        (
            "{glioma|glioblastoma|ependymoma|medulloblastoma|astrocytoma|meningioma|dipg|oligodendroglioma}",
            TumorFamily.Cns
        ),
        ("{brain|cns|central nervous system} {tumor|cancer|neoplasm}", TumorFamily.Cns),
        ("{leukemia|lymphoma|myeloma|myelodysplastic syndrome}", TumorFamily.Haematologic),
        ("hematologic {malignancy|malignancies|cancer|neoplasm}", TumorFamily.Haematologic),
        ("nsclc", TumorFamily.Carcinoma),
        ("sclc", TumorFamily.Carcinoma),
        ("hcc", TumorFamily.Carcinoma),
        ("sarcomatoid carcinoma", TumorFamily.Carcinoma),
        ($"{Organs} {{cancer|neoplasm|tumor|malignancy|malignancies}}", TumorFamily.Carcinoma),
        (
            "{pheochromocytoma|paraganglioma|mesothelioma|thymoma|carcinoid|schwannoma}",
            TumorFamily.Other
        ),
        ("neuroendocrine {tumor|neoplasm}", TumorFamily.Carcinoma),
        ("{vestibular|acoustic|intracranial} {schwannoma|neuroma|neurinoma}", TumorFamily.Cns),
        ("[malignant] solid {tumor|neoplasm|malignancy|malignancies|cancer}", TumorFamily.Any),
        ("non cns solid tumor", TumorFamily.Any),
        ("rare [solid] {tumor|cancer}", TumorFamily.Any),
        ("{cancers|cancer}", TumorFamily.Any),
        ("malignancies", TumorFamily.Any),
        ("{advanced|metastatic|refractory} {malignancy|tumor}", TumorFamily.Any),
        ("malignant neoplasm", TumorFamily.Any),
        ("anti {cancer|tumor}", TumorFamily.None),
        (
            "cancer {center|centre|institute|research|therapy|treatment|drug|registry|network|group|society|related}",
            TumorFamily.None
        ),
        ("rare cancer trial", TumorFamily.None),
        ("{type|form|kind} of [rare] {cancer|tumor} {called|known as|named}", TumorFamily.None),
    ]);

    /// <summary>"Ovarian, Sarcoma" are two items of a list; "Sarcoma, Soft Tissue" is one.</summary>
    private static bool IsCut(Words words, Hit<TumorFamily> hit)
    {
        var last = hit.From + hit.Count - 1;
        return hit.Count > 1
            && words[last].AfterBreak
            && words[last].Form is "sarcoma" or "cancer" or "tumor" or "neoplasm" or "malignancy";
    }

    /// <summary>Returns the tumours named, left to right.</summary>
    public static IEnumerable<TumorName> In(Words words)
    {
        for (var i = 0; i < words.Count; )
        {
            if (DiseaseTerms.MpnstAt(words, i) is { } mpnst)
            {
                yield return new TumorName(TumorFamily.SoftTissueSarcoma, i, mpnst.Count);
                i += mpnst.Count;
            }
            else if (Names.At(words, i) is { } hit && !IsCut(words, hit))
            {
                if (hit.Value != TumorFamily.None)
                {
                    yield return new TumorName(
                        hit.Value,
                        hit.From,
                        hit.Count,
                        words[hit.From].Form is "kaposi"
                            || words[hit.From + hit.Count - 1].Form is "kaposi"
                    );
                }

                i += hit.Count;
            }
            else
            {
                // The family of an unlisted histology is read from its ending.
                if (words[i].Form.EndsWith("sarcoma", StringComparison.Ordinal))
                {
                    yield return new TumorName(
                        words[i].Form is "carcinosarcoma"
                            ? TumorFamily.Carcinoma
                            : TumorFamily.SoftTissueSarcoma,
                        i,
                        1
                    );
                }
                else if (
                    words[i].Form.EndsWith("carcinoma", StringComparison.Ordinal)
                    || words[i].Form.EndsWith("blastoma", StringComparison.Ordinal)
                )
                {
                    yield return new TumorName(
                        words[i].Form.EndsWith("blastoma", StringComparison.Ordinal)
                            ? TumorFamily.Embryonal
                            : TumorFamily.Carcinoma,
                        i,
                        1
                    );
                }

                i++;
            }
        }
    }
}
