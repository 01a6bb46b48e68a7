using System.Text.Json.Nodes;
using CsCheck;

namespace MpnstApi.Tests.Landscape;

/// <summary>Values of filters that trials have.</summary>
internal static class KnownValues
{
    /// <summary>One to three values of a member of trials, also the same one twice; none with a comma, which would divide it.</summary>
    public static Gen<string[]> Some(
        IReadOnlyList<JsonNode> trials,
        Func<JsonNode, IEnumerable<string?>> values
    )
    {
        var known = trials
            .SelectMany(values)
            .OfType<string>()
            .Where(value => !value.Contains(','))
            .Distinct()
            .ToArray();
        return Gen.OneOfConst(known).Array[1, 3];
    }
}
