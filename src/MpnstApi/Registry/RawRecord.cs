namespace MpnstApi.Registry;

/// <summary>The bytes of one record, or what was found where a record should be.</summary>
/// <param name="Number">1, 2, 3, ... within the stream, broken ones included.</param>
/// <param name="Offset">Where it begins, in bytes from the start of the stream.</param>
/// <param name="Bytes">One JSON object; of a broken record as much as was kept, to look for its id.</param>
/// <param name="Problem">Null for a whole record; else a sentence: what was wrong, what would be right.</param>
public readonly record struct RawRecord(
    int Number,
    long Offset,
    ReadOnlyMemory<byte> Bytes,
    string? Problem
);

/// <summary>The stream is not JSON at all. The message is a whole sentence.</summary>
public sealed class NotJsonException(string message) : Exception(message);
