using System.Collections.Immutable;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace RegistryStandIn;

/// <summary>The studies, by NCT id.</summary>
internal sealed class Records
{
    private ImmutableSortedDictionary<string, RegistryRecord> records =
        ImmutableSortedDictionary.Create<string, RegistryRecord>(StringComparer.Ordinal);

    public IEnumerable<RegistryRecord> All => records.Values;

    /// <summary>As of when the data is; as the API writes it.</summary>
    public string DataTimestamp { get; set; } = "2026-11-20T09:00:05";

    /// <summary>Phrases times pieces of an expression that is not too complicated. The registry does not publish its own.</summary>
    public int Complexity { get; set; } = 1_000;

    public void Load(string path)
    {
        foreach (
            var file in Directory.Exists(path)
                ? Directory.EnumerateFiles(path, "*.json").Order(StringComparer.Ordinal)
                : Enumerable.Repeat(path, 1)
        )
        {
            Upsert(File.ReadAllText(file));
        }
    }

    /// <summary>Takes JSON documents, one after another; a study that is there is replaced.</summary>
    public int Upsert(string text)
    {
        var reader = new Utf8JsonReader(
            Encoding.UTF8.GetBytes(text),
            new JsonReaderOptions { AllowMultipleValues = true }
        );
        var added = new List<RegistryRecord>();
        while (reader.Read())
        {
            added.Add(new RegistryRecord(JsonNode.Parse(ref reader)!.AsObject()));
        }
        ImmutableInterlocked.Update(
            ref records,
            all => all.SetItems(added.Select(record => KeyValuePair.Create(record.Id, record)))
        );
        return added.Count;
    }

    public bool Remove(string id)
    {
        var known = records.ContainsKey(id);
        ImmutableInterlocked.Update(ref records, all => all.Remove(id));
        return known;
    }
}

/// <summary>A study, and its texts as the search finds them.</summary>
internal sealed class RegistryRecord
{
    private readonly Dictionary<string, IReadOnlyList<(string Words, bool IsExact)>> areas = new(
        StringComparer.Ordinal
    );

    public RegistryRecord(JsonObject study)
    {
        // The bundled snapshot's own; the registry has no such member.
        study.Remove("snapshot");
        Study = study;
        Id = Values("protocolSection.identificationModule.nctId").Single();
        Aliases = [.. Values("protocolSection.identificationModule.nctIdAliases")];
    }

    public string Id { get; }
    public IReadOnlyList<string> Aliases { get; }
    public JsonObject Study { get; }

    /// <summary>Texts and numbers at a path and below it, through lists.</summary>
    public IEnumerable<string> Values(string path) =>
        path.Split('.')
            .Aggregate(
                Enumerable.Repeat<JsonNode?>(Study, 1),
                (nodes, name) => nodes.SelectMany(Items).Select(node => (node as JsonObject)?[name])
            )
            .SelectMany(Leaves);

    /// <summary>Whether an area has a phrase: within a text, or as the whole of an exact piece.</summary>
    public bool Has(string area, string phrase) =>
        Texts(area)
            .Any(text =>
                text.IsExact
                    ? text.Words == phrase
                    : text.Words.Contains(phrase, StringComparison.Ordinal)
            );

    private IReadOnlyList<(string Words, bool IsExact)> Texts(string area)
    {
        lock (areas)
        {
            if (!areas.TryGetValue(area, out var texts))
            {
                texts =
                [
                    .. Areas
                        .Find(area)!
                        .SelectMany(piece =>
                            Values(piece.Path)
                                .Select(value => (RecordText.Normalise(value), piece.IsExact))
                        ),
                ];
                areas[area] = texts;
            }
            return texts;
        }
    }

    private static IEnumerable<JsonNode?> Items(JsonNode? node) =>
        node is JsonArray list ? list.AsEnumerable() : [node];

    private static IEnumerable<string> Leaves(JsonNode? node) =>
        node switch
        {
            JsonArray list => list.SelectMany(Leaves),
            JsonObject members => members.SelectMany(member => Leaves(member.Value)),
            JsonValue value => [value.ToString()],
            _ => [],
        };
}

internal static class RecordText
{
    /// <summary>Lower-case words with a space before and after each: a phrase is found as a part of the text.</summary>
    public static string Normalise(string text)
    {
        var words = new StringBuilder(" ");
        foreach (var character in text)
        {
            if (char.IsLetterOrDigit(character))
            {
                words.Append(char.ToLowerInvariant(character));
            }
            else if (words[^1] != ' ')
            {
                words.Append(' ');
            }
        }
        return words[^1] == ' ' ? words.ToString() : words.Append(' ').ToString();
    }
}
