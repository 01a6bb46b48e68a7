using MpnstApi.Annotation.Language;

namespace MpnstApi.Annotation.Rules;

/// <summary>A part of a record that a rule reads.</summary>
/// <param name="Field">Its name in evidence.</param>
/// <param name="Running">True for running text, in which negation is possible; false for titles and lists.</param>
internal sealed record Passage(string Field, Words Words, bool Running)
{
    /// <summary>Gets whether the title of the record is of NF2 or schwannomatosis.</summary>
    public bool IsOfOtherNeurofibromatosis { get; init; }

    /// <summary>Returns each line with words as a passage.</summary>
    public IEnumerable<Passage> Lines =>
        CriteriaLine.In(Words.Text).Select(line => this with { Words = line.Words });
}

/// <summary>Represents a record split into passages.</summary>
internal sealed class Passages
{
    public Passages(AnnotationInput trial)
    {
        Titles = Given(("briefTitle", trial.Title), ("officialTitle", trial.OfficialTitle));
        IsOfOtherNeurofibromatosis = DiseaseTerms.AreOfOtherNeurofibromatosis(Titles);
        Titles = Marked(Titles);
        Conditions = Marked(List("conditions", trial.Conditions));
        Keywords = Marked(List("keywords", trial.Keywords));
        Arms = Marked([
            .. trial
                .Arms.SelectMany(
                    (arm, i) =>
                        new[]
                        {
                            new Passage($"armGroups[{i}].label", Words.Of(arm.Label), false),
                            new Passage(
                                $"armGroups[{i}].description",
                                Words.Of(arm.Description),
                                true
                            ),
                        }
                )
                .Where(p => p.Words.Count > 0),
        ]);
        Summary = Marked(Given(("briefSummary", trial.BriefSummary), running: true));
        Description = Marked(
            Given(("detailedDescription", trial.DetailedDescription), running: true)
        );
        var criteria = EligibilitySections.Read(trial.EligibilityCriteria);
        Inclusion = Marked([
            .. criteria.Inclusion.Select(t => new Passage(
                "eligibilityCriteria.inclusion",
                Words.Of(t),
                true
            )),
        ]);
        Exclusion = Marked([
            .. criteria.Exclusion.Select(t => new Passage(
                "eligibilityCriteria.exclusion",
                Words.Of(t),
                true
            )),
        ]);
    }

    /// <summary>Gets whether the title is of NF2 or schwannomatosis and not of NF1.</summary>
    public bool IsOfOtherNeurofibromatosis { get; }

    /// <summary>Gets the brief and the official title.</summary>
    public IReadOnlyList<Passage> Titles { get; }

    /// <summary>Gets titles and arm labels, which list treatments side by side.</summary>
    public IReadOnlyList<Words> Headings =>
        [.. Titles.Concat(Arms.Where(a => !a.Running)).Select(p => p.Words)];
    public IReadOnlyList<Passage> Conditions { get; }
    public IReadOnlyList<Passage> Keywords { get; }
    public IReadOnlyList<Passage> Arms { get; }
    public IReadOnlyList<Passage> Summary { get; }
    public IReadOnlyList<Passage> Description { get; }
    public IReadOnlyList<Passage> Inclusion { get; }
    public IReadOnlyList<Passage> Exclusion { get; }

    /// <summary>Gets all passages except exclusion criteria.</summary>
    public IEnumerable<Passage> All =>
        [.. Titles, .. Conditions, .. Keywords, .. Arms, .. Summary, .. Description, .. Inclusion];

    private static List<Passage> Given(params (string Field, string? Text)[] texts) =>
        [
            .. texts
                .Select(t => new Passage(t.Field, Words.Of(t.Text), false))
                .Where(p => p.Words.Count > 0),
        ];

    private static List<Passage> Given((string Field, string? Text) text, bool running)
    {
        var words = Words.Of(text.Text);
        return words.Count == 0 ? [] : [new Passage(text.Field, words, running)];
    }

    private IReadOnlyList<Passage> Marked(IReadOnlyList<Passage> passages) =>
        IsOfOtherNeurofibromatosis
            ? [.. passages.Select(p => p with { IsOfOtherNeurofibromatosis = true })]
            : passages;

    private static List<Passage> List(string field, IReadOnlyList<string> texts) =>
        [
            .. texts
                .Select(t => new Passage(field, Words.Of(t), false))
                .Where(p => p.Words.Count > 0),
        ];
}
