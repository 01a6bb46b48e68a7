namespace MpnstApi.Graph.Schema;

/// <summary>Descriptions that stand nowhere else, by record and member.</summary>
internal static class FurtherWords
{
    public static readonly Dictionary<string, string> Types = new() { };

    public static readonly Dictionary<string, string> Members = new() { };
}
