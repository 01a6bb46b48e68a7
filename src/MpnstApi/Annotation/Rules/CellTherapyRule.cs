using MpnstApi.Annotation.Language;
using MpnstApi.Annotation.Matching;
using MpnstApi.Annotation.Vocabulary;

namespace MpnstApi.Annotation.Rules;

/// <summary>Recognizes agents that only prepare for or accompany another treatment of the same regimen.</summary>
internal static class CellTherapyRule
{
    /// <summary>The entry of cell processing devices, which records list in place of the product.</summary>
    public const string CellProcessing = "cell-processing-device";

    public const string Lymphodepletion = "supportive-lymphodepletion-before-cells";
    public const string Cytokine = "supportive-cytokine-after-cells";
    public const string Prophylaxis = "supportive-prophylaxis-beside-transplant";
    public const string Toxicity = "supportive-toxicity-of-cells";

    /// <summary>Myeloablative drugs before a transplant are not included: they are chemotherapy.</summary>
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

    /// <summary>Given against cytokine release and neurotoxicity of infused cells.</summary>
    private static readonly HashSet<string> AgainstToxicity =
    [
        "tocilizumab",
        "siltuximab",
        "anakinra",
    ];

    private static readonly PhraseList<bool> WholeBodyIrradiation = Phrases.Of(
        "total body irradiation",
        "tbi"
    );

    /// <summary>Returns the rule by which an agent of a regimen is supportive there; null if it is a treatment.</summary>
    public static string? SupportiveBy(Given given, IReadOnlyList<Agent> regimen)
    {
        var agent = given.Agent;
        if (!regimen.Any(a => a.Modality == Modality.CellTherapy))
        {
            return null;
        }

        var isTransplant = regimen.Any(a => a.Types.Contains("ALLOGENEIC_GRAFT"));
        if (!agent.IsDrug)
        {
            return
                agent.Modality == Modality.Radiotherapy
                && !isTransplant
                && WholeBodyIrradiation.In(Words.Of(given.Text))
                ? Lymphodepletion
                : null;
        }

        if (Lymphodepleting.Contains(agent.Id))
        {
            return Lymphodepletion;
        }

        if (AgainstToxicity.Contains(agent.Id))
        {
            return Toxicity;
        }

        if (agent.Types.Contains("CYTOKINE"))
        {
            return Cytokine;
        }

        return isTransplant && GraftProphylaxis.Contains(agent.Id) ? Prophylaxis : null;
    }
}
