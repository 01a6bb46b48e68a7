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

    public static Labelled<Scope> Of(TrialText trial, Passages passages)
    {
        if (Named(passages) is { } named)
            return new(Scope.Named, named);
        var byText = AsClass(passages) ?? Nf1Tumor(passages);
        // The snapshot lacks the long texts; what its gatherers saw there counts more than a silent title.
        if (trial.SnapshotScope is { } seen && (byText is null || byText.Value.Value != seen))
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

    /// <summary>An MPNST term, not negated, anywhere but under exclusion.</summary>
    private static Evidence? Named(Passages passages)
    {
        foreach (var passage in passages.All)
        {
            if (DiseaseTerms.FirstMpnst(passage) is { } hit)
                return Because.Says("scope", Scope.Named.Key(), "scope-named", passage, hit);
        }
        return NerveSheathAmongMalignant(passages);
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

    private static Labelled<Scope>? AsClass(Passages passages)
    {
        foreach (var passage in passages.Titles.Concat(passages.Conditions))
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
            if (OpenList.First(passage.Words) is { } open)
                return new(
                    Scope.Sarcoma,
                    Because.Says(
                        "scope",
                        Scope.Sarcoma.Key(),
                        "scope-sarcoma-open-list",
                        passage,
                        open
                    )
                );
        }
        return null;
    }

    private static Labelled<Scope>? Nf1Tumor(Passages passages)
    {
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
}
