using MpnstApi.Annotation.Language;
using MpnstApi.Annotation.Vocabulary;

namespace MpnstApi.Annotation.Rules;

/// <summary>Determines whether NF1 is a disease of the patients, and whether entry requires it.</summary>
internal static class Nf1Rules
{
    /// <summary>Words before or after NF1 that make it one of two possibilities.</summary>
    private static readonly PhraseList<bool> Optional = Phrases.Of(
        "with {or|and} without [a] [clinical] [known] [underlying] [concomitant] [associated] [diagnosis of] {nf1|neurofibromatosis}",
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

    private static readonly PhraseList<bool> PeopleWithNf1 = Phrases.Of(
        "{patient|participant|subject|individual|child|children|adult|people|those} with [a] [known] [clinical] [diagnosis of] {nf1|neurofibromatosis [type] {1} [nf1]}",
        "nf1 {patient|participant|subject}"
    );

    /// <summary>"Patients with NF1 may": a statement about some of the patients.</summary>
    private static readonly PhraseList<bool> Demands = Phrases.Of(
        "{is|are|may|can|must|should|will|need|require|undergo|have|also|only}"
    );

    private static readonly PhraseList<bool> Relative = Phrases.Of("{who|that|which|whose}");
    private const int DemandReach = 6;

    private static readonly PhraseList<bool> ForPeopleWithNf1 = Phrases.Of(
        "{for|in} {patient|participant|subject|individual|children|those} with [a] [clinical] [diagnosis of] {nf1|neurofibromatosis}"
    );

    private static readonly PhraseList<bool> Cohort = Phrases.Of(
        "{cohort|stratum|strata|arm|group}"
    );
    private const int CohortReach = 3;

    /// <summary>Under exclusion: NF1 is named as what something else is for.</summary>
    private static readonly PhraseList<bool> TreatmentOfNf1 = Phrases.Of(
        "{inhibitor|treatment|therapy|drug|surgery} {for|of} {nf1|neurofibromatosis|plexiform}"
    );

    /// <summary>Under exclusion: what follows may enter.</summary>
    private static readonly PhraseList<bool> Exceptions = Phrases.Of(
        "{except|exception|excepting|unless}",
        "{other than|apart from}"
    );

    /// <summary>Under exclusion: patients with NF1 may enter nevertheless.</summary>
    private static readonly PhraseList<bool> Welcoming = Phrases.Of(
        "not [be] {excluded|exclude|an exclusion|exclusionary|considered an exclusion}",
        "{eligible|allowed|permitted|acceptable}",
        "{may|can} {enroll|participate|enter|be enrolled|be included}"
    );

    private static readonly PhraseList<bool> OneOf = Phrases.Of(
        "{one|any|either} [or more] of [the] [following]",
        "either"
    );

    public static Annotated<bool> Named(Passages passages)
    {
        foreach (var passage in Read(passages))
        {
            if (DiseaseTerms.FirstNf1(passage) is { } hit)
            {
                return new(true, EvidenceFactory.Says("nf1", "true", "nf1-named", passage, hit));
            }
        }
        // "Patients with neurofibromatosis are not excluded", "except benign tumors of NF1", among the reasons for exclusion.
        foreach (var line in passages.Exclusion.SelectMany(exclusion => exclusion.Lines))
        {
            if (
                Named(line) is { } hit
                && !TreatmentOfNf1.In(line.Words)
                && (
                    Exceptions.In(line.Words)
                        ? Exceptions.Begins(line.Words, StartOfSentence(line.Words, hit), hit.From)
                        : MayEnter(line.Words, hit)
                )
            )
            {
                return new(
                    true,
                    EvidenceFactory.Says("nf1", "true", "nf1-not-excluded", line, hit)
                );
            }
        }
        return new(false, EvidenceFactory.Of("nf1", "false", "nf1-not-named", Certainty.Text));
    }

    public static Annotated<Nf1Association> Association(Passages passages, Annotated<bool> named)
    {
        // Criteria that exclude NF1 outweigh a summary that mentions it.
        if (!named.Value || IsFromSummary(named))
        {
            if (Excluded(passages) is { } excluded)
            {
                return excluded;
            }
        }
        if (!named.Value)
        {
            return new(
                Nf1Association.NotStated,
                EvidenceFactory.Of(
                    "nf1Association",
                    Nf1Association.NotStated.Key(),
                    "nf1-not-named",
                    Certainty.Text
                )
            );
        }

        foreach (var title in passages.Titles)
        {
            if (
                DiseaseTerms.FirstNf1(title) is { } hit
                && !Optional.In(title.Words)
                && !IsAmongOthers(title)
                && !IsOneOfSeveral(title, hit, passages)
            )
            {
                return Say(Nf1Association.Required, "nf1-required-by-title", title, hit);
            }
        }
        foreach (var condition in passages.Conditions)
        {
            if (Associated.First(condition.Words) is { } hit && !Optional.In(condition.Words))
            {
                return Say(Nf1Association.Required, "nf1-required-by-condition", condition, hit);
            }
        }
        if (
            passages.Conditions.Count > 0
            && !passages.Titles.Any(t => DiseaseTerms.NamesOtherNeurofibromatosis(t.Words))
            && passages.Conditions.All(c => DiseaseTerms.FirstNf1(c) is not null)
        )
        {
            return Say(
                Nf1Association.Required,
                "nf1-every-condition",
                passages.Conditions[0],
                DiseaseTerms.FirstNf1(passages.Conditions[0])!.Value
            );
        }

        foreach (var inclusion in passages.Inclusion)
        {
            foreach (var written in CriteriaLine.In(inclusion.Words.Text))
            {
                var line = inclusion with { Words = written.Words };
                if (
                    Required.First(line.Words) is { } hit
                    && !Optional.In(line.Words)
                    && !IsOfSomePatients(line.Words)
                    && !IsAlternative(written)
                )
                {
                    return Say(Nf1Association.Required, "nf1-required-by-criteria", line, hit);
                }
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

    private static bool IsOfSomePatients(Words line)
    {
        if (ForPeopleWithNf1.In(line))
        {
            return true;
        }

        foreach (var people in PeopleWithNf1.Find(line))
        {
            var end = Math.Min(line.Count, people.From + people.Count + DemandReach);
            for (var i = people.From + people.Count; i < end && !line[i].AfterStop; i++)
            {
                if (Relative.At(line, i) is not null)
                {
                    break;
                }

                if (Demands.At(line, i) is not null)
                {
                    return true;
                }
            }
        }
        return false;
    }

    /// <summary>Returns whether a line is an item of "one of the following:", or a requirement of one cohort.</summary>
    private static bool IsAlternative(CriteriaLine written)
    {
        for (var line = written; line is not null; line = line.Head)
        {
            if (line != written && OneOf.In(line.Words))
            {
                return true;
            }

            if (Cohort.First(line.Words) is { From: < CohortReach })
            {
                return true;
            }
        }
        return false;
    }

    private static bool IsFromSummary(Annotated<bool> named) =>
        named.Why.Field is "briefSummary" or null;

    private static Annotated<Nf1Association>? Excluded(Passages passages)
    {
        foreach (var exclusion in passages.Exclusion)
        {
            foreach (var line in exclusion.Lines)
            {
                if (
                    Named(line) is { } hit
                    && !TreatmentOfNf1.In(line.Words)
                    && !Exceptions.In(line.Words)
                    && !MayEnter(line.Words, hit)
                )
                {
                    return Say(Nf1Association.Excluded, "nf1-excluded-by-criteria", line, hit);
                }
            }
        }
        foreach (var line in passages.Inclusion.SelectMany(inclusion => inclusion.Lines))
        {
            if (DiseaseTerms.FirstAbsentNf1(line) is { } hit && !Welcomes(line.Words, hit))
            {
                return Say(Nf1Association.Excluded, "nf1-excluded-by-criteria", line, hit);
            }
        }
        foreach (var named in passages.Titles.Concat(passages.Conditions))
        {
            if (DiseaseTerms.FirstAbsentNf1(named) is { } hit)
            {
                return Say(Nf1Association.Excluded, "nf1-excluded-by-title", named, hit);
            }
        }
        return null;
    }

    /// <summary>Returns NF1 in a line, negated or not.</summary>
    private static Hit<bool>? Named(Passage line) =>
        DiseaseTerms.FirstNf1(line with { Running = false });

    /// <summary>"Patients with NF1 are not excluded": stated, without negation, in the sentence that names it.</summary>
    private static bool MayEnter(Words line, Hit<bool> hit)
    {
        for (
            var i = StartOfSentence(line, hit);
            i < line.Count && (i <= hit.From || !line[i].AfterStop);
            i++
        )
        {
            if (
                Welcoming.At(line, i) is not null
                && (line[i].Form == "not" || i == 0 || line[i - 1].Form != "not")
            )
            {
                return true;
            }
        }
        return false;
    }

    private static int StartOfSentence(Words line, Hit<bool> hit)
    {
        var from = hit.From;
        while (from > 0 && !line[from].AfterStop)
        {
            from--;
        }
        return from;
    }

    /// <summary>"Patients without NF1 may also enter" does not exclude the others.</summary>
    private static bool Welcomes(Words line, Hit<bool> hit)
    {
        for (var i = hit.From + hit.Count; i < line.Count && !line[i].AfterStop; i++)
        {
            if (Demands.At(line, i) is not null)
            {
                return i + 1 >= line.Count || line[i + 1].Form != "not";
            }
        }
        return false;
    }

    /// <summary>
    /// Returns whether NF1 is named with NF2 or schwannomatosis: in the title, or among the conditions if the title names
    /// neurofibromatosis in general.
    /// </summary>
    private static bool IsOneOfSeveral(Passage title, Hit<bool> hit, Passages passages) =>
        DiseaseTerms.NamesOtherNeurofibromatosis(title.Words)
        || (
            !hit.Value
            && passages
                .Conditions.Concat(passages.Keywords)
                .Any(p => DiseaseTerms.NamesOtherNeurofibromatosis(p.Words))
        );

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

    private static Annotated<Nf1Association> Say(
        Nf1Association value,
        string rule,
        Passage passage,
        Hit<bool> hit
    ) => new(value, EvidenceFactory.Says("nf1Association", value.Key(), rule, passage, hit));
}
