using System.Text;
using MpnstApi.Registry;

namespace MpnstApi.Tests.Registry;

/// <summary>The records of a page that was received whole.</summary>
public sealed class PageReaderTests : IDisposable
{
    private const string Whole =
        """{"protocolSection":{"identificationModule":{"nctId":"NCT00000001","briefTitle":"é \" {"}}}""";

    private readonly string folder = Directory.CreateTempSubdirectory("mpnst-test-").FullName;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    public static TheoryData<string, string?> Values =>
        new()
        {
            { Whole, null },
            { "7", "A number, true, false or null is found where a study" },
            { "null", "A number, true, false or null is found where a study" },
            { "\"text\"", "A text is found where a study" },
            { "[1,[2]]", "A list is found where a study" },
            { "{}", "has no protocolSection.identificationModule.nctId" },
            { Whole.Replace("NCT00000001", "NCT1", StringComparison.Ordinal), "\"NCT1\"" },
            { """{"protocolSection":7}""", "protocolSection is not an object" },
            { With("""{"briefTitle":[],"nctId":"NCT00000002"}"""), "briefTitle is not a text" },
            { With($$"""{"nctId":"NCT00000002","x":{{Nested(80)}}}"""), "nested 83 levels deep" },
            {
                With($$"""{"nctId":"NCT00000002","x":"{{Long(9_000_000)}}"}"""),
                "at most 8,388,608"
            },
            { With($$"""{"nctId":"NCT00000002","x":"{{Long(300_000)}}"}"""), null },
            { With($$"""{"nctId":{{Space(300_000)}}"NCT00000002"}"""), null },
        };

    [Theory(DisableDiscoveryEnumeration = true)]
    [MemberData(nameof(Values))]
    public async Task A_page_gives_the_records_that_a_file_with_it_gives(
        string value,
        string? problem
    )
    {
        var page = Encoding.UTF8.GetBytes(
            $$"""{"totalCount":3,"studies":[{{Whole}},{{Space(200_000)}}{{value}} ,{{Whole}}],"more":[{}]}"""
        );

        var records = await ReadAsync(page);

        Assert.Equal(StudyReader.Read(new MemoryStream(page)).Select(Shown), records.Select(Shown));
        Assert.Equal(3, records.Count);
        Assert.Contains(problem ?? "", records[1].Problem ?? "", StringComparison.Ordinal);
        Assert.Equal(problem is null, records[1].Problem is null);
        Assert.Equal("é \" {", records[2].Study?.ProtocolSection?.IdentificationModule?.BriefTitle);
    }

    [Fact]
    public async Task Bytes_that_are_not_utf_8_cost_their_record_alone()
    {
        var page = Encoding.Latin1.GetBytes($$"""{"studies":[{{Whole}},{"hasResults":true}]}""");

        var records = await ReadAsync(page);

        Assert.Contains("not UTF-8", records[0].Problem, StringComparison.Ordinal);
        Assert.Equal(StudyReader.Read(new MemoryStream(page)).Select(Shown), records.Select(Shown));
    }

    [Fact]
    public async Task A_member_that_is_named_like_the_start_of_a_study_does_not_cut_its_record()
    {
        var records = await ReadAsync(
            Encoding.UTF8.GetBytes(
                $$$"""{"studies":[{"x":{"protocolSection":{}},{{{Whole[1..]}}}]}"""
            )
        );

        Assert.Equal(("NCT00000001", null), (Assert.Single(records).Id, records[0].Problem));
    }

    private async Task<List<StudyRecord>> ReadAsync(byte[] bytes)
    {
        var scan = new PageScan();
        foreach (var chunk in bytes.Chunk(50_000))
        {
            scan.Add(chunk);
        }
        scan.End();
        var (file, stream) = TemporaryFile.Create(folder);
        await using (stream)
        {
            await stream.WriteAsync(bytes, Stop);
        }
        using var page = new RegistryPage(file, scan);
        return await StudyReader.ReadAsync(page, Stop).ToListAsync(Stop);
    }

    private static (int, long, string?, bool, string?) Shown(StudyRecord record) =>
        (record.Number, record.Offset, record.Id, record.Study is null, record.Problem);

    private static string With(string identification) =>
        $$$"""{"protocolSection":{"identificationModule":{{{identification}}}}}""";

    private static string Nested(int levels) =>
        string.Concat(Enumerable.Repeat("[", levels))
        + string.Concat(Enumerable.Repeat("]", levels));

    private static string Long(int length) => new('x', length);

    private static string Space(int length) => new(' ', length);
}
