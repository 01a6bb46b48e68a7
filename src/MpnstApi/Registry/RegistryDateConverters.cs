using System.Text.Json;
using System.Text.Json.Serialization;

namespace MpnstApi.Registry;

/// <summary>Reads a date as text, whatever stands there: a date that cannot be read must not cost the record.</summary>
internal sealed class DateTextConverter : JsonConverter<string>
{
    public override string? Read(
        ref Utf8JsonReader reader,
        Type typeToConvert,
        JsonSerializerOptions options
    )
    {
        using var value = JsonDocument.ParseValue(ref reader);
        return TextOf(value.RootElement);
    }

    public override void Write(
        Utf8JsonWriter writer,
        string value,
        JsonSerializerOptions options
    ) => writer.WriteStringValue(value);

    /// <summary>A text as it is, null for null, the JSON of anything else.</summary>
    internal static string? TextOf(JsonElement value)
    {
        if (value.ValueKind is JsonValueKind.Null)
        {
            return null;
        }
        try
        {
            return value.ValueKind is JsonValueKind.String ? value.GetString() : value.GetRawText();
        }
        catch (InvalidOperationException)
        {
            // Half a character.
            return value.GetRawText();
        }
    }
}

/// <summary>Reads a <see cref="DateStruct"/>; where no object stands, that is its date.</summary>
internal sealed class DateStructConverter : JsonConverter<DateStruct>
{
    public override DateStruct Read(
        ref Utf8JsonReader reader,
        Type typeToConvert,
        JsonSerializerOptions options
    )
    {
        using var value = JsonDocument.ParseValue(ref reader);
        var root = value.RootElement;
        return root.ValueKind is not JsonValueKind.Object
                ? new DateStruct(DateTextConverter.TextOf(root))
            : root.TryGetProperty("date", out var date)
                ? new DateStruct(DateTextConverter.TextOf(date))
            : new DateStruct(null);
    }

    public override void Write(
        Utf8JsonWriter writer,
        DateStruct value,
        JsonSerializerOptions options
    )
    {
        writer.WriteStartObject();
        writer.WriteString("date", value.Date);
        writer.WriteEndObject();
    }
}
