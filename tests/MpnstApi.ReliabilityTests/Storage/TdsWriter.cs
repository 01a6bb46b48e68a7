using System.Buffers;
using System.Buffers.Binary;
using System.Data;
using System.Text;
using MpnstApi.Tests.Storage;

namespace MpnstApi.ReliabilityTests.Storage;

/// <summary>What a server sends, as MS-TDS lays it down.</summary>
internal sealed class TdsWriter
{
    private const int PacketLength = 4096;
    private const int HeaderLength = 8;
    private static readonly byte[] Collation = [0x09, 0x04, 0xD0, 0x00, 0x34];
    private static readonly byte[] Descriptor = [1, 0, 0, 0, 0, 0, 0, 0];

    private readonly ArrayBufferWriter<byte> body = new();

    /// <summary>A version, and that encryption is not to be had.</summary>
    public static byte[] PreLogin()
    {
        var writer = new TdsWriter();
        // Two options, each with its place and length, then their values.
        writer.Bytes([0x00, 0, 11, 0, 6, 0x01, 0, 17, 0, 1, 0xFF]);
        writer.Bytes([16, 0, 0x10, 0x00, 0, 0]);
        writer.Bytes([0x02]);
        return writer.Message();
    }

    public static byte[] LoggedIn()
    {
        var writer = new TdsWriter();
        const byte database = 1;
        const byte collation = 7;
        writer.EnvironmentChange(database, Text("Mpnst"), Text("master"));
        writer.EnvironmentChange(collation, [(byte)Collation.Length, .. Collation], [0]);
        var name = Encoding.Unicode.GetBytes("Microsoft SQL Server");
        writer.Bytes([0xAD]);
        writer.Short(10 + name.Length);
        writer.Bytes([1, 0x74, 0x00, 0x00, 0x04, (byte)(name.Length / 2), .. name, 16, 0, 0x10, 0]);
        writer.Done(0xFD, 0, 0);
        return writer.Message();
    }

    public static byte[] Error(ServerError error)
    {
        var writer = new TdsWriter();
        var message = Encoding.Unicode.GetBytes(error.Message);
        var server = Encoding.Unicode.GetBytes("stand-in");
        writer.Bytes([0xAA]);
        writer.Short(4 + 1 + 1 + 2 + message.Length + 1 + server.Length + 1 + 4);
        writer.Int(error.Number);
        writer.Bytes([1, error.Severity]);
        writer.Short(message.Length / 2);
        writer.Bytes(message);
        writer.Bytes([(byte)(server.Length / 2), .. server, 0]);
        writer.Int(1);
        const int failed = 2;
        writer.Done(0xFD, failed, 0);
        return writer.Message();
    }

    public static byte[] AttentionSeen()
    {
        var writer = new TdsWriter();
        const int attention = 0x20;
        writer.Done(0xFD, attention, 0);
        return writer.Message();
    }

    public static byte[] Transaction(int request)
    {
        var writer = new TdsWriter();
        switch (request)
        {
            case 5:
                writer.EnvironmentChange(8, [8, .. Descriptor], [0]);
                break;
            case 7:
                writer.EnvironmentChange(9, [0], [8, .. Descriptor]);
                break;
            case 8:
                writer.EnvironmentChange(10, [0], [8, .. Descriptor]);
                break;
        }
        writer.Done(0xFD, 0, 0);
        return writer.Message();
    }

    public static byte[] Result(TdsResult result, bool ofCall)
    {
        const int more = 1;
        const int counted = 0x10;
        var writer = new TdsWriter();
        var done = ofCall ? (byte)0xFF : (byte)0xFD;
        foreach (var table in result.Tables)
        {
            writer.Table(table);
            writer.Done(done, more | counted, table.Rows.Count, isSelect: true);
        }
        if (result.Tables.Count == 0)
        {
            writer.Done(done, (ofCall ? more : 0) | counted, result.Changed);
        }
        else if (!ofCall)
        {
            writer.Done(0xFD, 0, 0);
        }
        if (ofCall)
        {
            writer.Bytes([0x79, 0, 0, 0, 0]);
            writer.Done(0xFE, 0, 0);
        }
        return writer.Message();
    }

    private void Table(DataTable table)
    {
        Bytes([0x81]);
        Short(table.Columns.Count);
        foreach (DataColumn column in table.Columns)
        {
            const int nullable = 1;
            Int(0);
            Short(nullable);
            Bytes(TypeOf(column.DataType));
            Bytes(Text(column.ColumnName));
        }
        foreach (DataRow row in table.Rows)
        {
            Bytes([0xD1]);
            foreach (DataColumn column in table.Columns)
            {
                Value(row[column], column.DataType);
            }
        }
    }

    private static byte[] TypeOf(Type type) =>
        type == typeof(int) ? [0x26, 4]
        : type == typeof(long) ? [0x26, 8]
        : type == typeof(bool) ? [0x68, 1]
        : type == typeof(Guid) ? [0x24, 16]
        : type == typeof(DateTime) ? [0x2A, 7]
        : [0xE7, 0xFF, 0xFF, .. Collation];

    private void Value(object value, Type type)
    {
        switch (value)
        {
            case DBNull when type == typeof(string):
                Bytes([0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF]);
                break;
            case DBNull:
                Bytes([0]);
                break;
            case int number:
                Bytes([4]);
                Int(number);
                break;
            case long number:
                Bytes([8]);
                Long(number);
                break;
            case bool truth:
                Bytes([1, truth ? (byte)1 : (byte)0]);
                break;
            case Guid id:
                Bytes([16, .. id.ToByteArray()]);
                break;
            case DateTime time:
                Bytes([
                    8,
                    .. BitConverter.GetBytes(time.TimeOfDay.Ticks)[..5],
                    .. BitConverter.GetBytes(DateOnly.FromDateTime(time).DayNumber)[..3],
                ]);
                break;
            case string text:
                var characters = Encoding.Unicode.GetBytes(text);
                Long(characters.Length);
                if (characters.Length > 0)
                {
                    Int(characters.Length);
                    Bytes(characters);
                }
                Int(0);
                break;
            default:
                throw new InvalidOperationException($"No TDS type for {type}.");
        }
    }

    private void EnvironmentChange(byte what, byte[] now, byte[] before)
    {
        Bytes([0xE3]);
        Short(1 + now.Length + before.Length);
        Bytes([what, .. now, .. before]);
    }

    private void Done(byte token, int status, long rows, bool isSelect = false)
    {
        Bytes([token]);
        Short(status);
        Short(isSelect ? 0xC1 : 0);
        Long(rows);
    }

    /// <summary>With its length in characters before it.</summary>
    private static byte[] Text(string text) =>
        [(byte)text.Length, .. Encoding.Unicode.GetBytes(text)];

    private void Short(int value)
    {
        Span<byte> bytes = stackalloc byte[2];
        BinaryPrimitives.WriteUInt16LittleEndian(bytes, (ushort)value);
        body.Write(bytes);
    }

    private void Int(int value)
    {
        Span<byte> bytes = stackalloc byte[4];
        BinaryPrimitives.WriteInt32LittleEndian(bytes, value);
        body.Write(bytes);
    }

    private void Long(long value)
    {
        Span<byte> bytes = stackalloc byte[8];
        BinaryPrimitives.WriteInt64LittleEndian(bytes, value);
        body.Write(bytes);
    }

    private void Bytes(ReadOnlySpan<byte> bytes) => body.Write(bytes);

    /// <summary>In packets of the size every client takes.</summary>
    private byte[] Message()
    {
        const byte response = 0x04;
        var all = body.WrittenSpan;
        var message = new MemoryStream();
        var place = 0;
        do
        {
            var length = Math.Min(PacketLength - HeaderLength, all.Length - place);
            var isLast = place + length == all.Length;
            var total = length + HeaderLength;
            message.Write([
                response,
                isLast ? (byte)1 : (byte)0,
                (byte)(total >> 8),
                (byte)total,
                0,
                0,
                1,
                0,
            ]);
            message.Write(all.Slice(place, length));
            place += length;
        } while (place < all.Length);
        return message.ToArray();
    }
}
