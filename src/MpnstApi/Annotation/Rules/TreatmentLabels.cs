using MpnstApi.Annotation.Matching;
using MpnstApi.Annotation.Vocabulary;
using Match = MpnstApi.Annotation.Matching.Match;

namespace MpnstApi.Annotation.Rules;

/// <summary>Derives the labels of a trial from its regimens: treatments, modalities, drugs, their types and targets.</summary>
internal sealed record TreatmentLabels(
    IReadOnlyList<Modality> Modalities,
    IReadOnlyList<string> Treatments,
    IReadOnlyList<DrugUse> Drugs,
    IReadOnlyList<string> DrugTypes,
    IReadOnlyList<TargetUse> Targets,
    IReadOnlyList<Evidence> Evidence
)
{
    public static TreatmentLabels Of(IReadOnlyList<Match> matches, IReadOnlyList<ArmPlan> plans)
    {
        var counting = Counting(matches, plans);
        var agents = counting.OrderBy(g => g.Agent.Id, StringComparer.Ordinal).ToList();
        var treatments = TreatmentsOf(plans);
        var modalities = TreatmentRule.ModalitiesOf(agents.Select(g => g.Agent));
        var targets = agents
            .SelectMany(g => g.Agent.Targets.Select(t => (g.Agent, Link: t)))
            .OrderBy(t => t.Link.Symbol, StringComparer.Ordinal)
            .ThenBy(t => t.Agent.Id, StringComparer.Ordinal)
            .ToList();

        List<Evidence> evidence =
        [
            .. modalities.SelectMany(m =>
                agents.Where(g => g.Agent.Modality == m).Select(g => Named("modality", m.Key(), g))
            ),
            .. Supporting(plans, agents),
            .. plans.Select(p =>
                EvidenceFactory.Of("treatment", p.Treatment, p.Rule, p.Certainty, p.Field, p.Text)
            ),
            .. agents.Where(g => g.Agent.IsDrug).Select(g => Named("drug", g.Agent.Id, g)),
            .. agents.SelectMany(g => g.Agent.Types.Select(t => Named("drugType", t, g))),
            .. targets.Select(t =>
                EvidenceFactory.Of(
                    "target",
                    t.Link.Symbol,
                    $"dictionary:{t.Agent.Id}",
                    t.Link.Reviewed ? Certainty.Dictionary : Certainty.Unreviewed,
                    agents.First(g => g.Agent.Id == t.Agent.Id).Field,
                    agents.First(g => g.Agent.Id == t.Agent.Id).Text,
                    t.Link.Reference
                )
            ),
        ];
        return new TreatmentLabels(
            modalities,
            treatments,
            [
                .. agents
                    .Where(g => g.Agent.IsDrug)
                    .Select(g => new DrugUse(
                        g.Agent.Id,
                        g.Agent.Name,
                        g.Agent.Modality,
                        g.Certainty
                    )),
            ],
            [.. agents.SelectMany(g => g.Agent.Types).Distinct().Order(StringComparer.Ordinal)],
            [
                .. targets.Select(t => new TargetUse(
                    t.Link.Symbol,
                    t.Link.Role,
                    t.Agent.Id,
                    t.Agent.Modality,
                    t.Link.Action,
                    t.Link.Reference,
                    t.Link.Reviewed
                )),
            ],
            evidence
        );
    }

    /// <summary>Returns the agents that count in at least one regimen, and those in the list but in no regimen.</summary>
    private static List<Given> Counting(IReadOnlyList<Match> matches, IReadOnlyList<ArmPlan> plans)
    {
        var supporting = plans
            .SelectMany(p => p.Supporting)
            .Select(s => s.Given.Agent.Id)
            .ToHashSet();
        var inRegimens = plans.SelectMany(p => p.Counting).ToList();
        var beside = matches
            .SelectMany(m =>
                m.Agents.Where(a => a.Counts && !supporting.Contains(a.Id))
                    .Select(a => new Given(a, m.Field, m.Intervention.Name, Certainty.List))
            )
            .Where(g => inRegimens.TrueForAll(r => r.Agent.Id != g.Agent.Id))
            .Where(g =>
                !g.Agent.IsGeneric
                || g.Agent.Types.Count > 0
                || inRegimens.TrueForAll(r => r.Agent.Modality != g.Agent.Modality)
            );
        return [.. inRegimens.Concat(beside).DistinctBy(g => g.Agent.Id)];
    }

    /// <summary>Returns the treatments of the regimens; NO_ANTITUMOR_TREATMENT only if it applies to all.</summary>
    private static List<string> TreatmentsOf(IReadOnlyList<ArmPlan> plans)
    {
        var treatments = plans
            .Select(p => p.Treatment)
            .Where(t => t != TreatmentRule.Undetermined)
            .Distinct()
            .Order(StringComparer.Ordinal)
            .ToList();
        if (treatments.Count > 1 || plans.Any(p => p.Treatment == TreatmentRule.Undetermined))
        {
            treatments.Remove(TreatmentKeys.NoAntitumorTreatment);
        }

        return treatments;
    }

    private static IEnumerable<Evidence> Supporting(
        IReadOnlyList<ArmPlan> plans,
        List<Given> agents
    ) =>
        plans
            .SelectMany(p => p.Supporting)
            .Where(s =>
                (s.Given.Agent.Modality == Modality.Supportive || s.Given.Agent.Counts)
                && agents.TrueForAll(a => a.Agent.Id != s.Given.Agent.Id)
            )
            .DistinctBy(s => s.Given.Agent.Id)
            .Select(s =>
                EvidenceFactory.Of(
                    "modality",
                    Modality.Supportive.Key(),
                    s.Rule,
                    s.Given.Certainty,
                    s.Given.Field,
                    s.Given.Text
                )
            );

    private static Evidence Named(string label, string value, Given given) =>
        EvidenceFactory.Of(
            label,
            value,
            given.Agent.Certainty == Certainty.Stem
                ? $"stem:{given.Agent.Id}"
                : $"dictionary:{given.Agent.Id}",
            given.Agent.Certainty == Certainty.Dictionary ? given.Certainty : given.Agent.Certainty,
            given.Field,
            given.Text
        );
}
