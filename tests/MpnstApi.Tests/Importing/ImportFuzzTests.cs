using System.Text;
using CsCheck;
using Microsoft.Extensions.Logging.Abstractions;
using MpnstApi.Importing;
using MpnstApi.Registry;
using MpnstApi.Storage;
using MpnstApi.Tests.Registry;
using MpnstApi.Tests.Storage;

namespace MpnstApi.Tests.Importing;

/// <summary>Real records, damaged at random.</summary>
public sealed class ImportFuzzTests
{
    private static readonly byte[][] Lines =
    [
        .. SharedData.SnapshotLines.Select(Encoding.UTF8.GetBytes),
    ];

    private static readonly Gen<Damage> Damages = Gen.Select(
        Gen.Enum<DamageKind>(),
        Gen.Double.Unit,
        Gen.Byte,
        Gen.Int[1, 400],
        (kind, place, value, length) => new Damage(kind, place, value, length)
    );

    private static readonly Gen<string> Layouts = Gen.OneOfConst("lines", "array", "page");

    public enum DamageKind
    {
        Replace,
        Insert,
        Delete,
        DeleteRun,
        DuplicateRun,
        ToQuote,
        ToBrace,
        ToNewline,
    }

    public sealed record Damage(DamageKind Kind, double Place, byte Value, int Length)
    {
        public byte[] Apply(byte[] bytes)
        {
            var at = (int)(Place * (bytes.Length - 1));
            var run = Math.Min(Length, bytes.Length - at);
            return Kind switch
            {
                DamageKind.Replace => Changed(bytes, at, Value),
                DamageKind.ToQuote => Changed(bytes, at, (byte)'"'),
                DamageKind.ToBrace => Changed(bytes, at, (byte)"{}[]"[Value % 4]),
                DamageKind.ToNewline => Changed(bytes, at, (byte)'\n'),
                DamageKind.Insert => [.. bytes[..at], Value, .. bytes[at..]],
                DamageKind.Delete => [.. bytes[..at], .. bytes[(at + 1)..]],
                DamageKind.DeleteRun => [.. bytes[..at], .. bytes[(at + run)..]],
                _ => [.. bytes[..(at + run)], .. bytes[at..]],
            };
        }

        private static byte[] Changed(byte[] bytes, int at, byte value)
        {
            var copy = (byte[])bytes.Clone();
            copy[at] = value;
            return copy;
        }
    }

    [Fact]
    public void Whatever_happens_to_one_record_the_others_are_read()
    {
        Gen.Select(Gen.Int[0, Lines.Length - 5], Damages, Layouts)
            .Sample(
                (first, damage, layout) =>
                {
                    var lines = Lines[first..(first + 5)];
                    var others = Ids(lines).Where((_, index) => index != 2).ToList();
                    lines[2] = damage.Apply(lines[2]);

                    var records = StudyReader.Read(new MemoryStream(Lay(lines, layout))).ToList();

                    var read = records.Where(record => record.Study is not null).ToList();
                    Assert.All(others, id => Assert.Contains(read, record => record.Id == id));
                    Assert.True(read.Count <= 5, "a record was doubled");
                },
                iter: 4_000,
                print: sample => sample.ToString()
            );
    }

    [Fact]
    public void Records_that_are_read_are_read_as_they_stand()
    {
        Gen.Select(Gen.Int[0, Lines.Length - 5], Damages, Layouts)
            .Sample(
                (first, damage, layout) =>
                {
                    var lines = Lines[first..(first + 5)];
                    var sound = lines.Select(Single).ToDictionary(record => record.Id!);
                    var damaged = Ids(lines)[2];
                    lines[2] = damage.Apply(lines[2]);

                    foreach (var record in StudyReader.Read(new MemoryStream(Lay(lines, layout))))
                    {
                        if (
                            record.Study is not null
                            && record.Id != damaged
                            && sound.TryGetValue(record.Id!, out var same)
                        )
                        {
                            Assert.Equal(Facts(same), Facts(record));
                        }
                    }
                },
                iter: 1_000,
                print: sample => sample.ToString()
            );
    }

    [Fact]
    public void No_bytes_at_all_make_the_reader_throw()
    {
        Gen.Select(Gen.Int[0, Lines.Length - 3], Damages.Array[1, 30], Layouts)
            .Sample(
                (first, damages, layout) =>
                {
                    var bytes = damages.Aggregate(
                        Lay(Lines[first..(first + 3)], layout),
                        (current, damage) => damage.Apply(current)
                    );
                    try
                    {
                        var last = 0;
                        foreach (var record in StudyReader.Read(new MemoryStream(bytes)))
                        {
                            Assert.Equal(++last, record.Number);
                            Assert.True((record.Study is null) == (record.Problem is not null));
                            Assert.InRange(record.Offset, 0, bytes.Length);
                        }
                    }
                    catch (NotJsonException)
                    {
                        Assert.False(
                            bytes.AsSpan().TrimStart(" \t\r\n"u8) is [(byte)'{' or (byte)'[', ..]
                        );
                    }
                },
                iter: 2_000,
                print: sample => sample.ToString()
            );
    }

    [Fact]
    public async Task Every_record_read_is_counted_once_and_a_second_import_changes_nothing()
    {
        await using var test = await TestStore.CreateAsync();
        var importer = new Importer(
            test.Store,
            TestStore.Today,
            test.Time,
            NullLogger<Importer>.Instance
        );

        await Gen.Select(Gen.Int[0, Lines.Length - 6], Damages.Array[1, 6], Layouts, Gen.Bool)
            .SampleAsync(
                async (first, damages, layout, keepAll) =>
                {
                    var bytes = damages.Aggregate(
                        Lay(Lines[first..(first + 6)], layout),
                        (current, damage) => damage.Apply(current)
                    );
                    var source = TestStore.Source("damaged.json", bytes);
                    try
                    {
                        var report = await importer.ImportAsync(
                            source,
                            keepAll,
                            null,
                            CancellationToken.None
                        );
                        var again = await importer.ImportAsync(
                            source,
                            keepAll,
                            null,
                            CancellationToken.None
                        );

                        AssertAddsUp(report.Run);
                        AssertAddsUp(again.Run);
                        Assert.Equal(report.Run.SetAside, again.Run.SetAside);
                        Assert.Equal((0, 0), (again.Run.Added, again.Run.Changed));
                        Assert.Null(again.Release);
                    }
                    catch (ImportRefusedException exception)
                    {
                        Assert.Contains(
                            "damaged.json",
                            exception.Message,
                            StringComparison.Ordinal
                        );
                    }
                },
                iter: 60,
                threads: 1,
                print: sample => sample.ToString()
            );
        Assert.Equal((await test.ReleasesAsync()).Count, (await test.ReleasesAsync())[^1].Sequence);
    }

    private static void AssertAddsUp(ImportRun run) =>
        Assert.Equal(
            run.Read,
            run.Added + run.Changed + run.Unchanged + run.LeftOut + run.SetAside
        );

    private static StudyRecord Single(byte[] line) =>
        StudyReader.Read(new MemoryStream(line)).Single();

    private static List<string> Ids(IEnumerable<byte[]> lines) =>
        [.. lines.Select(line => Single(line).Id!)];

    private static string Facts(StudyRecord record) =>
        StoredJson.Write(TrialMapping.Facts(record.Study!));

    private static byte[] Lay(byte[][] lines, string layout)
    {
        var (open, between, close) = layout switch
        {
            "array" => ("[", ",", "]"),
            "page" => ("{\"totalCount\":5,\"studies\":[", ",", "],\"nextPageToken\":\"abc\"}"),
            _ => ("", "\n", "\n"),
        };
        var text = new List<byte>(Encoding.UTF8.GetBytes(open));
        for (var index = 0; index < lines.Length; index++)
        {
            if (index > 0)
            {
                text.AddRange(Encoding.UTF8.GetBytes(between));
            }
            text.AddRange(lines[index]);
        }
        text.AddRange(Encoding.UTF8.GetBytes(close));
        return [.. text];
    }
}
