using System.Globalization;
using System.Text;

namespace MpnstApi.Registry;

/// <summary>
/// Splits the bytes of a file into records without parsing them: one study, a page ({"studies":[...]}), an array, NDJSON,
/// or several of these one after another. Memory is bounded by the largest record allowed. After a damaged record it
/// continues at the next place that looks like the start of a study, which is an opening brace followed by one of the
/// member names that only a study has at its top.
/// </summary>
internal sealed class StudySplitter(Stream stream)
{
    private const int ChunkSize = 64 * 1024;
    private const int SpaceLimit = 64;
    private const int End = -1;

    private static readonly byte[][] StudyMembers =
    [
        .. new[]
        {
            "protocolSection",
            "derivedSection",
            "resultsSection",
            "documentSection",
            "annotationSection",
            "hasResults",
            "snapshot",
        }.Select(Encoding.ASCII.GetBytes),
    ];

    private static readonly byte[] PageMember = Encoding.ASCII.GetBytes("studies");
    private static readonly int LongestMember = StudyMembers.Max(member => member.Length);

    // The window holds bytes of the stream from `windowOffset` on; `position` is the next one to read.
    private byte[] window = new byte[2 * ChunkSize];
    private long windowOffset;
    private int position;
    private int filled;
    private bool streamEnded;

    // Where the open record begins in the window; -1 for none. Of a record over the limit only the head is kept, to find
    // its id in.
    private int mark = -1;
    private byte[]? head;

    // The last opening brace, as an offset, while nothing but a little space has followed it.
    private long brace = -1;

    // The last text, as far as it may be the name of a member.
    private readonly byte[] text = new byte[LongestMember];

    private int number;
    private bool endReported;

    private enum List
    {
        None,
        Array,
        Page,
    }

    private long Offset => windowOffset + position;

    /// <summary>Reads all records of the stream. Throws <see cref="NotJsonException"/> before the first one.</summary>
    public IEnumerable<RawRecord> Read()
    {
        SkipByteOrderMark();
        SkipSpace();
        RequireJson();
        var list = List.None;
        var outer = List.None;
        RawRecord? held = null;
        // What separates the held record from what follows: a comma, a line break.
        var comma = false;
        var newLine = false;
        // Whether a list was entered at all: the rest of a damaged record may seem to end it.
        var inList = false;
        while (true)
        {
            newLine |= SkipSpace();
            var next = Peek();
            if (held is { } record)
            {
                // What follows a record shows whether it was complete: a missing or an extra brace makes it end early and
                // leaves its rest between the records.
                if (next == ',')
                {
                    comma = true;
                    position++;
                    continue;
                }
                held = null;
                if (next is End or '{' or '[' || (next == ']' && inList))
                {
                    yield return record;
                }
                else
                {
                    var start = Offset;
                    var ended = newLine && IsOneLine(record);
                    var (problem, isRest) = ReadOther(next, list, ended ? null : record, comma);
                    if (isRest)
                    {
                        yield return record with
                        {
                            Problem =
                                "The record's braces do not match: it ends early and its rest follows.",
                        };
                    }
                    else
                    {
                        yield return record;
                        yield return Broken(start, problem);
                    }
                    continue;
                }
            }
            switch (next)
            {
                case End:
                    if (list != List.None && !endReported)
                    {
                        yield return Broken(
                            Offset,
                            "The file ends inside the list of studies; a whole list ends with ]."
                        );
                    }
                    yield break;
                case '{':
                    if (ReadRecord(mayBePage: list != List.Page) is not { } read)
                    {
                        outer = list;
                        list = List.Page;
                        inList = true;
                    }
                    else if (read.Problem is null)
                    {
                        held = read;
                        comma = false;
                        newLine = false;
                    }
                    else
                    {
                        yield return read;
                    }
                    break;
                case '[' when list == List.None:
                    position++;
                    list = List.Array;
                    inList = true;
                    break;
                case ',':
                    position++;
                    break;
                case ']' when list == List.Array:
                    position++;
                    list = List.None;
                    break;
                case ']' when list == List.Page:
                    position++;
                    list = outer;
                    var rest = Offset;
                    if (!SkipRestOfPage())
                    {
                        yield return Broken(
                            rest,
                            "What follows the page's list of studies is not JSON or ends early; a page ends with }."
                        );
                    }
                    break;
                default:
                    var offset = Offset;
                    yield return Broken(offset, ReadOther(next, list, null, false).Problem);
                    break;
            }
        }
    }

    /// <summary>Reads the object at the position. Returns null if it is a page, whose first study comes next.</summary>
    private RawRecord? ReadRecord(bool mayBePage)
    {
        var start = Offset;
        mark = position;
        head = null;
        brace = -1;
        var depth = 0;
        var deepest = 0;
        // One bit for each open level, 1 for an object; enough for all levels that are allowed.
        var open = 0ul;
        while (true)
        {
            var next = Peek();
            switch (next)
            {
                case End:
                    endReported = true;
                    return Broken(
                        start,
                        "The file ends before the record does; its braces are not closed."
                    );
                case '"':
                    var opener = brace;
                    if (!ReadText(out var name))
                    {
                        if (Peek() == End)
                        {
                            continue;
                        }
                        return Resynchronise(
                            start,
                            Peek() == '{'
                                ? "The next study begins inside a text of this record; a quotation mark is missing or superfluous."
                                : $"A text is interrupted at byte {Number(Offset)}; JSON writes a line break as \\n."
                        );
                    }
                    if (opener >= 0 && depth > 1 && IsStudyMember(name))
                    {
                        return CutBefore(start, opener);
                    }
                    brace = -1;
                    if (mayBePage && depth == 1 && IsPageMember(name) && EntersList())
                    {
                        mark = -1;
                        return null;
                    }
                    continue;
                case '{' or '[':
                    deepest = Math.Max(deepest, ++depth);
                    brace = next == '{' ? Offset : -1;
                    open = (open << 1) | (next == '{' ? 1ul : 0);
                    break;
                case '}' or ']':
                    if (deepest <= RawRecord.DepthLimit && (open & 1) != (next == '}' ? 1ul : 0))
                    {
                        return Resynchronise(
                            start,
                            $"The record is not JSON: {Show(next)} at byte {Number(Offset)} closes what was not opened."
                        );
                    }
                    brace = -1;
                    open >>= 1;
                    if (--depth == 0)
                    {
                        position++;
                        return Finish(start, deepest);
                    }
                    break;
                case var space when IsSpace(space):
                    if (brace >= 0 && Offset - brace > SpaceLimit)
                    {
                        brace = -1;
                    }
                    break;
                case var other when IsJsonOutsideTexts(other):
                    brace = -1;
                    break;
                default:
                    var problem =
                        $"The record is not JSON: {Show(next)} is not expected at byte {Number(Offset)}.";
                    return Resynchronise(start, problem);
            }
            position++;
        }
    }

    private RawRecord Finish(long start, int deepest)
    {
        if (RawRecord.LimitProblem(Offset - start, deepest) is { } problem)
        {
            return Broken(start, problem);
        }
        var bytes = Kept();
        mark = -1;
        return new RawRecord(++number, start, bytes, null);
    }

    /// <summary>Ends this record, which was cut short: the next study begins inside it, at an opening brace.</summary>
    private RawRecord CutBefore(long start, long next)
    {
        position = (int)(next - windowOffset);
        brace = -1;
        return Broken(
            start,
            "The next study begins before this record ends; its braces are not closed."
        );
    }

    /// <summary>
    /// Reads what is not an object where a study is expected: a complete JSON value, or else garbage up to the start of the
    /// next study. Returns the problem, and whether the garbage is the rest of the record before it, which is so where that
    /// record would continue like this without its last brace: with more closing brackets, or with a comma and a member that
    /// it does not have yet.
    /// </summary>
    private (string Problem, bool IsRest) ReadOther(
        int next,
        List list,
        RawRecord? before,
        bool comma
    )
    {
        var isRest = false;
        var isValue = false;
        switch (next)
        {
            case '"':
                isValue = ReadText(out var name);
                // A member that the record has already belongs to a study whose beginning is missing.
                isRest =
                    isValue
                    && comma
                    && IsStudyMember(name)
                    && before?.Bytes.Span.IndexOf([(byte)'"', .. name.Span, (byte)'"']) < 0;
                SkipSpace();
                isRest &= Peek() == ':';
                break;
            case '}' or ']':
                position++;
                SkipSpace();
                isRest = before is not null && !comma && Peek() != '"';
                break;
            case '[':
                isValue = SkipNested();
                break;
            case ':' or ',':
                break;
            default:
                isValue = SkipScalar();
                break;
        }
        SkipSpace();
        if (isValue && (Peek() is End or '{' || (list != List.None && Peek() is ',' or ']')))
        {
            return (RawRecord.NotAStudy((byte)next), false);
        }
        FindStudy();
        return ("This is not a study; a study is an object, { ... }.", isRest);
    }

    /// <summary>Returns whether the record is on one line, so that a line break after it ends it for certain.</summary>
    private static bool IsOneLine(RawRecord record) => !record.Bytes.Span.Contains((byte)'\n');

    private bool SkipScalar()
    {
        var start = Offset;
        while (Peek() is var next && IsJsonOutsideTexts(next) && "{}[],:".IndexOf((char)next) < 0)
        {
            position++;
        }
        return Offset > start;
    }

    /// <summary>Skips a list or an object of any size. Returns false if it is damaged, or if a study begins in it.</summary>
    private bool SkipNested()
    {
        var depth = 0;
        do
        {
            var next = Peek();
            if (next == '"')
            {
                if (!ReadText(out _))
                {
                    return false;
                }
                continue;
            }
            if ((!IsSpace(next) && !IsJsonOutsideTexts(next)) || (next == '{' && StartsStudy()))
            {
                return false;
            }
            depth += next is '[' or '{' ? 1 : 0;
            depth -= next is ']' or '}' ? 1 : 0;
            position++;
        } while (depth > 0);
        return true;
    }

    /// <summary>Skips the members after a page's list of studies. Returns false if they are damaged.</summary>
    private bool SkipRestOfPage()
    {
        while (true)
        {
            SkipSpace();
            var next = Peek();
            if (next == '}')
            {
                position++;
                return true;
            }
            var whole = next switch
            {
                '"' => ReadText(out _),
                '[' or '{' => SkipNested(),
                ':' or ',' => SkipOne(),
                _ => SkipScalar(),
            };
            if (!whole)
            {
                FindStudy();
                return false;
            }
        }
    }

    private bool SkipOne()
    {
        position++;
        return true;
    }

    /// <summary>Ends the open record as damaged, and moves to the next start of a study.</summary>
    private RawRecord Resynchronise(long start, string problem)
    {
        var damaged = Broken(start, problem);
        brace = -1;
        FindStudy();
        return damaged;
    }

    private void FindStudy()
    {
        while (Peek() is var next && next != End)
        {
            if (next == '{' && StartsStudy())
            {
                return;
            }
            position++;
        }
        endReported = true;
    }

    /// <summary>Returns whether a study begins with the brace at the position, without moving it.</summary>
    private bool StartsStudy()
    {
        Fill(SpaceLimit + LongestMember + 3);
        var rest = window.AsSpan(position + 1, filled - position - 1);
        var spaces = 0;
        while (spaces < Math.Min(rest.Length, SpaceLimit) && IsSpace(rest[spaces]))
        {
            spaces++;
        }
        rest = rest[spaces..];
        foreach (var member in StudyMembers)
        {
            if (
                rest.Length > member.Length + 1
                && rest[0] == '"'
                && rest[1..].StartsWith(member)
                && rest[member.Length + 1] == '"'
            )
            {
                return true;
            }
        }
        return false;
    }

    /// <summary>
    /// Reads a text, with its content if that is short enough for the name of a known member. Returns false if it is
    /// interrupted, at the position: texts in JSON have no raw control characters, and where a study seems to begin within
    /// one, a quotation mark before it is missing or superfluous.
    /// </summary>
    private bool ReadText(out ReadOnlyMemory<byte> name)
    {
        var length = 0;
        name = default;
        position++;
        while (true)
        {
            var next = Peek();
            // A raw tab is not JSON either, but does not hide the end of a text: the parser rejects it later.
            if ((next < ' ' && next != '\t') || (next == '{' && StartsStudy()))
            {
                return false;
            }
            position++;
            if (next == '"')
            {
                name = length <= LongestMember ? text.AsMemory(0, length) : default;
                return true;
            }
            if (next == '\\' && Peek() >= ' ')
            {
                position++;
                length = LongestMember;
            }
            if (length < LongestMember)
            {
                text[length] = (byte)next;
            }
            length++;
        }
    }

    private static bool IsStudyMember(ReadOnlyMemory<byte> name) =>
        Array.Exists(StudyMembers, member => name.Span.SequenceEqual(member));

    private static bool IsPageMember(ReadOnlyMemory<byte> name) =>
        name.Span.SequenceEqual(PageMember);

    /// <summary>Moves into the list that follows the name "studies". Returns false if its value is not a list.</summary>
    private bool EntersList()
    {
        SkipSpace();
        if (Peek() != ':')
        {
            return false;
        }
        position++;
        SkipSpace();
        if (Peek() != '[')
        {
            return false;
        }
        position++;
        return true;
    }

    private RawRecord Broken(long start, string problem)
    {
        var bytes = head ?? Kept();
        mark = -1;
        head = null;
        return new RawRecord(++number, start, bytes, problem);
    }

    private byte[] Kept() => mark < 0 ? [] : window[mark..position];

    private void RequireJson()
    {
        var first = Peek();
        if (first is '{' or '[')
        {
            return;
        }
        throw new NotJsonException(
            first switch
            {
                End =>
                    "it is empty; a study, a page of studies, an array or one study per line is expected.",
                0x1F => "it begins like a compressed file; decompress it first.",
                0xFE or 0xFF => "it begins like UTF-16 text; JSON is read as UTF-8.",
                _ => $"it is not JSON: it begins with {Show(first)} instead of {{ or [.",
            }
        );
    }

    private void SkipByteOrderMark()
    {
        Fill(3);
        if (window.AsSpan(0, filled).StartsWith(Encoding.UTF8.Preamble))
        {
            position = 3;
        }
    }

    /// <summary>Skips space. Returns whether there was a line break.</summary>
    private bool SkipSpace()
    {
        var newLine = false;
        while (IsSpace(Peek()))
        {
            newLine |= window[position] == '\n';
            position++;
        }
        return newLine;
    }

    private int Peek()
    {
        if (position == filled)
        {
            Fill(1);
        }
        return position == filled ? End : window[position];
    }

    /// <summary>Makes at least <paramref name="count"/> bytes available from the position on, if the stream has them.</summary>
    private void Fill(int count)
    {
        while (filled - position < count && !streamEnded)
        {
            if (mark >= 0 && position - mark > RawRecord.LengthLimit)
            {
                head = window[mark..(mark + ChunkSize)];
                mark = -1;
            }
            Compact();
            if (filled == window.Length)
            {
                Array.Resize(ref window, window.Length * 2);
            }
            var read = stream.Read(window, filled, Math.Min(ChunkSize, window.Length - filled));
            streamEnded = read == 0;
            filled += read;
        }
    }

    private void Compact()
    {
        var keep = mark >= 0 ? mark : position;
        if (brace >= 0)
        {
            keep = Math.Min(keep, (int)(brace - windowOffset));
        }
        // Moving a long record to the front with each chunk would cost more than the space it frees.
        if (keep == 0 || (filled < window.Length && keep < window.Length / 2))
        {
            return;
        }
        Buffer.BlockCopy(window, keep, window, 0, filled - keep);
        windowOffset += keep;
        position -= keep;
        filled -= keep;
        mark = mark >= 0 ? mark - keep : mark;
    }

    private static bool IsSpace(int value) => value is ' ' or '\n' or '\r' or '\t';

    /// <summary>Returns whether JSON has the byte outside of texts. Any other byte is the sign of a missing quotation mark.</summary>
    private static bool IsJsonOutsideTexts(int value) =>
        value > ' ' && value < 127 && "{}[],:+-.0123456789truefalsnE".Contains((char)value);

    private static string Number(long value) => value.ToString("N0", CultureInfo.InvariantCulture);

    private static string Show(int value) =>
        value is > ' ' and < 127
            ? $"\"{(char)value}\""
            : string.Create(CultureInfo.InvariantCulture, $"byte 0x{value:X2}");
}
