using System.Buffers.Binary;
using System.Data;
using System.Text;
using MpnstApi.Tests.Storage;

namespace MpnstApi.ReliabilityTests.Storage;

/// <summary>A message from a client, its packets put together.</summary>
internal sealed record TdsMessage(byte Type, byte[] Body)
{
    public const byte Batch = 0x01;
    public const byte Call = 0x03;
    public const byte Attention = 0x06;
    public const byte Transaction = 0x0E;
    public const byte Login = 0x10;
    public const byte PreLogin = 0x12;

    private const int HeaderLength = 8;
    private const byte NVarChar = 0xE7;
    private const ushort ByNumber = 0xFFFF;
    private const ushort Chunked = 0xFFFF;

    /// <summary>Null at the end of the stream.</summary>
    public static async Task<TdsMessage?> ReadAsync(Stream stream, CancellationToken cancellation)
    {
        var body = new MemoryStream();
        var header = new byte[HeaderLength];
        while (true)
        {
            var read = await stream.ReadAtLeastAsync(
                header,
                HeaderLength,
                throwOnEndOfStream: false,
                cancellation
            );
            if (read < HeaderLength)
            {
                return null;
            }
            var packet = new byte[
                BinaryPrimitives.ReadUInt16BigEndian(header.AsSpan(2)) - HeaderLength
            ];
            await stream.ReadExactlyAsync(packet, cancellation);
            body.Write(packet);
            var isLast = (header[1] & 1) != 0;
            if (isLast)
            {
                return new TdsMessage(header[0], body.ToArray());
            }
        }
    }

    /// <summary>The database that a login names.</summary>
    public string Database
    {
        get
        {
            const int place = 68;
            var from = BinaryPrimitives.ReadUInt16LittleEndian(Body.AsSpan(place));
            var length = BinaryPrimitives.ReadUInt16LittleEndian(Body.AsSpan(place + 2));
            return Encoding.Unicode.GetString(Body, from, 2 * length);
        }
    }

    /// <summary>The request of a transaction message: 5 begins, 7 commits, 8 rolls back, 9 saves.</summary>
    public int TransactionRequest => BinaryPrimitives.ReadUInt16LittleEndian(WithoutHeaders());

    /// <summary>The text of a batch, or the statement that a call of sp_executesql takes.</summary>
    public string Statement
    {
        get
        {
            var rest = WithoutHeaders();
            if (Type == Batch)
            {
                return Encoding.Unicode.GetString(rest);
            }
            if (BinaryPrimitives.ReadUInt16LittleEndian(rest) != ByNumber)
            {
                throw new InvalidOperationException("Only sp_executesql is called.");
            }
            // The procedure's number and options; the parameter's name and flags.
            rest = rest[6..];
            rest = rest[(1 + (2 * rest[0]) + 1)..];
            return Text(rest);
        }
    }

    private ReadOnlySpan<byte> WithoutHeaders() =>
        Body.AsSpan((int)BinaryPrimitives.ReadUInt32LittleEndian(Body));

    /// <summary>A parameter's value, from its type on: nvarchar in one piece or in chunks, or ntext.</summary>
    private static string Text(ReadOnlySpan<byte> value)
    {
        const int collation = 5;
        if (value[0] != NVarChar)
        {
            value = value[(1 + 4 + collation)..];
            var all = BinaryPrimitives.ReadInt32LittleEndian(value);
            return Encoding.Unicode.GetString(value.Slice(4, all));
        }
        var length = BinaryPrimitives.ReadUInt16LittleEndian(value[1..]);
        value = value[(1 + 2 + collation)..];
        if (length != Chunked)
        {
            length = BinaryPrimitives.ReadUInt16LittleEndian(value);
            return Encoding.Unicode.GetString(value.Slice(2, length));
        }
        var text = new StringBuilder();
        value = value[8..];
        while (BinaryPrimitives.ReadInt32LittleEndian(value) is > 0 and var chunk)
        {
            text.Append(Encoding.Unicode.GetString(value.Slice(4, chunk)));
            value = value[(4 + chunk)..];
        }
        return text.ToString();
    }
}

/// <summary>What a statement returns: tables, and how many rows it changed where it returns none.</summary>
public sealed record TdsResult(IReadOnlyList<DataTable> Tables, int Changed)
{
    /// <summary>No table, so many rows changed.</summary>
    public static TdsResult Rows(int changed) => new([], changed);

    /// <summary>One row of one column.</summary>
    public static TdsResult Value(object value)
    {
        var table = new DataTable();
        table.Columns.Add("value", value.GetType());
        table.Rows.Add(value);
        return new TdsResult([table], 0);
    }
}
