using System.Text.Json.Nodes;

namespace MpnstApi.Tests;

/// <summary>Shorthand for reading JSON responses.</summary>
public static class Json
{
    public static string? Text(this JsonNode node, string member) =>
        node[member]?.GetValue<string>();

    public static int Number(this JsonNode node, string member) => node[member]!.GetValue<int>();

    public static IEnumerable<JsonNode> Items(this JsonNode node, string member) =>
        node[member]!.AsArray().Select(item => item!);

    public static IReadOnlyList<string> Texts(this JsonNode node, string member) =>
        [.. node.Items(member).Select(item => item.GetValue<string>())];
}
