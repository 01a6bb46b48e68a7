using System.Buffers;
using System.Globalization;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.RegularExpressions;
using System.Text.Unicode;

namespace MpnstApi.Registry;

/// <summary>
/// Reads the studies of files and pages in ClinicalTrials.gov API v2 JSON, one at a time, in constant memory. A record that
/// cannot be read is returned with its problem, and reading continues with the next.
/// </summary>
public static partial class StudyReader
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        PropertyNameCaseInsensitive = false,
        NumberHandling = JsonNumberHandling.Strict,
        MaxDepth = RawRecord.DepthLimit,
    };

    /// <summary>
    /// Reads a file, which may be damaged. Throws <see cref="NotJsonException"/> before the first record if the stream is
    /// not JSON at all.
    /// </summary>
    public static IEnumerable<StudyRecord> Read(Stream stream) =>
        new StudySplitter(stream).Read().Select(Parse);

    /// <summary>Reads a page that was received whole.</summary>
    public static async IAsyncEnumerable<StudyRecord> ReadAsync(
        RegistryPage page,
        [EnumeratorCancellation] CancellationToken cancellation = default
    )
    {
        await using var file = page.Open();
        var number = 0;
        foreach (var (offset, length, id, problem) in page.Scan.Ranges)
        {
            number++;
            if (problem is not null)
            {
                var valid = id is not null && NctId.IsValid(id) ? id : null;
                yield return new StudyRecord(number, offset, valid, null, problem);
                continue;
            }
            var bytes = new byte[length];
            file.Position = offset;
            await file.ReadExactlyAsync(bytes, cancellation);
            yield return Parse(new RawRecord(number, offset, bytes, null));
        }
    }

    private static StudyRecord Parse(RawRecord record)
    {
        if (record.Problem is { } broken)
        {
            return Problem(record, FindId(record.Bytes.Span), broken);
        }
        var invalid = InvalidUtf8At(record.Bytes.Span);
        if (invalid >= 0)
        {
            return Problem(
                record,
                FindId(record.Bytes.Span),
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"The record is not UTF-8: byte {record.Offset + invalid} belongs to no character."
                )
            );
        }
        Study? study;
        try
        {
            study = JsonSerializer.Deserialize<Study>(record.Bytes.Span, Json);
        }
        catch (JsonException exception)
        {
            return Problem(record, FindId(record.Bytes.Span), Explain(exception, record.Bytes));
        }
        var id = study?.ProtocolSection?.IdentificationModule?.NctId;
        if (id is null)
        {
            return Problem(
                record,
                null,
                "The record has no protocolSection.identificationModule.nctId; every study has one, such as NCT01234567."
            );
        }
        if (!NctId.IsValid(id))
        {
            return Problem(
                record,
                null,
                $"The nctId \"{Shorten(id)}\" is not valid; use NCT and eight digits, such as NCT01234567."
            );
        }
        return new StudyRecord(record.Number, record.Offset, id, study, null);
    }

    private static StudyRecord Problem(RawRecord record, string? id, string problem) =>
        new(record.Number, record.Offset, id, null, problem);

    /// <summary>Describes an error of the parser in a sentence: a value of the wrong type, named by its path, or a syntax error.</summary>
    private static string Explain(JsonException exception, ReadOnlyMemory<byte> bytes)
    {
        try
        {
            using var document = JsonDocument.Parse(
                bytes,
                new JsonDocumentOptions { MaxDepth = RawRecord.DepthLimit }
            );
        }
        catch (JsonException syntax)
        {
            return string.Create(
                CultureInfo.InvariantCulture,
                $"The record is not JSON from its line {syntax.LineNumber + 1}, byte {syntax.BytePositionInLine + 1} on."
            );
        }
        var path = exception.Path?.Replace("$.", "", StringComparison.Ordinal) ?? "";
        var half =
            exception.InnerException?.Message.Contains("UTF-16", StringComparison.Ordinal) == true;
        return $"{path} is not {(half ? "a text of whole characters" : Expected(path))}, as the registry's API v2 has it.";
    }

    /// <summary>Returns what is expected at a path of the parser, according to the types in <see cref="Study"/>.</summary>
    private static string Expected(string path)
    {
        var type = typeof(Study);
        foreach (var step in path.Split('.'))
        {
            var name = step.Split('[')[0];
            type =
                type.GetProperty(
                    name,
                    BindingFlags.Public | BindingFlags.Instance | BindingFlags.IgnoreCase
                )?.PropertyType
                ?? typeof(object);
            if (step.EndsWith(']') && type.IsGenericType)
            {
                type = type.GetGenericArguments()[0];
            }
        }
        return type == typeof(string) ? "a text"
            : type == typeof(int?) ? "a whole number"
            : type == typeof(bool?) ? "true or false"
            : type.IsGenericType ? "a list"
            : "an object";
    }

    private static int InvalidUtf8At(ReadOnlySpan<byte> bytes)
    {
        if (Utf8.IsValid(bytes))
        {
            return -1;
        }
        var index = 0;
        while (Rune.DecodeFromUtf8(bytes[index..], out _, out var consumed) == OperationStatus.Done)
        {
            index += consumed;
        }
        return index;
    }

    /// <summary>Finds the id of a record that cannot be parsed. Returns null if its bytes have none.</summary>
    private static string? FindId(ReadOnlySpan<byte> bytes)
    {
        // The id is near the beginning of a study.
        const int Reach = 64 * 1024;
        var text = Encoding.Latin1.GetString(bytes[..Math.Min(bytes.Length, Reach)]);
        var match = IdMember().Match(text);
        return match.Success ? match.Groups[1].Value : null;
    }

    private static string Shorten(string text) => text.Length <= 40 ? text : text[..40] + "…";

    [GeneratedRegex("\"nctId\"\\s*:\\s*\"(NCT[0-9]{8})\"")]
    private static partial Regex IdMember();
}
