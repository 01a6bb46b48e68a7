using System.Text;
using System.Text.Json;
using MpnstApi.Registry;

namespace MpnstApi.Tests.Registry;

/// <summary>What of a response is seen as its bytes pass by.</summary>
public sealed class PageScanTests
{
    private const string Page = """
        {"totalCount": 2, "nextPageToken":"a\u0042\"c", "more":{"studies":[1,2,3],"nextPageToken":"no"}, "studies": [
        {"protocolSection":{"x":{"nctId":"NCT00000009"},"identificationModule":{"nctId":"NCT00000001","organization":{"nctId":"NCT00000008"}}},"hasResults":false},
        {"hasResults":true,"protocolSection":{"identificationModule":{"briefTitle":"é \\ \" {[","nctId":"NCT00000002"}}}
        ] }
        """;

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(100_000)]
    public void Members_and_ids_are_found_however_the_bytes_are_divided(int size)
    {
        var scan = new PageScan();
        foreach (var chunk in Encoding.UTF8.GetBytes(Page).Chunk(size))
        {
            scan.Add(chunk);
        }
        scan.End();

        Assert.Equal(2, scan.TotalCount);
        Assert.Equal("aB\"c", scan.NextPageToken);
        Assert.Equal(2, scan.Studies);
        Assert.Equal(["NCT00000001", "NCT00000002"], scan.Ids);
    }

    [Fact]
    public void A_page_cut_anywhere_is_not_whole()
    {
        var bytes = Encoding.UTF8.GetBytes(Page);
        Assert.All(
            Enumerable.Range(0, bytes.Length),
            length =>
                Assert.ThrowsAny<JsonException>(() =>
                {
                    var scan = new PageScan();
                    scan.Add(bytes.AsSpan(0, length));
                    scan.End();
                })
        );
    }

    [Theory]
    [InlineData("")]
    [InlineData("<html>")]
    [InlineData("{}{}")]
    [InlineData("""{"studies":[]]}""")]
    [InlineData("""{"studies":[}""")]
    [InlineData("""{"totalCount":1 2}""")]
    public void Bytes_that_are_not_JSON_are_rejected(string text) =>
        Assert.ThrowsAny<JsonException>(() =>
        {
            var scan = new PageScan();
            scan.Add(Encoding.UTF8.GetBytes(text));
            scan.End();
        });

    [Theory]
    [InlineData(@"text \u00e9\\\"" é ")]
    [InlineData("\\\\")]
    [InlineData("\\u005c")]
    public void Enormous_texts_pass_in_constant_memory(string piece)
    {
        var bytes = Long.Bytes;
        var chunk = Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat(piece, 3_000)));
        var scan = new PageScan();
        var before = GC.GetAllocatedBytesForCurrentThread();
        scan.Add("{\"padding\":\""u8);
        for (var fed = 0L; fed < bytes; fed += chunk.Length)
        {
            scan.Add(chunk);
        }
        scan.Add("\",\"studies\":[  "u8);
        for (var fed = 0L; fed < bytes / 4; fed += Long.Space.Length)
        {
            scan.Add(Long.Space);
        }
        scan.Add("""{"protocolSection":{"identificationModule":{"nctId":"NCT00000001"}}}]}"""u8);
        scan.End();

        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1_000_000);
        Assert.Equal(["NCT00000001"], scan.Ids);
    }

    [Fact]
    public void A_number_without_end_is_rejected()
    {
        var scan = new PageScan();
        var digits = Encoding.ASCII.GetBytes(new string('1', 100_000));
        scan.Add("["u8);

        Assert.Throws<JsonException>(() =>
        {
            for (var fed = 0; fed < 30; fed++)
            {
                scan.Add(digits);
            }
        });
    }

    private static class Long
    {
        public static readonly long Bytes =
            Environment.GetEnvironmentVariable("MPNST_LONG") == "1" ? 200_000_000 : 20_000_000;

        public static readonly byte[] Space = Encoding.ASCII.GetBytes(new string('\n', 50_000));
    }
}
