using System.Text;
using System.Text.RegularExpressions;
using CsCheck;
using Microsoft.Extensions.Logging.Abstractions;
using MpnstApi.Importing;
using MpnstApi.Registry;
using MpnstApi.Storage;
using MpnstApi.Tests.Registry;
using MpnstApi.Tests.Storage;

namespace MpnstApi.Tests.Importing;

/// <summary>Real records, damaged at random.</summary>
public sealed partial class ImportFuzzTests
{
    private static readonly byte[][] Lines =
    [
        .. RegistryData.SnapshotLines.Select(Encoding.UTF8.GetBytes),
    ];

    private static readonly string[] Ids = [.. Lines.Select(line => Single(line).Id!)];

    private static readonly Gen<Damage> Damages = Gen.Select(
        Gen.Enum<DamageKind>(),
        // The edges of a record are where it meets its neighbours.
        Gen.Frequency(
            (2, Gen.Double.Unit),
            (1, Gen.Double.Unit.Select(place => place / 30)),
            (1, Gen.Double.Unit.Select(place => 1 - place / 30))
        ),
        Gen.OneOf(Gen.Byte, Gen.OneOfConst([.. "{}[]\",:\\ \n01t"u8])),
        Gen.OneOf(Gen.Int[1, 400], Gen.Int[1, 12]),
        (kind, place, value, length) => new Damage(kind, place, value, length)
    );

    private static readonly Gen<string> Layouts = Gen.OneOfConst(
        "lines",
        "array",
        "page",
        "concatenated"
    );

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
        Gen.Select(Gen.Int[0, Lines.Length - 5], Gen.Int[0, 4], Damages, Layouts)
            .Check(
                seed: 20261125,
                count: 4_000,
                longCount: 400_000,
                sample =>
                {
                    var (first, which, damage, layout) = sample;
                    var lines = Lines[first..(first + 5)];
                    var others = Ids[first..(first + 5)].ToList();
                    lines[which] = damage.Apply(lines[which]);
                    others.RemoveAt(which);
                    if (which == 0 && layout is not ("array" or "page") && !BeginsAsJson(lines[0]))
                    {
                        // The whole file is rejected as not JSON before anything is read.
                        Assert.Throws<NotJsonException>(() =>
                            StudyReader.Read(new MemoryStream(Lay(lines, layout))).ToList()
                        );
                        return;
                    }
                    if (which > 0 && IsLikeRestOf(lines[which - 1], lines[which], layout))
                    {
                        others.RemoveAt(which - 1);
                    }

                    var records = StudyReader.Read(new MemoryStream(Lay(lines, layout))).ToList();

                    var read = records.Where(record => record.Study is not null).ToList();
                    Assert.All(others, id => Assert.Contains(read, record => record.Id == id));
                    Assert.True(read.Count <= 5, "a record was doubled");
                }
            );
    }

    /// <summary>
    /// Whether what is left of a record looks like the end of the one before it, as if that had been closed too early: it
    /// begins with more closing brackets, or with a comma and a member of a study that the one before lacks. Then the one
    /// before may be the damaged one. With a line break between them, or a comma before a brace, that cannot be.
    /// </summary>
    private static bool IsLikeRestOf(byte[] before, byte[] left, string layout)
    {
        if (layout == "lines")
        {
            return false;
        }
        var text = (layout == "concatenated" ? "" : ",") + Encoding.Latin1.GetString(left);
        var member = MemberAfterComma().Match(text);
        return member.Success
            ? before.AsSpan().IndexOf(Encoding.Latin1.GetBytes(member.Groups[1].Value)) < 0
            : MoreClosed().IsMatch(text);
    }

    [GeneratedRegex("""^\s*,[\s,]*("(hasResults|snapshot|protocolSection)")\s*:""")]
    private static partial Regex MemberAfterComma();

    [GeneratedRegex("""^\s*[}\]]\s*[^"]""")]
    private static partial Regex MoreClosed();

    private static bool BeginsAsJson(byte[] bytes) =>
        bytes.AsSpan().TrimStart(" \t\r\n"u8) is [(byte)'{' or (byte)'[', ..];

    [Fact]
    public void Records_that_are_read_are_read_as_they_stand()
    {
        Gen.Select(Gen.Int[0, Lines.Length - 5], Damages, Layouts)
            .Check(
                seed: 20261126,
                count: 1_000,
                longCount: 100_000,
                sample =>
                {
                    var (first, damage, layout) = sample;
                    var lines = Lines[first..(first + 5)];
                    var sound = lines.Select(Single).ToDictionary(record => record.Id!);
                    var damaged = Ids[first + 2];
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
                }
            );
    }

    [Fact]
    public void No_bytes_at_all_make_the_reader_throw()
    {
        Gen.Select(Gen.Int[0, Lines.Length - 3], Damages.Array[1, 30], Layouts)
            .Check(
                seed: 20261127,
                count: 2_000,
                longCount: 200_000,
                sample =>
                {
                    var (first, damages, layout) = sample;
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
                        Assert.False(BeginsAsJson(bytes));
                    }
                }
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
            .CheckAsync(
                seed: 20261128,
                count: 60,
                longCount: 400,
                async sample =>
                {
                    var (first, damages, layout, keepAll) = sample;
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
                        Assert.Equal(report.Run.Rejected, again.Run.Rejected);
                        Assert.Equal((0, 0), (again.Run.Added, again.Run.Changed));
                        Assert.Null(again.Release);
                    }
                    catch (ImportException exception)
                    {
                        Assert.Contains(
                            "damaged.json",
                            exception.Message,
                            StringComparison.Ordinal
                        );
                    }
                }
            );
        Assert.Equal((await test.ReleasesAsync()).Count, (await test.ReleasesAsync())[^1].Sequence);
    }

    private static void AssertAddsUp(ImportRun run) =>
        Assert.Equal(
            run.Read,
            run.Added + run.Changed + run.Unchanged + run.LeftOut + run.Rejected
        );

    private static StudyRecord Single(byte[] line) =>
        StudyReader.Read(new MemoryStream(line)).Single();

    private static string Facts(StudyRecord record) =>
        StoredJson.Write(TrialMapping.Facts(record.Study!));

    private static byte[] Lay(byte[][] lines, string layout)
    {
        var (open, between, close) = layout switch
        {
            "array" => ("[", ",", "]"),
            "page" => ("{\"totalCount\":5,\"studies\":[", ",", "],\"nextPageToken\":\"abc\"}"),
            "concatenated" => ("", "", ""),
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
