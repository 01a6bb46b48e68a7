using MpnstApi.Annotation.Vocabulary;
using MpnstApi.Annotation.Wording;

namespace MpnstApi.Annotation.Rules;

/// <summary>How MPNST comes into a trial.</summary>
internal static class ScopeRule
{
    private static readonly PhraseList<bool> OpenList = Phrases.Of(
        "{and|or} other [soft tissue] sarcoma",
        "other [soft tissue] sarcoma",
        "other type of [soft tissue] sarcoma",
        "sarcoma of any {type|histology}"
    );

    /// <summary>A sentence of the summary that says what the trial does, not what is known of a disease.</summary>
    private static readonly PhraseList<bool> OfTheTrial = Phrases.Of(
        "{this|the|our|present|current} [phase] [1|2|3|i|ii|iii] [pilot] {study|trial|protocol}",
        "will [be]",
        "{enroll|enrol|enrolled|enrolling|recruit|recruited|recruiting|accrue|randomized|randomised}",
        "{eligible|eligibility}",
        "{cohort|stratum|strata|stratified}",
        "to {determine|evaluate|assess|estimate|test|investigate|study|describe|compare|define|examine|establish|measure|see|learn|find}",
        "{purpose|objective|aim|hypothesis|hypothesize}"
    );

    private static readonly PhraseList<bool> People = Phrases.Of(
        "{patient|participant|subject|individual|people|person|adult|child|children|adolescent}",
        "{cohort|stratum|strata|arm|group|histology|histologies|subtype|type|diagnosis|diagnoses}"
    );

    public static Labelled<Scope> Of(TrialText trial, Passages passages)
    {
        if (Named(passages) is { } named)
            return new(Scope.Named, named);
        var byText = AsClass(passages) ?? Nf1Tumor(passages);
        // The snapshot lacks the long texts; what its gatherers saw there counts more than a silent title.
        if (
            trial.SnapshotScope is { } seen
            && (byText is null || byText.Value.Value != seen)
            && !(IsBackgroundOnly(trial) && NamesOtherTumor(passages))
        )
            return new(
                seen,
                Because.Of(
                    "scope",
                    seen.Key(),
                    "scope-snapshot",
                    Certainty.Snapshot,
                    "snapshot.mpnst",
                    trial.SnapshotNamedIn
                )
            );
        return byText
            ?? new(
                Scope.Other,
                Because.Of("scope", Scope.Other.Key(), "scope-other", Certainty.Text)
            );
    }

    private static bool IsBackgroundOnly(TrialText trial) =>
        trial is { SnapshotScope: Scope.Named, SnapshotNamedIn: "description" };

    /// <summary>An MPNST term, not negated, anywhere but under exclusion; in summaries where it is about the trial.</summary>
    private static Evidence? Named(Passages passages)
    {
        foreach (
            var passage in passages
                .Titles.Concat(passages.Conditions)
                .Concat(passages.Keywords)
                .Concat(passages.Arms)
                .Concat(passages.Inclusion)
        )
        {
            if (DiseaseTerms.FirstMpnst(passage) is { } hit)
                return Because.Says("scope", Scope.Named.Key(), "scope-named", passage, hit);
        }
        var isBackground = NamesOtherTumor(passages);
        foreach (var passage in passages.Summary.Concat(passages.Description))
        {
            foreach (var hit in DiseaseTerms.MpnstIn(passage))
            {
                if (!isBackground || IsOfTheTrial(passage.Words, hit))
                    return Because.Says("scope", Scope.Named.Key(), "scope-named", passage, hit);
            }
        }
        return NerveSheathAmongMalignant(passages);
    }

    /// <summary>A tumour of title or conditions beside which a summary's MPNST may be mere background.</summary>
    private static bool NamesOtherTumor(Passages passages) =>
        passages
            .Titles.Concat(passages.Conditions)
            .SelectMany(p => TumorFamilies.In(p.Words))
            .Any(t => t.Family is not TumorFamily.Any);

    /// <summary>The sentence says whom the trial takes or what it does, with people or cohorts that have the tumour.</summary>
    private static bool IsOfTheTrial(Words words, Hit<bool> hit)
    {
        var (from, end) = (hit.From, hit.From + hit.Count);
        while (from > 0 && !words[from].AfterStop)
            from--;
        while (end < words.Count && !words[end].AfterStop)
            end++;
        var (ofTrial, people) = (false, false);
        for (var i = from; i < end; i++)
        {
            ofTrial |= OfTheTrial.At(words, i) is not null;
            people |= People.At(words, i) is not null;
        }
        return ofTrial && people;
    }

    /// <summary>"Peripheral nerve sheath tumours" in a list of malignant tumours can only be the malignant ones.</summary>
    private static Evidence? NerveSheathAmongMalignant(Passages passages)
    {
        var malignant = passages.Conditions.Count(p =>
            TumorFamilies.In(p.Words).Any(t => t.Family is not TumorFamily.Nf1Benign)
        );
        var listed = passages.Conditions.FirstOrDefault(p =>
            DiseaseTerms.NamesNerveSheathTumor(p.Words)
        );
        return
            listed is null
            || malignant < 2
            || passages.All.Any(p => DiseaseTerms.FirstNf1(p) is not null)
            ? null
            : Because.Of(
                "scope",
                Scope.Named.Key(),
                "scope-named-in-malignant-list",
                Certainty.Text,
                listed.Field,
                listed.Words.Text
            );
    }

    /// <summary>Sarcoma as a class in the title; among conditions where the title names no tumour of its own.</summary>
    private static Labelled<Scope>? AsClass(Passages passages)
    {
        foreach (var title in passages.Titles)
        {
            if (AsClass(title) is { } byTitle)
                return byTitle;
        }
        var ofTitle = passages.Titles.SelectMany(p => TumorFamilies.In(p.Words));
        // "Leiomyosarcoma" in the title: the condition "Sarcoma" says no more than that.
        if (ofTitle.Any(t => t.Family is not TumorFamily.Any))
            return null;
        foreach (var condition in passages.Conditions)
        {
            if (AsClass(condition) is { } byCondition)
                return byCondition;
        }
        return null;
    }

    private static Labelled<Scope>? AsClass(Passage passage)
    {
        foreach (var tumor in TumorFamilies.In(passage.Words))
        {
            if (tumor.Family == TumorFamily.SarcomaClass)
                return new(
                    Scope.Sarcoma,
                    Because.Says(
                        "scope",
                        Scope.Sarcoma.Key(),
                        "scope-sarcoma-class",
                        passage,
                        new Hit<bool>(tumor.From, tumor.Count, true)
                    )
                );
        }
        return OpenList.First(passage.Words) is { } open
            ? new(
                Scope.Sarcoma,
                Because.Says("scope", Scope.Sarcoma.Key(), "scope-sarcoma-open-list", passage, open)
            )
            : null;
    }

    /// <summary>NF1 where the patients have a tumour; studies of learning or bone in NF1 are out of scope.</summary>
    private static Labelled<Scope>? Nf1Tumor(Passages passages)
    {
        if (!HaveTumor(passages))
            return null;
        foreach (
            var passage in passages.Titles.Concat(passages.Conditions).Concat(passages.Keywords)
        )
        {
            if (DiseaseTerms.FirstNf1(passage) is { } hit)
                return new(
                    Scope.Nf1,
                    Because.Says("scope", Scope.Nf1.Key(), "scope-nf1", passage, hit)
                );
        }
        return null;
    }

    private static readonly PhraseList<bool> TumorWords = Phrases.Of(
        "{tumor|neoplasm|malignancy|malignancies|glioma|cancer|mass|lesion|tumoral}",
        "{pn|opg|nf1 pn|lgg|hgg}"
    );

    /// <summary>What is looked at in NF1 beside tumours.</summary>
    private static readonly PhraseList<bool> WithoutTumor = Phrases.Of(
        "{learning|cognitive|cognition|attention|memory|executive|social|behavior|behavioral|behaviour|behavioural|autism|adhd|academic|reading|language|speech|school|development|developmental}",
        "{bone|skeletal|scoliosis|pseudarthrosis|pseudoarthrosis|fracture|tibial|tibia|vitamin|osteoporosis|dystrophic|spinal fusion}",
        "{itch|pruritus|sleep|headache|migraine|hypertension|vascular|vasculopathy|muscle|strength|exercise|dental|hearing|resilience|stress|mindfulness}"
    );

    private static bool HaveTumor(Passages passages)
    {
        var named = passages
            .Titles.Concat(passages.Conditions)
            .Concat(passages.Keywords)
            .Concat(passages.Arms)
            .ToList();
        if (named.Exists(HasTumor) || passages.Inclusion.Any(HasTumor))
            return true;
        return !named.Exists(p => WithoutTumor.In(p.Words)) && passages.Summary.Any(HasTumor);
    }

    private static bool HasTumor(Passage passage)
    {
        foreach (var tumor in TumorFamilies.In(passage.Words))
        {
            if (!passage.Running || !Negation.Reaches(passage.Words, tumor.From))
                return true;
        }
        foreach (var word in TumorWords.Find(passage.Words))
        {
            if (!passage.Running || !Negation.Reaches(passage.Words, word.From))
                return true;
        }
        return false;
    }
}
