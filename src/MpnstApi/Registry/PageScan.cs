using System.Text.Json;

namespace MpnstApi.Registry;

/// <summary>
/// Reads an answer of the registry as its bytes pass by: whether it is JSON to its end, its members at the top, how many
/// studies it holds and which. Memory is constant: of long texts and of space between values the parser sees only the beginning.
/// </summary>
internal sealed class PageScan
{
    private const int TextLimit = 64 * 1024;
    private const int TokenLimit = 1024 * 1024;

    private static readonly JsonReaderOptions Options = new() { MaxDepth = 1_000 };

    // From a study down to its id; a study stands at depth 2 of a page.
    private static readonly string[] ToId = ["protocolSection", "identificationModule", "nctId"];
    private const int StudyDepth = 2;

    private JsonReaderState state = new(Options);
    private byte[] window = new byte[4 * TextLimit];
    private int filled;

    // Where the condensing of texts and space stands.
    private bool inText;
    private bool inSpace;
    private int textLength;
    private int escapeLeft;
    private bool dropping;

    // The member at the top, and how many steps of ToId lead to the current one.
    private string? member;
    private int steps;
    private readonly List<string> ids = [];

    public bool HasStudies { get; private set; }
    public int Studies { get; private set; }
    public int? TotalCount { get; private set; }
    public string? NextPageToken { get; private set; }
    public string? DataTimestamp { get; private set; }
    public IReadOnlyList<string> Ids => ids;

    /// <summary>Takes the next bytes. Throws <see cref="JsonException"/> when they are no JSON.</summary>
    public void Add(ReadOnlySpan<byte> bytes)
    {
        while (bytes.Length > 0)
        {
            if (filled == window.Length)
            {
                if (filled >= TokenLimit)
                {
                    throw new JsonException("A number has more than a million digits.");
                }
                Array.Resize(ref window, 2 * filled);
            }
            var part = bytes[..Math.Min(bytes.Length, window.Length - filled)];
            Condense(part);
            bytes = bytes[part.Length..];
            Parse(isLast: false);
        }
    }

    /// <summary>All bytes were taken. Throws <see cref="JsonException"/> when something is missing.</summary>
    public void End() => Parse(isLast: true);

    private void Condense(ReadOnlySpan<byte> bytes)
    {
        foreach (var next in bytes)
        {
            if (inText ? KeepsInText(next) : KeepsOutside(next))
            {
                window[filled++] = next;
            }
        }
    }

    private bool KeepsOutside(byte next)
    {
        var space = next is (byte)' ' or (byte)'\n' or (byte)'\r' or (byte)'\t';
        var keeps = !(space && inSpace);
        inSpace = space;
        inText = next == '"';
        textLength = 0;
        return keeps;
    }

    private bool KeepsInText(byte next)
    {
        // An escape is kept or dropped whole, or what is left would be no JSON.
        if (escapeLeft > 0)
        {
            escapeLeft = escapeLeft == Unknown ? (next == 'u' ? 4 : 0) : escapeLeft - 1;
            return !dropping;
        }
        if (next == '"')
        {
            inText = false;
            return true;
        }
        dropping = ++textLength > TextLimit;
        escapeLeft = next == '\\' ? Unknown : 0;
        return !dropping;
    }

    private const int Unknown = int.MaxValue;

    private void Parse(bool isLast)
    {
        var reader = new Utf8JsonReader(window.AsSpan(0, filled), isLast, state);
        while (reader.Read())
        {
            Take(ref reader);
        }
        var consumed = (int)reader.BytesConsumed;
        state = reader.CurrentState;
        window.AsSpan(consumed, filled - consumed).CopyTo(window);
        filled -= consumed;
    }

    private void Take(ref Utf8JsonReader reader)
    {
        var depth = reader.CurrentDepth;
        switch (reader.TokenType)
        {
            case JsonTokenType.PropertyName when depth == 1:
                member = Text(ref reader);
                break;
            case JsonTokenType.PropertyName when member == "studies":
                var step = depth - StudyDepth - 1;
                if (step < ToId.Length && step <= steps)
                {
                    steps = reader.ValueTextEquals(ToId[step]) ? step + 1 : step;
                }
                break;
            case JsonTokenType.StartArray when depth == 1 && member == "studies":
                HasStudies = true;
                break;
            case JsonTokenType.String when depth == 1:
                NextPageToken = member == "nextPageToken" ? Text(ref reader) : NextPageToken;
                DataTimestamp = member == "dataTimestamp" ? Text(ref reader) : DataTimestamp;
                break;
            case JsonTokenType.Number when depth == 1 && member == "totalCount":
                TotalCount = reader.TryGetInt32(out var count) ? count : null;
                break;
            case JsonTokenType.String when steps == ToId.Length && depth == StudyDepth + steps:
                if (Text(ref reader) is { } id)
                {
                    ids.Add(id);
                }
                break;
            default:
                break;
        }
        if (IsStudy(ref reader))
        {
            Studies++;
            steps = 0;
        }
    }

    private bool IsStudy(ref Utf8JsonReader reader) =>
        HasStudies
        && member == "studies"
        && reader.CurrentDepth == StudyDepth
        && reader.TokenType is not (JsonTokenType.EndObject or JsonTokenType.EndArray);

    /// <summary>Null for a text that is no Unicode.</summary>
    private static string? Text(ref Utf8JsonReader reader)
    {
        try
        {
            return reader.GetString();
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }
}
