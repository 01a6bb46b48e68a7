using System.Text.Json;

namespace MpnstApi.Registry;

/// <summary>The place of a study on a page.</summary>
/// <param name="Offset">The position of its first byte, in bytes from the start of the page.</param>
/// <param name="Length">In bytes.</param>
/// <param name="Id">The NCT id as it is written; null if there is none.</param>
/// <param name="Problem">A sentence that says why the study is not read; null for one that can be.</param>
internal readonly record struct StudyRange(long Offset, long Length, string? Id, string? Problem);

/// <summary>
/// Checks a response of the registry while its bytes are received: that it is complete JSON, its members at the top, and
/// where its studies are. Memory is constant: of long texts and of long space between values the parser gets only the beginning.
/// </summary>
internal sealed class PageScan
{
    private const int RunLimit = 64 * 1024;
    private const int TokenLimit = 1024 * 1024;

    private static readonly JsonReaderOptions Options = new() { MaxDepth = 1_000 };

    // From a study down to its id; a study is at depth 2 of a page.
    private static readonly string[] ToId = ["protocolSection", "identificationModule", "nctId"];
    private const int StudyDepth = 2;

    private JsonReaderState state = new(Options);

    // What the parser has not consumed yet: the bytes from windowOffset on, without those dropped at the gap.
    private byte[] window = new byte[4 * RunLimit];
    private int filled;
    private long windowOffset;
    private int gap;
    private long dropped;

    // The current run of text or space.
    private bool inText;
    private int run;
    private int escapeLeft;
    private bool dropping;

    // The member at the top, and how many steps of ToId lead to the current one.
    private string? member;
    private int steps;

    // The current study.
    private long start;
    private int deepest;
    private string? id;
    private readonly List<StudyRange> ranges = [];

    public bool HasStudies { get; private set; }
    public int Studies { get; private set; }
    public int? TotalCount { get; private set; }
    public string? NextPageToken { get; private set; }
    public string? DataTimestamp { get; private set; }

    /// <summary>Gets the studies, in their order: at most as many as the largest page has.</summary>
    public IReadOnlyList<StudyRange> Ranges => ranges;

    public IEnumerable<string> Ids => ranges.Select(range => range.Id).OfType<string>();

    /// <summary>Reads the next bytes. Throws <see cref="JsonException"/> when they are not JSON.</summary>
    public void Add(ReadOnlySpan<byte> bytes)
    {
        foreach (var next in bytes)
        {
            if (inText ? !KeepsInText(next) : !KeepsOutside(next))
            {
                Drop();
                continue;
            }
            if (filled == window.Length)
            {
                MakeRoom();
            }
            window[filled++] = next;
        }
        Parse(isLast: false);
    }

    /// <summary>Ends the reading. Throws <see cref="JsonException"/> when something is missing.</summary>
    public void End() => Parse(isLast: true);

    private bool KeepsOutside(byte next)
    {
        run = next is (byte)' ' or (byte)'\n' or (byte)'\r' or (byte)'\t' ? run + 1 : 0;
        inText = next == '"';
        return run <= RunLimit;
    }

    private bool KeepsInText(byte next)
    {
        // An escape is kept or dropped whole; half of one would not be JSON.
        if (escapeLeft > 0)
        {
            escapeLeft = escapeLeft == Unknown ? (next == 'u' ? 4 : 0) : escapeLeft - 1;
            return !dropping;
        }
        if (next == '"')
        {
            inText = false;
            run = 0;
            return true;
        }
        dropping = ++run > RunLimit;
        escapeLeft = next == '\\' ? Unknown : 0;
        return !dropping;
    }

    private const int Unknown = int.MaxValue;

    /// <summary>Drops a byte at the end of the window. All but one token before it is consumed first, so that there is one gap at most.</summary>
    private void Drop()
    {
        if (dropped == 0 || gap != filled)
        {
            Parse(isLast: false);
            gap = filled;
        }
        dropped++;
    }

    private void MakeRoom()
    {
        Parse(isLast: false);
        if (filled >= TokenLimit)
        {
            throw new JsonException("A number has more than a million digits.");
        }
        if (filled == window.Length)
        {
            Array.Resize(ref window, 2 * filled);
        }
    }

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
        windowOffset = Offset(consumed);
        dropped = consumed >= gap ? 0 : dropped;
        gap -= consumed;
        filled -= consumed;
    }

    /// <summary>Returns the position on the page of a byte of the window.</summary>
    private long Offset(long index) => windowOffset + index + (index >= gap ? dropped : 0);

    private void Take(ref Utf8JsonReader reader)
    {
        var depth = reader.CurrentDepth;
        var inStudies = HasStudies && member == "studies";
        if (inStudies && depth == StudyDepth && !IsEnd(reader.TokenType))
        {
            start = Offset(reader.TokenStartIndex);
            (steps, deepest, id) = (0, 0, null);
        }
        switch (reader.TokenType)
        {
            case JsonTokenType.PropertyName when depth == 1:
                member = Text(ref reader);
                break;
            case JsonTokenType.PropertyName when inStudies:
                var step = depth - StudyDepth - 1;
                if (step < ToId.Length && step <= steps)
                {
                    steps = reader.ValueTextEquals(ToId[step]) ? step + 1 : step;
                }
                break;
            case JsonTokenType.StartArray when depth == 1 && member == "studies":
                HasStudies = true;
                break;
            case JsonTokenType.StartArray or JsonTokenType.StartObject:
                deepest = Math.Max(deepest, depth - StudyDepth + 1);
                break;
            case JsonTokenType.String when depth == 1:
                NextPageToken = member == "nextPageToken" ? Text(ref reader) : NextPageToken;
                DataTimestamp = member == "dataTimestamp" ? Text(ref reader) : DataTimestamp;
                break;
            case JsonTokenType.Number when depth == 1 && member == "totalCount":
                TotalCount = reader.TryGetInt32(out var count) ? count : null;
                break;
            case JsonTokenType.String when steps == ToId.Length && depth == StudyDepth + steps:
                id = Text(ref reader) ?? id;
                break;
            default:
                break;
        }
        if (inStudies && depth == StudyDepth && !IsStart(reader.TokenType))
        {
            EndStudy(ref reader);
        }
    }

    private void EndStudy(ref Utf8JsonReader reader)
    {
        steps = 0;
        if (++Studies > RegistryOptions.LargestPage)
        {
            return;
        }
        var length = Offset(reader.BytesConsumed) - start;
        var problem = reader.TokenType switch
        {
            JsonTokenType.EndObject => RawRecord.LimitProblem(length, deepest),
            JsonTokenType.EndArray => RawRecord.NotAStudy((byte)'['),
            _ => RawRecord.NotAStudy(window[(int)reader.TokenStartIndex]),
        };
        ranges.Add(new StudyRange(start, length, id, problem));
    }

    private static bool IsStart(JsonTokenType type) =>
        type is JsonTokenType.StartObject or JsonTokenType.StartArray;

    private static bool IsEnd(JsonTokenType type) =>
        type is JsonTokenType.EndObject or JsonTokenType.EndArray;

    /// <summary>Returns null for a text that is not Unicode.</summary>
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
