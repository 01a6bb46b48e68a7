using MpnstApi.Annotation.Matching;
using MpnstApi.Annotation.Vocabulary;

namespace MpnstApi.Annotation.Rules;

/// <summary>What only prepares or accompanies another treatment of the same regimen.</summary>
internal static class CellTherapyRule
{
    public const string Lymphodepletion = "supportive-lymphodepletion-before-cells";
    public const string Cytokine = "supportive-cytokine-after-cells";
    public const string Prophylaxis = "supportive-prophylaxis-beside-transplant";

    /// <summary>Myeloablative drugs before a transplant are not among them: they stay chemotherapy.</summary>
    private static readonly HashSet<string> Lymphodepleting =
    [
        "fludarabine",
        "cyclophosphamide",
        "bendamustine",
        "pentostatin",
        "alemtuzumab",
    ];

    private static readonly HashSet<string> GraftProphylaxis =
    [
        "methotrexate",
        "tacrolimus",
        "ciclosporin",
        "sirolimus",
        "mycophenolic-acid",
    ];

    /// <summary>The rule by which an agent of a regimen is support there, or null where it treats.</summary>
    public static string? SupportiveBy(Agent agent, IReadOnlyList<Agent> regimen)
    {
        if (!regimen.Any(a => a.Modality == Modality.CellTherapy) || !agent.IsDrug)
            return null;
        var isTransplant = regimen.Any(a => a.Types.Contains("ALLOGENEIC_GRAFT"));
        if (Lymphodepleting.Contains(agent.Id))
            return Lymphodepletion;
        if (agent.Types.Contains("CYTOKINE"))
            return Cytokine;
        return isTransplant && GraftProphylaxis.Contains(agent.Id) ? Prophylaxis : null;
    }
}
