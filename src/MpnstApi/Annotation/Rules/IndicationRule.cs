using MpnstApi.Annotation.Language;
using MpnstApi.Annotation.Vocabulary;

namespace MpnstApi.Annotation.Rules;

/// <summary>
/// Determines the patients that a trial is for, by the first of seven rules that applies; titles take precedence over
/// conditions, and conditions over keywords.
/// </summary>
internal static class IndicationRule
{
    /// <summary>Words for MPNST that is to be detected or predicted, not present in the patients.</summary>
    private static readonly PhraseList<bool> Outcome = Phrases.Of(
        "incidence",
        "{detection|detecting|detect|early detection}",
        "{transformation|conversion|progression} {to|into|of|in}",
        "malignant {transformation|conversion|progression}",
        "transformation",
        "surveillance",
        "{predict|predicting|prediction|predictor}",
        "{screening|monitoring}",
        "natural history",
        "{distinguish|distinguishing|differentiate|differentiating|differentiation|discriminate|discriminating|discrimination}",
        "{tell|telling} [apart]",
        "{diagnosis of|diagnose|diagnosing|diagnostic}",
        "risk of",
        "development"
    );

    public static Annotated<Indication> Of(AnnotationInput trial, Passages passages, Scope scope)
    {
        var title = MainTitle(passages);
        var inTitle = Tumors(title is null ? [] : [title], passages);
        var inConditions = Tumors(passages.Conditions, passages);

        if (inTitle.Any(t => t.Name.Family == TumorFamily.Any) || Families(inTitle).Count > 1)
        {
            return Say(
                Indication.AdvancedSolidTumor,
                "indication-1-solid-tumors-in-title",
                inTitle.FirstOrDefault(t => t.Name.Family == TumorFamily.Any, inTitle[0])
            );
        }

        var nf1 = First(passages, DiseaseTerms.FirstNf1, withKeywords: true);
        var mpnst = First(passages, DiseaseTerms.FirstMpnst, withKeywords: false);
        if (nf1 is not null && mpnst is not null && PatientsHaveMpnst(title, passages))
        {
            return Say(Indication.Nf1Mpnst, "indication-2-nf1-and-mpnst", mpnst.Value);
        }

        if (
            title is not null
            && DiseaseTerms.FirstMpnst(title) is { } named
            && inTitle.All(t => IsMpnst(t) || t.Name.Family == TumorFamily.Nf1Benign)
            && !IsOutcomeOfNf1(nf1, title)
        )
        {
            return Say(Indication.Mpnst, "indication-3-mpnst-alone-in-title", (title, named));
        }

        if (inTitle.Count == 0 && nf1 is null && OnlyMpnst(passages) is { } only)
        {
            return Say(Indication.Mpnst, "indication-3-mpnst-alone-in-conditions", only);
        }

        // NF1 without a tumour, such as trials of learning, is out of scope.
        if (nf1 is { } nf1Hit && scope is not Scope.Other && !passages.IsOfOtherNeurofibromatosis)
        {
            return Say(Indication.Nf1Tumor, "indication-4-nf1", nf1Hit);
        }

        if (
            inTitle.Exists(t => t.Name.IsSarcoma)
            && inTitle.All(t => t.Name.IsSarcoma || IsBenignBeside(t))
            && !inTitle.All(t => IsNarrow(t.Name))
        )
        {
            return Say(
                Indication.SoftTissueSarcoma,
                "indication-5-sarcoma-in-title",
                inTitle.First(t => t.Name.IsSarcoma)
            );
        }

        if (inTitle.Count == 0)
        {
            var listed =
                inConditions.Count > 0 ? inConditions : Tumors(passages.Keywords, passages);
            if (
                listed.Count > 0
                && listed.All(t => t.Name.IsSarcoma)
                && !listed.All(t => IsNarrow(t.Name))
            )
            {
                return Say(
                    Indication.SoftTissueSarcoma,
                    "indication-5-sarcoma-in-conditions",
                    listed[0]
                );
            }
        }

        if (
            inConditions.Any(t => t.Name.Family == TumorFamily.Any)
            || Families(inConditions).Count > 1
        )
        {
            return Say(
                Indication.AdvancedSolidTumor,
                "indication-6-several-families-in-conditions",
                inConditions.FirstOrDefault(t => t.Name.Family == TumorFamily.Any, inConditions[0])
            );
        }

        // These fields do not name a tumour, so the snapshot's own field is used.
        if (
            trial.SnapshotScope == Scope.Sarcoma
            && scope == Scope.Sarcoma
            && inTitle.Count == 0
            && inConditions.Count == 0
        )
        {
            return new(
                Indication.SoftTissueSarcoma,
                EvidenceFactory.Of(
                    "indication",
                    Indication.SoftTissueSarcoma.Key(),
                    "indication-5-sarcoma-by-snapshot",
                    Certainty.Snapshot,
                    "snapshot.mpnst"
                )
            );
        }

        return new(
            Indication.Other,
            EvidenceFactory.Of(
                "indication",
                Indication.Other.Key(),
                "indication-7-other",
                Certainty.Text,
                "briefTitle",
                trial.Title
            )
        );
    }

    /// <summary>Bone sarcoma, GIST, desmoid or Kaposi sarcoma: by themselves they are not soft tissue sarcoma in the registries' sense.</summary>
    private static bool IsNarrow(TumorName tumor) =>
        tumor.IsKaposi
        || tumor.Family is TumorFamily.BoneSarcoma or TumorFamily.Gist or TumorFamily.Desmoid;

    /// <summary>Excludes MPNST as a mere outcome, and as one tumour of many in a trial of NF1.</summary>
    private static bool PatientsHaveMpnst(Passage? title, Passages passages)
    {
        var titleNamesMpnst = passages.Titles.Any(t => DiseaseTerms.NamesMpnst(t.Words));
        var isOutcome = title is not null && Outcome.In(title.Words);
        if (isOutcome)
        {
            return false;
        }

        if (titleNamesMpnst)
        {
            return true;
        }

        var titleNamesNf1 = title is not null && DiseaseTerms.FirstNf1(title) is not null;
        return !titleNamesNf1;
    }

    private static bool IsOutcomeOfNf1((Passage, Hit<bool>)? nf1, Passage title) =>
        nf1 is not null && Outcome.In(title.Words);

    private static bool IsMpnst((Passage Passage, TumorName Name) tumor) =>
        DiseaseTerms.MpnstAt(tumor.Passage.Words, tumor.Name.From) is not null;

    private static bool IsBenignBeside((Passage Passage, TumorName Name) tumor) =>
        tumor.Name.Family == TumorFamily.Nf1Benign;

    private static (Passage, Hit<bool>)? OnlyMpnst(Passages passages)
    {
        (Passage, Hit<bool>)? first = null;
        foreach (var condition in passages.Conditions)
        {
            if (DiseaseTerms.FirstMpnst(condition) is { } hit)
            {
                first ??= (condition, hit);
            }
            else if (TumorFamilies.In(condition.Words).Any())
            {
                return null;
            }
        }
        return first;
    }

    /// <summary>Returns the title that names a tumour: the brief one, or the official one if the brief one names none.</summary>
    private static Passage? MainTitle(Passages passages) =>
        passages.Titles.FirstOrDefault(p =>
            TumorFamilies.In(p.Words).Any() || DiseaseTerms.NamesNf1(p.Words)
        ) ?? (passages.Titles.Count > 0 ? passages.Titles[0] : null);

    /// <summary>Returns the tumours of passages; benign NF1 tumours do not count if NF1 or MPNST is named.</summary>
    private static List<(Passage Passage, TumorName Name)> Tumors(
        IReadOnlyList<Passage> read,
        Passages passages
    )
    {
        var tumors = read.SelectMany(p => TumorFamilies.In(p.Words).Select(t => (p, t))).ToList();
        var besideNf1 = passages
            .Titles.Concat(passages.Conditions)
            .Concat(passages.Keywords)
            .Any(p => DiseaseTerms.NamesNf1(p.Words) || DiseaseTerms.NamesMpnst(p.Words));
        if (besideNf1)
        {
            tumors.RemoveAll(t => t.t.Family == TumorFamily.Nf1Benign);
        }

        return tumors;
    }

    private static HashSet<string> Families(
        IEnumerable<(Passage Passage, TumorName Name)> tumors
    ) =>
        [
            .. tumors
                .Where(t => t.Name.Family != TumorFamily.Any)
                .Select(t => t.Name.IsSarcoma ? "sarcoma" : t.Name.Family.ToString()),
        ];

    private static (Passage, Hit<bool>)? First(
        Passages passages,
        Func<Passage, Hit<bool>?> find,
        bool withKeywords
    )
    {
        var read = passages.Titles.Concat(passages.Conditions);
        foreach (var passage in withKeywords ? read.Concat(passages.Keywords) : read)
        {
            if (find(passage) is { } hit)
            {
                return (passage, hit);
            }
        }
        return null;
    }

    private static Annotated<Indication> Say(
        Indication value,
        string rule,
        (Passage Passage, TumorName Name) tumor
    ) => Say(value, rule, (tumor.Passage, new Hit<bool>(tumor.Name.From, tumor.Name.Count, true)));

    private static Annotated<Indication> Say(
        Indication value,
        string rule,
        (Passage Passage, Hit<bool> Hit) at
    ) => new(value, EvidenceFactory.Says("indication", value.Key(), rule, at.Passage, at.Hit));
}
