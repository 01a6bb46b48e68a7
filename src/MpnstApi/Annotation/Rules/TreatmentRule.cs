using MpnstApi.Annotation.Dictionary;
using MpnstApi.Annotation.Matching;
using MpnstApi.Annotation.Vocabulary;

namespace MpnstApi.Annotation.Rules;

/// <summary>Determines the treatment key of one arm (panel D).</summary>
internal static class TreatmentRule
{
    public const string Undetermined = "UNDETERMINED";

    /// <summary>Returns the key for the agents that count. Surgery is not combined with other modalities; it is the key only where nothing else is given.</summary>
    public static string KeyOf(IReadOnlyList<Agent> counting)
    {
        var modalities = ModalitiesOf(counting).Where(m => m != Modality.Surgery).ToList();
        if (modalities.Count == 0)
        {
            return counting.Count == 0
                ? TreatmentKeys.NoAntitumorTreatment
                : TreatmentKeys.Joined([Modality.Surgery]);
        }

        var modality = modalities[0];
        if (modalities.Count > 1 || TreatmentKeys.StandsAlone(modality))
        {
            return TreatmentKeys.Joined(modalities);
        }

        var agents = Named(counting.Where(a => a.Modality == modality));
        return agents.Count > 1 ? TreatmentKeys.Combination(modality)
            : agents[0].IsNamed ? TreatmentKeys.SingleAgent(modality)
            : TreatmentKeys.Unspecified(modality);
    }

    /// <summary>Returns the modalities that count, in vocabulary order.</summary>
    public static IReadOnlyList<Modality> ModalitiesOf(IEnumerable<Agent> counting) =>
        [.. counting.Where(a => a.Counts).Select(a => a.Modality).Distinct().Order()];

    /// <summary>Returns the agents of one modality, without a class that only states the kind of the others.</summary>
    private static List<Agent> Named(IEnumerable<Agent> agents)
    {
        var distinct = agents.DistinctBy(a => a.Id).ToList();
        var specific = distinct.Where(a => !a.IsGeneric || a.Types.Count > 0).ToList();
        var drugs = distinct.Where(a => a.IsNamed).ToList();
        // "Chemotherapy" next to doxorubicin means doxorubicin; "TIL" next to a named cell product is a second agent.
        return drugs.Count > 0 && specific.Count == drugs.Count ? drugs
            : specific.Count > 0 ? specific
            : [distinct[0]];
    }
}
