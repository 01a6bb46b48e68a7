using System.Text;
using MpnstApi.Registry;

namespace MpnstApi.Tests.Registry;

public sealed class StudyReaderTests
{
    private const string A =
        """{"protocolSection":{"identificationModule":{"nctId":"NCT00000001","briefTitle":"A"}},"hasResults":false}""";
    private const string B =
        """{"protocolSection":{"identificationModule":{"nctId":"NCT00000002","briefTitle":"B {\"x\": [1]}"}}}""";
    private const string C =
        """{ "derivedSection": {"x": []}, "protocolSection" : {"identificationModule":{"nctId":"NCT00000003"}}}""";

    public static TheoryData<string, string> Shapes =>
        new()
        {
            { "an array", $"[{A},{B},\n {C} ]" },
            {
                "a page",
                $$"""{"totalCount":3,"studies":[{{A}},{{B}},{{C}}],"nextPageToken":"x"}"""
            },
            {
                "a page, token first",
                $$"""{"nextPageToken":"x","studies" : [ {{A}},{{B}},{{C}}]}"""
            },
            { "NDJSON", $"{A}\n{B}\n{C}\n" },
            { "NDJSON without a last line break", $"{A}\n{B}\n{C}" },
            { "NDJSON with blank lines and CRLF", $"\r\n{A}\r\n\r\n  {B}\r\n{C}\r\n\r\n" },
            { "NDJSON with a byte order mark", $"\uFEFF{A}\n{B}\n{C}\n" },
            { "studies on one line", $"{A}{B} {C}" },
            {
                "pages, one a line",
                $$"""{"studies":[{{A}},{{B}}]}""" + "\n" + $$"""{"studies":[{{C}}]}"""
            },
            { "a list of pages", $$"""[{"studies":[{{A}},{{B}}]},{"studies":[{{C}}]}]""" },
            { "an empty page before", $$"""{"studies":[]}[{{A}},{{B}},{{C}}]""" },
        };

    [Theory]
    [MemberData(nameof(Shapes))]
    public void Every_shape_of_file_gives_the_same_studies(string shape, string text)
    {
        var records = Read(text);

        Assert.True(records.All(record => record.Problem is null), shape);
        Assert.Equal(
            ["NCT00000001", "NCT00000002", "NCT00000003"],
            records.Select(record => record.Id)
        );
        Assert.Equal([1, 2, 3], records.Select(record => record.Number));
        Assert.Equal(
            "B {\"x\": [1]}",
            records[1].Study!.ProtocolSection!.IdentificationModule!.BriefTitle
        );
    }

    [Theory]
    [MemberData(nameof(Shapes))]
    public void The_position_of_a_record_is_that_of_its_brace(string shape, string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text);

        Assert.All(Read(text), record => Assert.True(bytes[record.Offset] == '{', shape));
    }

    public static TheoryData<string, string, string?, string> BadRecords =>
        new()
        {
            {
                "cut inside an object",
                """{"protocolSection":{"identificationModule":{"nctId":"NCT00000009",""",
                "NCT00000009",
                "braces are not closed"
            },
            {
                "cut inside a text",
                """{"protocolSection":{"identificationModule":{"nctId":"NCT00000009","briefTitle":"The ro""",
                "NCT00000009",
                "interrupted"
            },
            {
                "a missing brace",
                """{"protocolSection":{"identificationModule":{"nctId":"NCT00000009"}""",
                "NCT00000009",
                "braces are not closed"
            },
            {
                "a brace too many",
                """{"protocolSection":{"identificationModule":{"nctId":"NCT00000009"}}}}""",
                "NCT00000009",
                "do not match"
            },
            {
                "a brace too early",
                """{"protocolSection":{"identificationModule":{"nctId":"NCT00000009"}}},"hasResults":true}""",
                "NCT00000009",
                "do not match"
            },
            {
                "a missing comma",
                """{"protocolSection":{"identificationModule":{"nctId":"NCT00000009" "x":1}}}""",
                "NCT00000009",
                "not JSON"
            },
            {
                "a missing quotation mark",
                """{"protocolSection":{"identificationModule":{"nctId":"NCT00000009","briefTitle":"no end}}}""",
                "NCT00000009",
                ""
            },
            {
                "no id",
                """{"protocolSection":{"identificationModule":{"briefTitle":"x"}}}""",
                null,
                "no protocolSection.identificationModule.nctId"
            },
            {
                "no protocol section",
                """{"hasResults":true}""",
                null,
                "no protocolSection.identificationModule.nctId"
            },
            { "an empty object", "{}", null, "no protocolSection.identificationModule.nctId" },
            {
                "an id without NCT",
                """{"protocolSection":{"identificationModule":{"nctId":"12345678"}}}""",
                null,
                "eight digits"
            },
            {
                "an id that is too long",
                """{"protocolSection":{"identificationModule":{"nctId":"NCT000000091"}}}""",
                null,
                "eight digits"
            },
            {
                "an id with a line break",
                """{"protocolSection":{"identificationModule":{"nctId":"NCT00000009\n"}}}""",
                null,
                "eight digits"
            },
            {
                "an id that is a number",
                """{"protocolSection":{"identificationModule":{"nctId":1}}}""",
                null,
                "protocolSection.identificationModule.nctId is not a text"
            },
            {
                "conditions that are a text",
                """{"protocolSection":{"identificationModule":{"nctId":"NCT00000009"},"conditionsModule":{"conditions":"Sarcoma"}}}""",
                "NCT00000009",
                "protocolSection.conditionsModule.conditions is not a list"
            },
            {
                "a condition that is a number",
                """{"protocolSection":{"identificationModule":{"nctId":"NCT00000009"},"conditionsModule":{"conditions":["a",7]}}}""",
                "NCT00000009",
                "conditions[1] is not a text"
            },
            {
                "a count that is a text",
                """{"protocolSection":{"identificationModule":{"nctId":"NCT00000009"},"designModule":{"enrollmentInfo":{"count":"12"}}}}""",
                "NCT00000009",
                "designModule.enrollmentInfo.count is not a whole number"
            },
            {
                "a count over all numbers",
                """{"protocolSection":{"identificationModule":{"nctId":"NCT00000009"},"designModule":{"enrollmentInfo":{"count":99999999999}}}}""",
                "NCT00000009",
                "is not a whole number"
            },
            {
                "a flag that is a text",
                """{"protocolSection":{"identificationModule":{"nctId":"NCT00000009"}},"hasResults":"no"}""",
                "NCT00000009",
                "hasResults is not true or false"
            },
            {
                "a module that is a list",
                """{"protocolSection":{"identificationModule":{"nctId":"NCT00000009"},"statusModule":[]}}""",
                "NCT00000009",
                "protocolSection.statusModule is not an object"
            },
            {
                "half a character",
                """{"protocolSection":{"identificationModule":{"nctId":"NCT00000009","briefTitle":"\ud83d"}}}""",
                "NCT00000009",
                "whole characters"
            },
            {
                "nested beyond reason",
                """{"protocolSection":{"identificationModule":{"nctId":"NCT00000009"}},"x":"""
                    + new string('[', 70)
                    + new string(']', 70)
                    + "}",
                "NCT00000009",
                "nested 71 levels deep"
            },
            {
                "nested to blow the stack",
                """{"protocolSection":{"identificationModule":{"nctId":"NCT00000009"}},"x":"""
                    + new string('[', 100_000)
                    + new string(']', 100_000)
                    + "}",
                "NCT00000009",
                "levels deep"
            },
            {
                "over 8 MB",
                """{"protocolSection":{"identificationModule":{"nctId":"NCT00000009"}},"x":" """
                    + new string('x', 8 * 1024 * 1024)
                    + "\"}",
                "NCT00000009",
                "at most 8,388,608 are read"
            },
            {
                "a line break in a text",
                "{\"protocolSection\":{\"identificationModule\":{\"nctId\":\"NCT00000009\",\"briefTitle\":\"a\nb\"}}}",
                "NCT00000009",
                "JSON writes a line break as \\n"
            },
        };

    [Theory]
    [MemberData(nameof(BadRecords))]
    public void A_bad_record_is_rejected_and_its_neighbours_are_read(
        string what,
        string bad,
        string? id,
        string reason
    )
    {
        foreach (var separator in new[] { "\n", "," })
        {
            var text = separator == "\n" ? $"{A}\n{bad}\n{B}\n" : $"[{A},{bad},{B}]";

            var records = Read(text);

            Assert.Equal(
                ["NCT00000001", "NCT00000002"],
                records.Where(record => record.Problem is null).Select(record => record.Id)
            );
            var broken = Assert.Single(records, record => record.Problem is not null);
            Assert.True(2 == broken.Number, what);
            Assert.Equal(id, broken.Id);
            Assert.Equal(A.Length + separator.Length + (separator == "," ? 1 : 0), broken.Offset);
            if (separator == "\n" || what is not "cut inside a text")
            {
                Assert.Contains(reason, broken.Problem, StringComparison.Ordinal);
            }
        }
    }

    private const string Bad =
        """{"protocolSection":{"identificationModule":{"nctId":"NCT00000009"},"x":["y"]},"hasResults":true}""";

    /// <summary>Files of A, a bad record and B, none of which may cost A or B, whose members are such that A has hasResults.</summary>
    public static TheoryData<string, string> Damage =>
        new()
        {
            // A quotation mark behind the record turns texts inside out, up to the next study's brace.
            { "its end twice, in an array", $"[{A},{Bad}\"]}}}},{B}]" },
            { "its end twice, in a page", $"{{\"studies\":[{A},{Bad}\"]}}}},{B}]}}" },
            { "its end twice, in lines", $"{A}\n{Bad}\"]}}}}\n{B}\n" },
            { "its end twice, nothing between", $"{A}{Bad}\"]}}}}{B}" },
            { "its end twice, a space between", $"{A} {Bad}\"]}}}} {B}" },
            { "a quotation mark for its last brace", $"{A}{Bad[..^1]}\"{B}" },
            { "a quotation mark behind it", $"[{A},{Bad}\",{B}]" },
            { "the same behind a list of its own", $"[{A},[{Bad}\"],{B}]" },
            {
                "a quotation mark lost, and over 8 MB",
                $"[{A},{Bad[..^1]},\"x\":\"{new string('x', 9 * 1024 * 1024)},{B}]"
            },
            {
                "a quotation mark in what follows a page",
                $"{{\"studies\":[{A},{Bad}],\"x\":\"y\"\"}}{B}"
            },
            // A record without its beginning is not the rest of the one before.
            { "its brace lost, nothing between", $"{A}{Bad[1..]}{B}" },
            { "its brace lost, a space between", $"{A} {Bad[1..]} {B}" },
            { "a closing brace for its brace", $"{A}}}{Bad[1..]}{B}" },
            { "a closing bracket for its brace", $"{A}]{Bad[1..]}{B}" },
            { "a comma for its brace", $"{A},{Bad[1..]}{B}" },
            { "a digit for its brace", $"{A}1{Bad[1..]}{B}" },
            { "a quotation mark for its brace", $"{A}\"{Bad[1..]}{B}" },
            { "a letter before its brace", $"{A}o{Bad}{B}" },
            { "half its first name lost", $"{A}{Bad[6..]}{B}" },
            { "all but its last member lost, in an array", $"[{A},\"hasResults\":true}},{B}]" },
            { "all but its last member lost, a comma left", $"{A},\"hasResults\":true}}{B}" },
            { "all but its end lost, in an array", $"[{A},}},\"hasResults\":true}},{B}]" },
            { "all but its end lost, in lines", $"{A}\n}},\"hasResults\":true}}\n{B}\n" },
            { "a closing brace before it, in lines", $"{A}\n}}{Bad}\n{B}\n" },
            { "a closing brace before it, in an array", $"[{A},}}{Bad},{B}]" },
        };

    [Theory]
    [MemberData(nameof(Damage))]
    public void Damage_at_the_edge_of_a_record_does_not_cost_its_neighbours(
        string what,
        string text
    )
    {
        var read = Read(text).Where(record => record.Problem is null).Select(record => record.Id);

        Assert.True(
            read.Except(["NCT00000009"]).SequenceEqual(["NCT00000001", "NCT00000002"]),
            what
        );
    }

    [Fact]
    public void A_comma_and_a_member_that_the_record_lacks_are_its_rest()
    {
        var records = Read($"[{B},\"hasResults\":true}},{A}]");

        Assert.Equal(["NCT00000002", "NCT00000001"], records.Select(record => record.Id));
        Assert.Contains("do not match", records[0].Problem, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("7", "A number")]
    [InlineData("null", "A number, true, false or null")]
    [InlineData("\"text\"", "A text")]
    [InlineData("[1,[2],{\"a\":3}]", "A list")]
    public void What_is_not_a_study_in_a_list_is_rejected(string other, string reason)
    {
        var records = Read($"[{A},{other},{B}]");

        Assert.Equal(3, records.Count);
        Assert.StartsWith(reason, records[1].Problem, StringComparison.Ordinal);
        Assert.Equal("NCT00000002", records[2].Id);
        Assert.Null(records[2].Problem);
    }

    [Fact]
    public void Invalid_UTF8_is_rejected_with_the_position_of_the_byte()
    {
        var bytes = Encoding.UTF8.GetBytes($"{A}\n{B}\n");
        bytes[A.Length + 1 + B.IndexOf("B {", StringComparison.Ordinal)] = 0xFF;

        var records = StudyReader.Read(new MemoryStream(bytes)).ToList();

        Assert.Null(records[0].Problem);
        Assert.Equal("NCT00000002", records[1].Id);
        Assert.Contains("not UTF-8", records[1].Problem, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("[")]
    [InlineData("{\"studies\":[")]
    public void A_file_that_ends_inside_its_list_says_so(string opening)
    {
        var records = Read($"{opening}{A},{B}");

        Assert.Equal(3, records.Count);
        Assert.Contains("ends inside the list", records[2].Problem, StringComparison.Ordinal);
    }

    [Fact]
    public void A_study_cut_off_by_the_end_of_the_file_is_one_bad_record()
    {
        var records = Read($"{{\"studies\":[{A},{B[..40]}");

        Assert.Equal(2, records.Count);
        Assert.Null(records[0].Problem);
        Assert.Contains(
            "file ends before the record",
            records[1].Problem,
            StringComparison.Ordinal
        );
    }

    [Theory]
    [InlineData("", "it is empty")]
    [InlineData("  \n ", "it is empty")]
    [InlineData("nct_id,title\nNCT00000001,x", "it is not JSON: it begins with \"n\"")]
    [InlineData("<html>", "it is not JSON: it begins with \"<\"")]
    [InlineData("\"NCT00000001\"", "it is not JSON")]
    public void A_file_that_is_not_JSON_at_all_is_rejected_with_a_sentence(
        string text,
        string reason
    )
    {
        var exception = Assert.Throws<NotJsonException>(() => Read(text));

        Assert.StartsWith(reason, exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_compressed_or_UTF16_file_is_rejected_by_name()
    {
        Assert.Contains("compressed", Rejected([0x1F, 0x8B, 8, 0]), StringComparison.Ordinal);
        Assert.Contains(
            "UTF-16",
            Rejected([.. Encoding.Unicode.Preamble, .. Encoding.Unicode.GetBytes(A)]),
            StringComparison.Ordinal
        );

        static string Rejected(byte[] bytes) =>
            Assert
                .Throws<NotJsonException>(() => StudyReader.Read(new MemoryStream(bytes)).ToList())
                .Message;
    }

    [Theory]
    [InlineData("2019")]
    [InlineData("2019-03")]
    [InlineData("2019-03-31")]
    public void Partial_dates_are_kept_as_given(string date)
    {
        var record = Assert.Single(
            Read(
                """{"protocolSection":{"identificationModule":{"nctId":"NCT00000009"},"statusModule":{"startDateStruct":{"date":"DATE"}}}}""".Replace(
                    "DATE",
                    date,
                    StringComparison.Ordinal
                )
            )
        );

        Assert.Null(record.Problem);
        Assert.Equal(date, record.Study!.ProtocolSection!.StatusModule!.StartDateStruct!.Date);
    }

    [Fact]
    public void Unused_members_may_be_anything()
    {
        var record = Assert.Single(
            Read(
                """{"protocolSection":{"identificationModule":{"nctId":"NCT00000009","organization":7},"oversightModule":[[]],"unheardOf":{}},"hasResults":null,"resultsSection":"x"}"""
            )
        );

        Assert.Null(record.Problem);
    }

    [Fact]
    public void A_stream_that_trickles_in_byte_by_byte_reads_the_same()
    {
        var text = $"[{A},{{\"broken\" \"x\"}},{B},{C}]";

        var records = StudyReader.Read(new TricklingStream(Encoding.UTF8.GetBytes(text))).ToList();

        Assert.Equal(
            Read(text),
            records,
            (left, right) =>
                left.Id == right.Id && left.Offset == right.Offset && left.Problem == right.Problem
        );
    }

    private static List<StudyRecord> Read(string text) =>
        [.. StudyReader.Read(new MemoryStream(Encoding.UTF8.GetBytes(text)))];

    private sealed class TricklingStream(byte[] bytes) : MemoryStream(bytes)
    {
        public override int Read(byte[] buffer, int offset, int count) =>
            base.Read(buffer, offset, Math.Min(count, 1));
    }
}
