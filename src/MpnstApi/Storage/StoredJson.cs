using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace MpnstApi.Storage;

/// <summary>Writes and reads the JSON of stored facts, texts and labels. The same value always gives the same text.</summary>
public static class StoredJson
{
    /// <summary>Gets the options: members in camelCase and in the order of the type, without nulls, enums as UPPER_SNAKE.</summary>
    public static JsonSerializerOptions Options { get; } = Create();

    public static string Write<T>(T value) => JsonSerializer.Serialize(value, Options);

    public static T Read<T>(string json) =>
        JsonSerializer.Deserialize<T>(json, Options)
        ?? throw new JsonException($"The store has null instead of a {typeof(T).Name}.");

    /// <summary>Reads a value from JSON in UTF-8.</summary>
    public static T Read<T>(ReadOnlySpan<byte> json) =>
        JsonSerializer.Deserialize<T>(json, Options)
        ?? throw new JsonException($"The store has null instead of a {typeof(T).Name}.");

    /// <summary>Returns the SHA-256 of texts and of where each one ends, in lower-case hexadecimal.</summary>
    public static string Hash(params ReadOnlySpan<string> texts)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var text in texts)
        {
            hash.AppendData(Encoding.UTF8.GetBytes(text));
            hash.AppendData([0]);
        }
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    private static JsonSerializerOptions Create()
    {
        var options = new JsonSerializerOptions(JsonSerializerDefaults.Web)
        {
            DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
            // This JSON is not part of HTML pages; names such as "Côte d'Ivoire" stay readable.
            Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
            Converters = { new JsonStringEnumConverter(JsonNamingPolicy.SnakeCaseUpper) },
        };
        options.MakeReadOnly(populateMissingResolver: true);
        return options;
    }
}
