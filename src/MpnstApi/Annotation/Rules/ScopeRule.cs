using MpnstApi.Annotation.Language;
using MpnstApi.Annotation.Vocabulary;

namespace MpnstApi.Annotation.Rules;

/// <summary>Determines how MPNST is involved in a trial.</summary>
internal static class ScopeRule
{
    private static readonly PhraseList<bool> OpenList = Phrases.Of(
        "{and|or} other [soft tissue] sarcoma",
        "other [soft tissue] sarcoma",
        "other type of [soft tissue] sarcoma",
        "sarcoma of any {type|histology}"
    );

    /// <summary>Phrases that mark a sentence of the summary as being about the trial, not about the disease.</summary>
    private static readonly PhraseList<bool> OfTheTrial = Phrases.Of(
        "{this|our|present|current} [phase] [{1|2|3|i|ii|iii}] [pilot] {study|trial|protocol}",
        "the {study|trial|protocol} {will|is|are|aim|include|enroll|recruit|has|consist|take|test}",
        "will [be] {receive|undergo|treated|given|enrolled|take|get|participate|randomized|randomised|followed|continue|start|return|asked|evaluated|stratified|assigned|included|have|recruited|accrued|offered}",
        "we {will|follow|study|test|investigate|plan|propose|aim|want|evaluate|compare|treat|hypothesize}",
        "{enroll|enrol|enrolled|enrolling|recruit|recruited|recruiting|accrue|randomized|randomised}",
        "{eligible|eligibility}",
        "{cohort|stratum|strata|stratified}",
        "{arm|group|part} {1|2|3|4|a|b|c|d|i|ii|iii|iv} {is|are|for|will|include|enroll|take}",
        "{is|are} for {patient|participant|people|subject|adult|children}",
        "to {determine|evaluate|assess|estimate|test|investigate|study|describe|compare|define|examine|establish|measure|see|learn|find}",
        "{purpose|objective|aim|hypothesis|hypothesize}"
    );

    /// <summary>Phrases that refer to another trial as background.</summary>
    private static readonly PhraseList<bool> OtherTrial = Phrases.Of(
        "{previous|prior|earlier|another|recent|published|preliminary|historical|other} [phase] [{1|2|3|i|ii|iii}] [clinical] {study|studie|trial|protocol}",
        "{previously|recently} {enrolled|reported|published|treated}"
    );

    /// <summary>Phrases before the name for a tumour that is monitored for, not present.</summary>
    private static readonly PhraseList<bool> LookedFor = Phrases.Of(
        "{incidence|occurrence|prevalence|frequency|detection|prediction|surveillance|screening|diagnostic|differential diagnosis} {of|for|in|between}",
        "{predict|predicting|predictor|detect|detecting|distinguish|distinguishing|differentiate|differentiating}"
    );

    private const int LookedForReach = 5;

    /// <summary>The longest sentence searched, so that a text without full stops is not scanned to its ends for each name.</summary>
    private const int SentenceReach = 120;

    private static readonly PhraseList<bool> People = Phrases.Of(
        "{patient|participant|subject|individual|people|person|adult|child|children|adolescent}",
        "{cohort|stratum|strata|arm|group|histology|histologie|subtype|type|diagnosis|diagnose}"
    );

    public static Annotated<Scope> Of(AnnotationInput trial, Passages passages)
    {
        if (Named(passages) is { } named)
        {
            return new(Scope.Named, named);
        }

        var byText = AsClass(passages) ?? Nf1Tumor(passages);
        // The snapshot lacks the long texts; what its compilers found in them outweighs a title that does not mention the
        // tumour.
        if (
            trial.SnapshotScope is { } seen
            && (byText is null || byText.Value.Value != seen)
            && !(IsBackgroundOnly(trial) && NamesOtherTumor(passages))
        )
        {
            return new(
                seen,
                EvidenceFactory.Of(
                    "scope",
                    seen.Key(),
                    "scope-snapshot",
                    Certainty.Snapshot,
                    "snapshot.mpnst",
                    trial.SnapshotNamedIn
                )
            );
        }

        return byText
            ?? new(
                Scope.Other,
                EvidenceFactory.Of("scope", Scope.Other.Key(), "scope-other", Certainty.Text)
            );
    }

    private static bool IsBackgroundOnly(AnnotationInput trial) =>
        trial is { SnapshotScope: Scope.Named, SnapshotNamedIn: "description" };

    /// <summary>Finds an MPNST term that is not negated, outside exclusion criteria; in summaries only in sentences about the trial.</summary>
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
            {
                return EvidenceFactory.Says(
                    "scope",
                    Scope.Named.Key(),
                    "scope-named",
                    passage,
                    hit
                );
            }
        }
        var isBackground = NamesOtherTumor(passages);
        foreach (var passage in passages.Summary.Concat(passages.Description))
        {
            foreach (var hit in DiseaseTerms.MpnstIn(passage))
            {
                if (!isBackground || IsOfTheTrial(passage.Words, hit))
                {
                    return EvidenceFactory.Says(
                        "scope",
                        Scope.Named.Key(),
                        "scope-named",
                        passage,
                        hit
                    );
                }
            }
        }
        return NerveSheathAmongMalignant(passages);
    }

    /// <summary>
    /// Returns a disease in the title or conditions that makes MPNST in a summary possibly mere background: another tumour,
    /// or NF1 without a nerve sheath tumour.
    /// </summary>
    private static bool NamesOtherTumor(Passages passages)
    {
        var named = passages.Titles.Concat(passages.Conditions).ToList();
        return named.Exists(p =>
                TumorFamilies.In(p.Words).Any(t => t.Family is not TumorFamily.Any)
            )
            || (
                named.Exists(p => DiseaseTerms.FirstNf1(p) is not null)
                && !named.Exists(p => DiseaseTerms.NamesNerveSheathTumor(p.Words))
            );
    }

    /// <summary>Returns whether the sentence describes the trial's patients or cohorts as having the tumour.</summary>
    private static bool IsOfTheTrial(Words words, Hit<bool> hit, bool withPeople = true)
    {
        var (from, end) = (hit.From, hit.From + hit.Count);
        while (from > 0 && hit.From - from < SentenceReach && !BeginsSentence(words, from))
        {
            from--;
        }

        while (end < words.Count && end - hit.From < SentenceReach && !BeginsSentence(words, end))
        {
            end++;
        }

        var (ofTrial, people) = (false, false);
        for (var i = from; i < end; i++)
        {
            if (
                OtherTrial.At(words, i) is not null
                || (
                    i < hit.From
                    && hit.From - i <= LookedForReach
                    && LookedFor.At(words, i) is not null
                )
            )
            {
                return false;
            }

            ofTrial |= OfTheTrial.At(words, i) is not null;
            people |= People.At(words, i) is not null;
        }
        return ofTrial && (people || !withPeople);
    }

    /// <summary>
    /// Returns whether a word begins a sentence. A semicolon separates list items within a sentence, not sentences.
    /// </summary>
    private static bool BeginsSentence(Words words, int index) =>
        words[index].AfterStop && !words.Before(index).Contains(';');

    /// <summary>"Peripheral nerve sheath tumours" in a list of malignant tumours can only be the malignant ones.</summary>
    private static Evidence? NerveSheathAmongMalignant(Passages passages)
    {
        if (passages.All.Any(p => DiseaseTerms.FirstNf1(p) is not null))
        {
            return null;
        }

        var malignant = passages.Conditions.Count(p =>
            TumorFamilies.In(p.Words).Any(t => t.Family is not TumorFamily.Nf1Benign)
        );
        var listed =
            malignant < 2
                ? null
                : passages.Conditions.FirstOrDefault(p =>
                    DiseaseTerms.NamesNerveSheathTumor(p.Words)
                );
        // A criterion that lists tumours by name.
        listed ??= passages
            .Inclusion.Where(p => DiseaseTerms.NamesNerveSheathTumor(p.Words))
            .SelectMany(p => p.Lines)
            .FirstOrDefault(line =>
                DiseaseTerms.FirstNerveSheathTumor(line.Words) is { } named
                && !Negation.Reaches(line.Words, named.From)
                && TumorFamilies.In(line.Words).Count(t => t.IsSarcoma) >= 2
            );
        return listed is null
            ? null
            : EvidenceFactory.Of(
                "scope",
                Scope.Named.Key(),
                "scope-named-in-malignant-list",
                Certainty.Text,
                listed.Field,
                listed.Words.Text
            );
    }

    /// <summary>Returns sarcoma as a class in the title, or among the conditions if the title names no tumour.</summary>
    private static Annotated<Scope>? AsClass(Passages passages)
    {
        foreach (var title in passages.Titles)
        {
            if (AsClass(title) is { } byTitle)
            {
                return byTitle;
            }
        }
        var ofTitle = passages.Titles.SelectMany(p => TumorFamilies.In(p.Words));
        // "Leiomyosarcoma" in the title: the condition "Sarcoma" adds nothing to it.
        if (ofTitle.Any(t => t.Family is not TumorFamily.Any))
        {
            return null;
        }

        foreach (var condition in passages.Conditions)
        {
            if (AsClass(condition) is { } byCondition)
            {
                return byCondition;
            }
        }
        return null;
    }

    private static Annotated<Scope>? AsClass(Passage passage)
    {
        foreach (var tumor in TumorFamilies.In(passage.Words))
        {
            if (tumor.Family == TumorFamily.SarcomaClass)
            {
                return new(
                    Scope.Sarcoma,
                    EvidenceFactory.Says(
                        "scope",
                        Scope.Sarcoma.Key(),
                        "scope-sarcoma-class",
                        passage,
                        new Hit<bool>(tumor.From, tumor.Count, true)
                    )
                );
            }
        }
        return OpenList.First(passage.Words) is { } open
            ? new(
                Scope.Sarcoma,
                EvidenceFactory.Says(
                    "scope",
                    Scope.Sarcoma.Key(),
                    "scope-sarcoma-open-list",
                    passage,
                    open
                )
            )
            : null;
    }

    /// <summary>Returns NF1 if the patients have a tumour; studies of learning or bone in NF1 are out of scope.</summary>
    private static Annotated<Scope>? Nf1Tumor(Passages passages)
    {
        if (passages.IsOfOtherNeurofibromatosis || !HaveTumor(passages))
        {
            return null;
        }

        foreach (
            var passage in passages.Titles.Concat(passages.Conditions).Concat(passages.Keywords)
        )
        {
            if (DiseaseTerms.FirstNf1(passage) is { } hit)
            {
                return new(
                    Scope.Nf1,
                    EvidenceFactory.Says("scope", Scope.Nf1.Key(), "scope-nf1", passage, hit)
                );
            }
        }
        return null;
    }

    private static readonly PhraseList<bool> TumorWords = Phrases.Of(
        "{tumor|neoplasm|malignancy|malignancies|glioma|cancer|mass|lesion|tumoral}",
        "{pn|opg|nf1 pn|lgg|hgg}"
    );

    /// <summary>Subjects of NF1 studies other than tumours.</summary>
    private static readonly PhraseList<bool> WithoutTumor = Phrases.Of(
        "{learning|neuropsychological|neurocognitive|fatigue|hypotonia|cognitive|cognition|attention|memory|executive|social|behavior|behavioral|behaviour|behavioural|autism|adhd|academic|reading|language|speech|school|development|developmental}",
        "{bone|skeletal|scoliosis|pseudarthrosis|pseudoarthrosis|fracture|tibial|tibia|vitamin|osteoporosis|dystrophic|spinal fusion}",
        "{itch|pruritus|sleep|headache|migraine|hypertension|vascular|vasculopathy|muscle|strength|exercise|dental|hearing|resilience|stress|mindfulness}"
    );

    /// <summary>Diagnostic signs of NF1; tumours listed with them are signs too.</summary>
    private static readonly PhraseList<bool> DiagnosticSigns = Phrases.Of(
        "{lisch|freckling|freckle|cafe au lait|sphenoid}"
    );

    private const int SignReach = 60;

    private static bool HaveTumor(Passages passages)
    {
        var named = passages
            .Titles.Concat(passages.Conditions)
            .Concat(passages.Keywords)
            .Concat(passages.Arms)
            .ToList();
        if (named.Exists(p => TumorsIn(p).Any()))
        {
            return true;
        }

        if (named.Exists(p => WithoutTumor.In(p.Words)))
        {
            return false;
        }

        return passages.Inclusion.Any(p =>
                TumorsIn(p).Any(at => !IsAmongDiagnosticSigns(p.Words, at))
            )
            || passages.Summary.Any(p =>
                TumorsIn(p)
                    .Any(at => IsOfTheTrial(p.Words, new Hit<bool>(at, 1, true), withPeople: false))
            );
    }

    /// <summary>Returns the first tumour that a passage names without negation.</summary>
    private static IEnumerable<int> TumorsIn(Passage passage) =>
        TumorFamilies
            .In(passage.Words)
            .Select(tumor => tumor.From)
            .Concat(TumorWords.Find(passage.Words).Select(word => word.From))
            .Where(at => !passage.Running || !Negation.Reaches(passage.Words, at));

    private static bool IsAmongDiagnosticSigns(Words words, int at) =>
        DiagnosticSigns.Begins(words, at - SignReach, at + SignReach);
}
