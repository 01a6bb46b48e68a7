using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Options;
using JsonOptions = Microsoft.AspNetCore.Http.Json.JsonOptions;

namespace MpnstApi.Mcp;

/// <summary>Writes records of the API as JSON for a model, with selected members and long lists cut.</summary>
public sealed class BoundedJson(IOptions<JsonOptions> json)
{
    /// <summary>The most items of a list in a response.</summary>
    public const int MostItems = 30;

    /// <summary>Returns the selected members of a record.</summary>
    /// <param name="record">The record.</param>
    /// <param name="isWanted">Selects members by their JSON names.</param>
    /// <returns>The members, and the true lengths of the lists that were cut, by member.</returns>
    public (JsonElement Members, IReadOnlyDictionary<string, int> Cut) Of(
        object record,
        Func<string, bool> isWanted
    )
    {
        var members = JsonSerializer
            .SerializeToNode(record, record.GetType(), json.Value.SerializerOptions)!
            .AsObject();
        var cut = new Dictionary<string, int>();
        foreach (var name in members.Select(member => member.Key).ToList())
        {
            if (!isWanted(name))
            {
                members.Remove(name);
            }
        }
        CutLists(members, "", cut);
        return (JsonSerializer.SerializeToElement(members), cut);
    }

    private static void CutLists(JsonNode? node, string path, Dictionary<string, int> cut)
    {
        switch (node)
        {
            case JsonObject record:
                foreach (var (name, value) in record)
                {
                    CutLists(value, path.Length == 0 ? name : $"{path}.{name}", cut);
                }
                break;
            case JsonArray list:
                if (list.Count > MostItems)
                {
                    cut[path] = list.Count;
                    list.RemoveRange(MostItems, list.Count - MostItems);
                }
                foreach (var item in list)
                {
                    CutLists(item, path, cut);
                }
                break;
        }
    }
}
