using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using CsCheck;
using CsvHelper;
using MpnstApi.Exports;

namespace MpnstApi.Tests.Exports;

/// <summary>What comes out of a CSV file is what went in, whatever stands in the records.</summary>
public sealed class CsvExportTests : IDisposable
{
    private const string Beginnings = "=+-@\t\r\n＝＋－＠﹦﹢﹣﹫";

    private static readonly Gen<string> Texts = Gen.Frequency(
            (
                3,
                Gen.OneOfConst([
                    .. "=+-@＝＋－＠'\",;%\t\r\n \ufeff\u200b\u2028\u00a0ab1é🧬".EnumerateRunes(),
                ])
            ),
            (1, Gen.OneOfConst([.. "%25%3B; ".EnumerateRunes()]))
        )
        .Array[0, 8]
        .Select(runes => string.Concat(runes));

    private readonly string folder = Directory.CreateTempSubdirectory("mpnst-csv-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    private sealed record ExportedRow(string Text, string[] List, int? Number);

    [Fact]
    public void A_table_read_back_has_the_values_that_were_written()
    {
        var table = new Table<ExportedRow>(
            "rows",
            [
                new("text", ColumnType.Text, "A text.", row => row.Text),
                new("list", ColumnType.List, "Texts.", row => row.List),
                new("number", ColumnType.WholeNumber, "A number.", row => row.Number),
            ]
        );
        var rows = Gen.Select(
                Texts,
                // An empty item cannot be distinguished from no item.
                Texts.Where(text => text.Length > 0).Array[0, 4],
                Gen.Int[-5, 5].Select(number => number == 0 ? (int?)null : number)
            )
            .Select(parts => new ExportedRow(parts.Item1, parts.Item2, parts.Item3));

        rows.Array[0, 6]
            .Check(
                seed: 20261128,
                count: 2_000,
                longCount: 100_000,
                written =>
                {
                    using var file = new MemoryStream();
                    CsvExport
                        .WriteAsync(
                            file,
                            table.With(written, TableOrigin.None),
                            CancellationToken.None
                        )
                        .GetAwaiter()
                        .GetResult();
                    var text = Encoding.UTF8.GetString(file.ToArray());

                    var lines = Rfc4180.Read(text);
                    Assert.Equal(["text", "list", "number"], lines[0]);
                    Assert.Equal(lines, WithCsvHelper(text));
                    Assert.Equal(written.Length, lines.Count - 1);
                    foreach (var (row, cells) in written.Zip(lines.Skip(1)))
                    {
                        Assert.Equal(row.Text, Unguarded(cells[0]));
                        Assert.Equal(row.List, Items(Unguarded(cells[1])));
                        Assert.Equal(
                            row.Number?.ToString(CultureInfo.InvariantCulture) ?? "",
                            cells[2]
                        );
                        Assert.All(cells.Take(2), AssertNoFormula);
                    }
                }
            );
    }

    [Theory]
    [InlineData("=1+1")]
    [InlineData("+1")]
    [InlineData("-1")]
    [InlineData("@SUM(A1)")]
    [InlineData("\t=1")]
    [InlineData("\r=1")]
    [InlineData("\n=1 MPNST")]
    [InlineData("\ufeff=1")]
    [InlineData("\u200b\u00a0=1")]
    [InlineData("  =1")]
    [InlineData("＝1")]
    [InlineData("＋1")]
    [InlineData("－1")]
    [InlineData("＠SUM(A1)")]
    [InlineData("'=1")]
    [InlineData("\ufeff\t1")]
    public void A_text_that_a_spreadsheet_could_run_has_an_apostrophe_in_front(string text) =>
        Assert.Equal("'" + text, FormulaGuard.Guard(text));

    [Theory]
    [InlineData("")]
    [InlineData("'")]
    [InlineData("'t Hooft")]
    [InlineData("MPNST")]
    [InlineData("1-2")]
    [InlineData("\ufffe")]
    public void Another_text_stays_as_it_is(string text) =>
        Assert.Equal(text, FormulaGuard.Guard(text));

    [Fact]
    public async Task Names_with_separators_and_titles_like_formulas_are_read_back_as_they_were()
    {
        await using var service = await Service.StartAsync(folder);
        string[] collaborators =
        [
            "Merck Sharp; Dohme",
            "100% Foundation; Society",
            "\"Quoted\", Inc.",
        ];
        await service.ImportAsync(
            Study("NCT90000001", "\n=1 MPNST", collaborators),
            Study(
                "NCT90000002",
                "\ufeff=HYPERLINK(\"http://evil.example\") MPNST \ufffe",
                ["=cmd; A"]
            ),
            Study("NCT90000003", "＝1 MPNST, \"quoted\"\rand more", [])
        );

        using var response = await service.SendAsync(
            "/api/v1/trials?id=NCT90000001,NCT90000002,NCT90000003&sort=id&scope=ALL&format=csv"
        );
        var text = await Service.TextOf(response);

        var lines = Rfc4180.Read(text);
        Assert.Equal(lines, WithCsvHelper(text));
        Assert.Equal(4, lines.Count);
        var (title, names) = (lines[0].IndexOf("title"), lines[0].IndexOf("collaborators"));
        foreach (var cells in lines.Skip(1))
        {
            var trial = await service.GetAsync($"/api/v1/trials/{cells[0]}");
            Assert.Equal(trial.Text("title"), Unguarded(cells[title]));
            Assert.Equal(
                trial.Items("collaborators").Select(sponsor => sponsor.Text("name")),
                Items(Unguarded(cells[names]))
            );
            Assert.All(cells, AssertNoFormula);
        }
        Assert.Equal(collaborators, Items(Unguarded(lines[1][names])));
        // Whoever only splits, without decoding, counts right too.
        Assert.Equal(3, lines[1][names].Split(ListCell.Separator).Length);
    }

    [Fact]
    public async Task The_data_dictionary_says_how_lists_and_guarded_texts_are_read()
    {
        await using var service = await Service.StartAsync(folder);

        var notes = (await service.GetAsync("/api/v1/dataset/dictionary")).Texts("notes");

        Assert.Contains(notes, note => note.Contains("%3B", StringComparison.Ordinal));
        Assert.Contains(notes, note => note.Contains("apostrophe", StringComparison.Ordinal));
        Assert.Contains(notes, note => note.Contains("RFC 4180", StringComparison.Ordinal));
    }

    private static void AssertNoFormula(string cell) =>
        Assert.False(
            cell.TrimStart('\ufeff', '\u200b', '\u00a0', '\u2028', ' ') is [var first, ..]
                && Beginnings.Contains(first),
            $"A spreadsheet could run {cell}"
        );

    // As the data dictionary describes.
    private static string Unguarded(string cell) =>
        cell is ['\'', .. var rest] && FormulaGuard.Guard(rest) != rest ? rest : cell;

    private static string[] Items(string cell) =>
        cell.Length == 0 ? [] : [.. cell.Split("; ").Select(Uri.UnescapeDataString)];

    private static List<List<string>> WithCsvHelper(string text)
    {
        using var parser = new CsvParser(new StringReader(text), CultureInfo.InvariantCulture);
        var rows = new List<List<string>>();
        while (parser.Read())
        {
            rows.Add([.. parser.Record!]);
        }
        return rows;
    }

    private static string Study(string id, string title, string[] collaborators) =>
        StudyJson.Of(id, title, condition: null, sponsor: "+Sponsor", collaborators: collaborators);
}
