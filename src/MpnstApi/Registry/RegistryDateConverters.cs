using System.Text.Json;
using System.Text.Json.Serialization;

namespace MpnstApi.Registry;

/// <summary>Reads a date as text, whatever JSON there is: a date that is not valid must not make the record unreadable.</summary>
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

    /// <summary>Returns a text as it is, null for null, and the JSON of anything else.</summary>
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
            // The text has half of a surrogate pair.
            return value.GetRawText();
        }
    }
}

/// <summary>Reads a <see cref="DateStruct"/>; a value that is not an object is taken as its date.</summary>
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
