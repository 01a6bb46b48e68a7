using MpnstApi.Annotation.Vocabulary;
using MpnstApi.Annotation.Wording;

namespace MpnstApi.Annotation.Rules;

/// <summary>Whether NF1 is a disease of the patients, and whether entry asks for it.</summary>
internal static class Nf1Rules
{
    /// <summary>After or before NF1 these make it one possibility of two.</summary>
    private static readonly PhraseList<bool> Optional = Phrases.Of(
        "with or without",
        "sporadic",
        "{and|or} non nf1",
        "regardless",
        "if",
        "{including|include|such as|for example|e g|especially|particularly} [those] [in] [with] [patients with] [associated with] {nf1|neurofibromatosis}",
        "{nf1|neurofibromatosis [type] {1}} [nf1] {or|and or}",
        "{or|and or} [with] {nf1|neurofibromatosis}"
    );

    private static readonly PhraseList<bool> Associated = Phrases.Of(
        "nf1 {associated|related|mpnst}",
        "neurofibromatosis [type] {1|i} {associated|related}",
        "neurofibromatosis [type] {1|i} nf1 {associated|related}",
        "neurofibromatosis {associated|related}"
    );

    private static readonly PhraseList<bool> Required = Phrases.Of(
        "{must have|diagnosis of|diagnosed with|patients with|participants with|subjects with|individuals with|confirmed|criteria for|established diagnosis of|clinical diagnosis of} [a] [clinical] [diagnosis of] {nf1|neurofibromatosis [type] {1}}"
    );

    /// <summary>"Patients with NF1 may": it speaks of some of the patients.</summary>
    private static readonly PhraseList<bool> SomePatients = Phrases.Of(
        "{patient|participant|subject|individual|child|children|adult|those} with [a] [known] [clinical] [diagnosis of] {nf1|neurofibromatosis [type] {1} [nf1]} {is|are|may|can|must|should|will|need|require|undergo|have|also|only}",
        "{for|in} {patient|participant|subject|individual|children|those} with [a] [clinical] [diagnosis of] {nf1|neurofibromatosis}"
    );

    /// <summary>Under exclusion: NF1 is named to say that it does not exclude, or as the exception.</summary>
    private static readonly PhraseList<bool> NotExcluding = Phrases.Of(
        "not {excluded|exclude|an exclusion|exclusionary|considered an exclusion}",
        "{eligible|allowed|permitted|acceptable}",
        "{except|exception|excepting|unless}",
        "{other than|apart from}",
        "may {enroll|participate|enter|be enrolled|be included}"
    );

    private static readonly PhraseList<bool> OneOf = Phrases.Of(
        "{one|any|either} [or more] of [the] [following]",
        "either"
    );

    public static Labelled<bool> Named(Passages passages)
    {
        foreach (var passage in Read(passages))
        {
            if (DiseaseTerms.FirstNf1(passage) is { } hit)
                return new(true, Because.Says("nf1", "true", "nf1-named", passage, hit));
        }
        return new(false, Because.Of("nf1", "false", "nf1-not-named", Certainty.Text));
    }

    public static Labelled<Nf1Association> Association(Passages passages, Labelled<bool> named)
    {
        if (!named.Value)
            return Excluded(passages)
                ?? new(
                    Nf1Association.NotStated,
                    Because.Of(
                        "nf1Association",
                        Nf1Association.NotStated.Key(),
                        "nf1-not-named",
                        Certainty.Text
                    )
                );
        foreach (var title in passages.Titles)
        {
            if (
                DiseaseTerms.FirstNf1(title) is { } hit
                && !Optional.In(title.Words)
                && !IsAmongOthers(title)
            )
                return Say(Nf1Association.Required, "nf1-required-by-title", title, hit);
        }
        foreach (var condition in passages.Conditions)
        {
            if (Associated.First(condition.Words) is { } hit && !Optional.In(condition.Words))
                return Say(Nf1Association.Required, "nf1-required-by-condition", condition, hit);
        }
        if (
            passages.Conditions.Count > 0
            && passages.Conditions.All(c => DiseaseTerms.NamesNf1(c.Words))
        )
            return Say(
                Nf1Association.Required,
                "nf1-every-condition",
                passages.Conditions[0],
                DiseaseTerms.FirstNf1(passages.Conditions[0])!.Value
            );
        foreach (var inclusion in passages.Inclusion)
        {
            foreach (var written in CriteriaLine.In(inclusion.Words.Text))
            {
                var line = inclusion with { Words = Words.Of(written.Text) };
                if (
                    Required.First(line.Words) is { } hit
                    && !Optional.In(line.Words)
                    && !SomePatients.In(line.Words)
                    && (written.Head is null || !OneOf.In(Words.Of(written.Head.Text)))
                )
                    return Say(Nf1Association.Required, "nf1-required-by-criteria", line, hit);
            }
        }
        return new(
            Nf1Association.Included,
            named.Why with
            {
                Label = "nf1Association",
                Value = Nf1Association.Included.Key(),
                Rule = "nf1-included",
            }
        );
    }

    private static Labelled<Nf1Association>? Excluded(Passages passages)
    {
        foreach (var exclusion in passages.Exclusion)
        {
            foreach (var written in CriteriaLine.In(exclusion.Words.Text))
            {
                var line = exclusion with { Words = Words.Of(written.Text), Running = false };
                if (DiseaseTerms.FirstNf1(line) is { } hit && !NotExcluding.In(line.Words))
                    return Say(Nf1Association.Excluded, "nf1-excluded-by-criteria", line, hit);
            }
        }
        return null;
    }

    /// <summary>"MPNST, NF1 and schwannomatosis", "sarcoma or NF1 tumours": some of the patients have it.</summary>
    private static bool IsAmongOthers(Passage title) =>
        TumorFamilies
            .In(title.Words)
            .Any(t =>
                t.Family is not (TumorFamily.Nf1Benign or TumorFamily.Any)
                && DiseaseTerms.MpnstAt(title.Words, t.From) is null
                && t.Family is not (TumorFamily.Cns or TumorFamily.Other)
            );

    private static IEnumerable<Passage> Read(Passages passages) =>
        passages
            .Titles.Concat(passages.Conditions)
            .Concat(passages.Keywords)
            .Concat(passages.Arms)
            .Concat(passages.Summary)
            .Concat(passages.Inclusion);

    private static Labelled<Nf1Association> Say(
        Nf1Association value,
        string rule,
        Passage passage,
        Hit<bool> hit
    ) => new(value, Because.Says("nf1Association", value.Key(), rule, passage, hit));
}
