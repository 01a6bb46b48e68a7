using System.Globalization;

namespace MpnstApi.Registry;

/// <summary>The bytes of one record, or what was found where a record should be.</summary>
/// <param name="Number">1, 2, 3, ... within the stream, damaged records included.</param>
/// <param name="Offset">The position of the first byte, in bytes from the start of the stream.</param>
/// <param name="Bytes">One JSON object; of a damaged record as much as was kept, to find its id in.</param>
/// <param name="Problem">A sentence that says what is wrong and what would be right; null for a complete record.</param>
public readonly record struct RawRecord(
    int Number,
    long Offset,
    ReadOnlyMemory<byte> Bytes,
    string? Problem
)
{
    /// <summary>The greatest length of a record that is read, in bytes.</summary>
    public const int LengthLimit = 8 * 1024 * 1024;

    /// <summary>Deeper than any study document (about ten levels), shallower than any stack.</summary>
    public const int DepthLimit = 64;

    /// <summary>Returns the problem of a record that is too long or too deeply nested; otherwise null.</summary>
    internal static string? LimitProblem(long length, int depth) =>
        length > LengthLimit
            ? string.Create(
                CultureInfo.InvariantCulture,
                $"The record has {length:N0} bytes; at most {LengthLimit:N0} are read."
            )
        : depth > DepthLimit
            ? string.Create(
                CultureInfo.InvariantCulture,
                $"The record is nested {depth:N0} levels deep; at most {DepthLimit:N0} are read."
            )
        : null;

    /// <summary>Returns the problem of a JSON value, given by its first byte, that is not a study.</summary>
    internal static string NotAStudy(byte first)
    {
        var found = (char)first switch
        {
            '"' => "A text",
            '[' => "A list",
            _ => "A number, true, false or null",
        };
        return $"{found} is found where a study, {{ ... }}, is expected.";
    }
}

/// <summary>The exception thrown when a stream is not JSON at all. The message is a clause or a sentence that follows the stream's name.</summary>
public sealed class NotJsonException(string message) : Exception(message);
