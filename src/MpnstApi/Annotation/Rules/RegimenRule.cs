using MpnstApi.Annotation.Dictionary;
using MpnstApi.Annotation.Language;
using MpnstApi.Annotation.Matching;
using MpnstApi.Annotation.Vocabulary;
using Match = MpnstApi.Annotation.Matching.Match;

namespace MpnstApi.Annotation.Rules;

/// <summary>An agent of a regimen and the place where the record names it.</summary>
internal sealed record Given(Agent Agent, string Field, string? Text, Certainty Certainty);

/// <summary>A regimen as read, before supportive agents are separated from treatments.</summary>
/// <param name="Unread">Interventions that could not be read, in part or as a whole; null if all were read.</param>
internal sealed record Sketch(
    string? Arm,
    IReadOnlyList<Given> Agents,
    Certainty Certainty,
    string Rule,
    string? Field,
    string? Text,
    bool Undetermined = false,
    IReadOnlyList<Match>? Unread = null
);

/// <summary>The treatment of one arm.</summary>
/// <param name="Counting">Agents that treat the tumour.</param>
/// <param name="Supporting">Agents that do not, each with the rule that applied.</param>
internal sealed record ArmPlan(
    string? Arm,
    IReadOnlyList<Given> Counting,
    IReadOnlyList<(Given Given, string Rule)> Supporting,
    string Treatment,
    Certainty Certainty,
    string Rule,
    string? Field,
    string? Text
)
{
    public Regimen ToRegimen() =>
        new(
            Arm,
            [
                .. Counting
                    .Where(g => g.Agent.IsDrug)
                    .Select(g => g.Agent.Id)
                    .Distinct()
                    .Order(StringComparer.Ordinal),
            ],
            TreatmentRule.ModalitiesOf(Counting.Select(g => g.Agent)),
            Treatment,
            Certainty
        );
}

/// <summary>Determines the treatment of each arm: from the arms, from a hint in the title, or from the list as a whole.</summary>
internal static class RegimenRule
{
    public static IReadOnlyList<ArmPlan> Of(
        AnnotationInput trial,
        Passages passages,
        StudyType studyType,
        Purpose purpose,
        IReadOnlyList<Match> matches,
        DrugDictionary dictionary
    )
    {
        var all = matches.SelectMany(Givens).ToList();
        var treats = !RegistryFieldRules.IsNotInterventional(studyType) && IsForTreatment(purpose);
        var severalArms = trial.Arms.Count(a => a.Interventions.Count > 0) > 1;
        var added = treats ? TitleModalities.Of(passages, all, severalArms, dictionary) : [];
        var plans = Draft(trial, passages, matches, all, added, dictionary)
            .Select(p => Settle(p, purpose))
            .ToList();
        // Placebo, observation and supportive care are comparators, not regimens of their own.
        if (plans.Exists(p => p.Treatment != TreatmentKeys.NoAntitumorTreatment))
        {
            plans.RemoveAll(p => p.Treatment == TreatmentKeys.NoAntitumorTreatment);
        }

        return plans;
    }

    private static IEnumerable<Sketch> Draft(
        AnnotationInput trial,
        Passages passages,
        IReadOnlyList<Match> matches,
        IReadOnlyList<Given> all,
        IReadOnlyList<Given> added,
        DrugDictionary dictionary
    )
    {
        if (trial.Arms.Any(a => a.Interventions.Count > 0))
        {
            return FromArms(trial, matches, added, dictionary);
        }

        if (matches.Count == 0)
        {
            return added.Count == 0
                ? []
                :
                [
                    new Sketch(
                        null,
                        added,
                        Certainty.Title,
                        "regimen-title",
                        "briefTitle",
                        trial.Title
                    ),
                ];
        }

        var unread = NotRead(matches);
        if (matches.Any(m => m.Choices.Count > 0 && m.IsComparator))
        {
            return FromChoice(matches, added).Select(choice => choice with { Unread = unread });
        }
        // Everything the title does not name is given on each side, including what could not be read.
        if (HintRule.Of(passages, all, dictionary) is { } sides)
        {
            return sides.Select(side =>
                side with
                {
                    Agents = [.. side.Agents, .. added],
                    Unread = unread,
                }
            );
        }

        return Options(
            new Sketch(
                null,
                [.. all, .. added],
                Certainty.List,
                "regimen-list",
                "interventions",
                string.Join(", ", matches.Select(m => m.Intervention.Name)),
                Unread: unread
            ),
            matches
        );
    }

    /// <summary>Returns the interventions that could not be read, in part or as a whole.</summary>
    private static List<Match> NotRead(IEnumerable<Match> matches) =>
        [.. matches.Where(m => !m.Matched || m.Unread.Count > 0)];

    private static IEnumerable<Sketch> FromArms(
        AnnotationInput trial,
        IReadOnlyList<Match> matches,
        IReadOnlyList<Given> added,
        DrugDictionary dictionary
    )
    {
        for (var i = 0; i < trial.Arms.Count; i++)
        {
            var arm = trial.Arms[i];
            // An arm without interventions is observation.
            if (arm.Interventions.Count == 0)
            {
                continue;
            }

            var inArm = arm.Interventions.Select(name => Find(name, matches, dictionary)).ToList();
            var agents = inArm
                .SelectMany(Givens)
                .Select(g => g with { Certainty = Certainty.Arms })
                .ToList();
            agents.AddRange(TitleModalities.OfArm(arm, i, agents, dictionary));
            agents.AddRange(
                added.Where(a =>
                    (a.Agent.IsDrug || agents.TrueForAll(g => g.Agent.Modality != a.Agent.Modality))
                    && agents.Exists(g => g.Agent.Counts)
                )
            );
            var sketch = new Sketch(
                arm.Label,
                agents,
                Certainty.Arms,
                "regimen-arm",
                $"armGroups[{i}]",
                arm.Label is null
                    ? string.Join(", ", arm.Interventions)
                    : $"{arm.Label}: {string.Join(", ", arm.Interventions)}",
                Unread: NotRead(inArm)
            );
            foreach (
                var option in OfChoice(sketch, arm, inArm, dictionary) ?? Options(sketch, inArm)
            )
            {
                yield return option;
            }
        }
    }

    /// <summary>
    /// "Physician's choice" of A or B, as the arm's label, its description or those of its interventions say: one regimen for
    /// each alternative. Null if the arm offers no choice, or combines the drugs in another way.
    /// </summary>
    private static List<Sketch>? OfChoice(
        Sketch sketch,
        ArmText arm,
        IReadOnlyList<Match> given,
        DrugDictionary dictionary
    )
    {
        var words = Words.Of($"{arm.Label}. {arm.Description}");
        var counting = sketch.Agents.Where(g => g.Agent.Counts).Select(g => g.Agent.Id).ToHashSet();
        if (counting.Count < 2 || !Names(words, Choice))
        {
            return null;
        }

        if (AreAlternatives(given, counting, dictionary))
        {
            return [.. given.Select(match => Choosing([.. match.Agents.Select(a => a.Id)]))];
        }

        var groups = new List<HashSet<string>>();
        var (end, hasOr) = (0, false);
        foreach (var mention in Mentions.In(words, dictionary).OrderBy(m => m.From))
        {
            var ids = mention.Agents.Select(a => a.Id).Where(counting.Contains).ToList();
            if (ids.Count == 0 || ids.TrueForAll(id => groups.Exists(g => g.Contains(id))))
            {
                continue;
            }

            var before = mention.From > 0 ? words[mention.From - 1].Form : "";
            var isNext = mention.From == end;
            if (groups.Count == 0 || before == "or" || (isNext && words[mention.From].AfterBreak))
            {
                hasOr |= groups.Count > 0 && before == "or";
                groups.Add([.. ids]);
            }
            else if (
                mention.From - end == 1 && before is "and" or "plus" or "with"
                || (isNext && words.Before(mention.From).Contains('+'))
            )
            {
                groups[^1].UnionWith(ids);
            }
            else
            {
                return null;
            }
            end = mention.End;
        }
        return hasOr && groups.Sum(g => g.Count) == counting.Count
            ? [.. groups.Select(Choosing)]
            : null;

        Sketch Choosing(HashSet<string> chosen) =>
            sketch with
            {
                Agents =
                [
                    .. sketch.Agents.Where(g =>
                        !counting.Contains(g.Agent.Id) || chosen.Contains(g.Agent.Id)
                    ),
                ],
                Rule = "regimen-arm-choice",
            };
    }

    /// <summary>
    /// Returns whether the description of every intervention of the arm offers another one in its place: "1000 mg/m2, or
    /// trabectedin".
    /// </summary>
    private static bool AreAlternatives(
        IReadOnlyList<Match> given,
        HashSet<string> counting,
        DrugDictionary dictionary
    ) =>
        given.All(match =>
        {
            var words = Words.Of(match.Intervention.Description);
            return match.Agents.Any(a => counting.Contains(a.Id))
                && Mentions
                    .In(words, dictionary)
                    .Any(m =>
                        m.From > 0
                        && words[m.From - 1].Form == "or"
                        && m.Agents.All(a =>
                            counting.Contains(a.Id) && !match.Agents.Any(own => own.Id == a.Id)
                        )
                    );
        });

    private static readonly string[] Choice = ["choice", "discretion"];
    private static readonly string[] UnnamedTreatment = [.. Choice, "systemic"];

    private static bool Names(Words words, string[] forms) =>
        Enumerable.Range(0, words.Count).Any(i => forms.Contains(words[i].Form));

    /// <summary>Returns the regimens of an arm: an arm that gives A or B has two.</summary>
    private static IEnumerable<Sketch> Options(Sketch sketch, IReadOnlyList<Match> given)
    {
        if (given.FirstOrDefault(m => m.Choices.Count > 0) is not { } choosing)
        {
            return [sketch];
        }

        var optional = choosing.Agents.Select(a => a.Id).ToHashSet();
        return choosing.Choices.Select(choice =>
            sketch with
            {
                Agents =
                [
                    .. sketch.Agents.Where(g =>
                        !optional.Contains(g.Agent.Id) || choice.Any(c => c.Id == g.Agent.Id)
                    ),
                ],
                Rule = $"{sketch.Rule}-option",
            }
        );
    }

    /// <summary>"Investigator's choice (A, B + C)": one regimen for each choice, and one for the other interventions.</summary>
    private static IEnumerable<Sketch> FromChoice(
        IReadOnlyList<Match> matches,
        IReadOnlyList<Given> added
    )
    {
        var fixedAgents = matches.Where(m => m.Choices.Count == 0).SelectMany(Givens).ToList();
        if (fixedAgents.Count > 0)
        {
            yield return new Sketch(
                null,
                [.. fixedAgents, .. added],
                Certainty.List,
                "regimen-beside-choice",
                "interventions",
                string.Join(", ", fixedAgents.Select(g => g.Text).Distinct())
            );
        }

        foreach (var match in matches)
        {
            foreach (var choice in match.Choices)
            {
                yield return new Sketch(
                    null,
                    [
                        .. choice.Select(a => new Given(
                            a,
                            match.Field,
                            match.Intervention.Name,
                            Certainty.Hint
                        )),
                        .. added,
                    ],
                    Certainty.Hint,
                    "regimen-choice",
                    match.Field,
                    match.Intervention.Name
                );
            }
        }
    }

    /// <summary>Separates supportive agents from treatments and names the treatment.</summary>
    private static ArmPlan Settle(Sketch draft, Purpose purpose)
    {
        var agents = draft.Agents.Select(g => g.Agent).ToList();
        var counting = new List<Given>();
        var supporting = new List<(Given, string)>();
        foreach (var given in draft.Agents.DistinctBy(g => g.Agent.Id))
        {
            if (!given.Agent.Counts)
            {
                supporting.Add((given, $"dictionary:{given.Agent.Id}"));
            }
            else if (CellTherapyRule.SupportiveBy(given, agents) is { } rule)
            {
                supporting.Add((given, rule));
            }
            else
            {
                counting.Add(given);
            }
        }
        counting.RemoveAll(g =>
            g.Agent.IsGeneric
            && g.Agent.Types.Count == 0
            && counting.Exists(o => o.Agent.IsDrug && o.Agent.Modality == g.Agent.Modality)
        );
        // A drug of undisclosed class is still a treatment; its kind stays undetermined.
        var ofUnknownKind =
            counting.Count == 0 && IsForTreatment(purpose)
                ? supporting
                    .Where(s => s.Item1.Agent is { IsDrug: true, Modality: Modality.Other })
                    .ToList()
                : [];
        counting.AddRange(ofUnknownKind.Select(s => s.Item1));
        supporting.RemoveAll(ofUnknownKind.Contains);
        var makesUnnamedCells =
            counting.Count == 0
            && IsForTreatment(purpose)
            && agents.Exists(a => a.Id == CellTherapyRule.CellProcessing);
        var treatment =
            draft.Undetermined
            || ofUnknownKind.Count > 0
            || makesUnnamedCells
            || IsUnnamedTreatment(draft, purpose, agents)
                ? TreatmentRule.Undetermined
                : TreatmentRule.KeyOf([.. counting.Select(g => g.Agent)]);
        return new ArmPlan(
            draft.Arm,
            counting,
            supporting,
            treatment,
            // A regimen has the lowest certainty of the agents it counts.
            counting.Exists(g => g.Certainty == Certainty.Title)
                ? Certainty.Title
                : draft.Certainty,
            draft.Rule,
            draft.Field,
            draft.Text
        );
    }

    private static bool IsForTreatment(Purpose purpose) =>
        purpose is Purpose.Treatment or Purpose.NotStated;

    /// <summary>First-in-human trials are also registered as basic science.</summary>
    private static bool MayBeForTreatment(Purpose purpose) =>
        IsForTreatment(purpose) || purpose is Purpose.BasicScience or Purpose.Other;

    /// <summary>Returns whether the arm may give a treatment that the record does not name, or names in unknown words.</summary>
    private static bool IsUnnamedTreatment(
        Sketch draft,
        Purpose purpose,
        IReadOnlyList<Agent> agents
    )
    {
        var unread = draft.Unread ?? [];
        // An unread part next to a treatment may be a treatment too, whatever the trial's purpose.
        if (unread.Any(m => m.Unread.Count > 0 && m.Agents.Any(a => a.Counts)))
        {
            return true;
        }

        if (!MayBeForTreatment(purpose))
        {
            return false;
        }

        return (agents.All(a => !a.Counts) && draft.Agents.Any(IsUnnamed))
            || unread.Any(m => IsProduct(m.Intervention));
    }

    /// <summary>"Physician's choice of systemic therapy": a treatment of the tumour, but not which.</summary>
    private static bool IsUnnamed(Given given) =>
        given.Agent.Id == "guided-treatment"
        || (
            given.Agent.Id == "unspecified-treatment"
            && Names(Words.Of(given.Text), UnnamedTreatment)
        );

    /// <summary>Returns whether a drug could be registered under this intervention type; unread names of the other types are not treatments.</summary>
    private static bool IsProduct(InterventionText intervention) =>
        intervention.Type?.ToUpperInvariant()
            is null
                or "DRUG"
                or "BIOLOGICAL"
                or "GENETIC"
                or "COMBINATION_PRODUCT";

    private static IEnumerable<Given> Givens(Match match) =>
        match.Agents.Select(a => new Given(
            a,
            match.Field,
            match.Intervention.Name,
            Certainty.List
        ));

    /// <summary>Returns the intervention that an arm refers to: "Drug: Selumetinib" is "Selumetinib" in the list.</summary>
    private static Match Find(
        string armName,
        IReadOnlyList<Match> matches,
        DrugDictionary dictionary
    )
    {
        var colon = armName.IndexOf(": ", StringComparison.Ordinal);
        var type = colon > 0 ? armName[..colon].ToUpperInvariant().Replace(' ', '_') : null;
        var name = colon > 0 ? armName[(colon + 2)..] : armName;
        var key = Words.Of(name).Key();
        var whole = Words.Of(armName).Key();
        return matches.FirstOrDefault(m => Words.Of(m.Intervention.Name).Key() == key)
            ?? matches.FirstOrDefault(m => Words.Of(m.Intervention.Name).Key() == whole)
            ?? matches.FirstOrDefault(m =>
                m.Intervention.OtherNames.Any(o => Words.Of(o).Key() == key)
            )
            ?? InterventionMatcher.Match(
                new InterventionText(type, name, null, []),
                matches.Count,
                [],
                dictionary
            );
    }
}
