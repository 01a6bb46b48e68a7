using System.Globalization;
using System.Text.Json;
using MpnstApi.Annotation;
using MpnstApi.Annotation.Vocabulary;

namespace MpnstApi.Tests.Annotation;

public sealed class AnnotatorTests
{
    [Fact]
    public void No_intervention_of_the_snapshot_is_unknown_to_the_dictionary()
    {
        var unmatched = Snapshot.Labels.SelectMany(l =>
            l.Value.Interventions.Where(i => i.Entries.Count == 0).Select(i => $"{l.Key}: {i.Name}")
        );

        Assert.Empty(unmatched);
    }

    [Fact]
    public void Every_label_of_every_trial_says_why()
    {
        foreach (var (id, labels) in Snapshot.Labels)
        {
            var said = labels.Evidence.Select(e => (e.Label, e.Value)).ToHashSet();
            foreach (var label in Expected(labels))
            {
                Assert.True(said.Contains(label), $"{id}: nothing says why {label}");
            }
        }
    }

    [Fact]
    public void Evidence_quotes_the_record()
    {
        foreach (var text in Snapshot.Trials)
        {
            var whole = JsonSerializer.Serialize(text);
            foreach (
                var why in Snapshot
                    .Of(text.Id)
                    .Evidence.Where(e => e.Certainty == Certainty.Text && e.Text is not null)
            )
            {
                Assert.Contains(JsonSerializer.Serialize(why.Text).Trim('"'), whole);
            }
        }
    }

    [Theory]
    [InlineData("tr-TR")]
    [InlineData("en-US")]
    [InlineData("")]
    public void Labels_are_the_same_in_every_culture_and_on_every_run(string culture)
    {
        var before = CultureInfo.CurrentCulture;
        try
        {
            CultureInfo.CurrentCulture = CultureInfo.GetCultureInfo(culture);
            foreach (var text in Snapshot.Trials)
            {
                Assert.Equal(
                    JsonSerializer.Serialize(Snapshot.Of(text.Id)),
                    JsonSerializer.Serialize(Annotator.Annotate(text, Snapshot.Dictionary))
                );
            }
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    [Fact]
    public void An_empty_record_gets_labels_too()
    {
        var labels = Annotator.Annotate(
            new AnnotationInput { Id = "NCT00465816" },
            Snapshot.Dictionary
        );

        Assert.Equal(Scope.Other, labels.Scope);
        Assert.Equal(Indication.Other, labels.Indication);
        Assert.Equal(TrialStatus.NotStated, labels.Status);
        Assert.Empty(labels.Regimens);
    }

    private static IEnumerable<(string Label, string Value)> Expected(TrialLabels labels) =>
        [
            ("scope", labels.Scope.Key()),
            ("studyType", labels.StudyType.Key()),
            ("purpose", labels.Purpose.Key()),
            ("phase", labels.Phase.Key()),
            ("status", labels.Status.Key()),
            .. labels.CtrpCategory is { } category
                ? [("ctrpCategory", category.Key())]
                : Array.Empty<(string, string)>(),
            ("indication", labels.Indication.Key()),
            ("mpnstDedicated", labels.MpnstDedicated ? "true" : "false"),
            ("nf1", labels.Nf1 ? "true" : "false"),
            ("nf1Association", labels.Nf1Association.Key()),
            ("biomarkerSelection", labels.BiomarkerSelection.Key()),
            .. labels.Biomarkers.Select(b => ("biomarker", b.Name)),
            .. labels.Modalities.Select(m => ("modality", m.Key())),
            .. labels.Treatments.Select(t => ("treatment", t)),
            .. labels.DrugTypes.Select(t => ("drugType", t)),
            .. labels.Drugs.Select(d => ("drug", d.Id)),
            .. labels.Targets.Select(t => ("target", t.Symbol)),
        ];
}
