using MpnstApi.Exports;

namespace MpnstApi.Tests.Exports;

/// <summary>The writers of tables on what records and servers do to them.</summary>
public sealed class TableWriterTests
{
    private sealed record WrittenRow(string? Text, string[] List, int? Count, DateOnly? Day);

    private static readonly Table<WrittenRow> Table = new(
        "rows",
        [
            new("text", ColumnType.Text, "A text.", row => row.Text),
            new("list", ColumnType.List, "Texts.", row => row.List),
            new("count", ColumnType.WholeNumber, "A number.", row => row.Count),
            new("percent", ColumnType.Number, "A share.", row => row.Count / 10m),
            new(
                "even",
                ColumnType.Boolean,
                "Whether it is even.",
                row => row.Count is { } count ? count % 2 == 0 : null
            ),
            new("day", ColumnType.Day, "A day.", row => row.Day),
        ]
    );

    private static readonly Dictionary<string, string> Types = Table.Columns.ToDictionary(
        column => column.Name,
        column => column.Type
    );

    public static TheoryData<string> Formats => [.. TableFormat.All.Select(format => format.Name)];

    // A lone surrogate is no text in UTF-8; stores and JSON have none.
    [Theory]
    [InlineData("=HYPERLINK(\"http://evil.example\",\"MPNST\")")]
    [InlineData("@SUM(1)")]
    [InlineData("<script>alert(1)</script> & ]]>")]
    [InlineData("\u202Esredro\u202C right to left")]
    [InlineData("  blanks at the ends\t")]
    [InlineData("lines\r\nof\nseveral\rkinds")]
    [InlineData("control \u0001\u001f and \ufffe\uffff")]
    [InlineData("_x0041_ is not A")]
    [InlineData("🧬 é 中")]
    [InlineData("")]
    public async Task Whatever_a_record_holds_is_read_back_and_runs_nowhere(string text)
    {
        WrittenRow[] rows =
        [
            new(text, text.Length > 0 ? [text, "b; c%"] : [], 3, new(2020, 2, 29)),
        ];
        foreach (var format in TableFormat.All)
        {
            var read = Assert.Single(
                await TableReader.ReadAsync(format.Name, await WriteAsync(format, rows), Types)
            );

            Assert.Equal(text, read["text"]);
            Assert.Equal(text.Length > 0 ? $"{text} | b; c%" : "", read["list"]);
            Assert.Equal("3", read["count"]);
            Assert.Equal("0.3", read["percent"]);
            Assert.Equal("false", read["even"]);
            Assert.Equal("2020-02-29", read["day"]);
        }
    }

    [Theory]
    [MemberData(nameof(Formats))]
    public async Task Absent_values_lists_without_values_and_tables_without_rows_are_read_back(
        string name
    )
    {
        var format = TableFormat.Find(name)!;
        WrittenRow[] rows = [new(null, [], null, null), new("last", ["one"], -1, new(1850, 1, 1))];

        var read = await TableReader.ReadAsync(name, await WriteAsync(format, rows), Types);
        Assert.All(read[0].Values, Assert.Empty);
        Assert.Equal("last", read[1]["text"]);
        Assert.Equal("one", read[1]["list"]);
        Assert.Equal("1850-01-01", read[1]["day"]);
        Assert.Empty(await TableReader.ReadAsync(name, await WriteAsync(format, []), Types));
    }

    [Fact]
    public async Task A_text_too_long_for_a_cell_is_cut_in_a_workbook_and_says_so()
    {
        var text = string.Concat(Enumerable.Repeat("🧬", 20_000));
        var file = await WriteAsync(TableFormat.Xlsx, [new(text, [], 1, null)]);

        var cell = TableReader.Sheet(file, "rows")[1][0];
        Assert.InRange(cell.Length, 32_000, 32_767);
        Assert.EndsWith("🧬…", cell, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Rows_that_a_sheet_does_not_take_go_on_in_the_next()
    {
        Table<int> numbers = new(
            "numbers",
            [new("number", ColumnType.WholeNumber, "A number.", number => number)]
        );
        var file = new MemoryStream();
        await TableFormat.Xlsx.WriteAsync(
            file,
            numbers.With(Enumerable.Range(1, XlsxExport.MostRows + 1), TableOrigin.None),
            TestContext.Current.CancellationToken
        );

        Assert.Equal(
            ["numbers", "numbers 2", "About", "Columns"],
            TableReader.SheetNames(file.ToArray())
        );
        Assert.Equal(
            [
                ["number"],
                ["1048576"],
            ],
            TableReader.Sheet(file.ToArray(), "numbers 2")
        );
    }

    // A response body has no position and does not allow synchronous writes.
    [Theory]
    [MemberData(nameof(Formats))]
    public async Task Any_number_of_rows_goes_out_in_constant_memory(string name)
    {
        const int rows = 200_000;
        var body = new Body();
        var held = new List<long>();
        await TableFormat
            .Find(name)!
            .WriteAsync(
                body,
                Table.With(
                    Enumerable
                        .Range(0, rows)
                        .Select(number =>
                        {
                            if (number % (rows / 4) == rows / 8)
                            {
                                held.Add(GC.GetTotalMemory(forceFullCollection: true));
                            }
                            return new WrittenRow($"text {number}", [$"{number}"], number, null);
                        }),
                    TableOrigin.None
                ),
                TestContext.Current.CancellationToken
            );

        Assert.True(body.Written > 1_000_000);
        Assert.Equal(4, held.Count);
        // Other tests run meanwhile; 150,000 rows held would be more than 30 MB.
        Assert.True(
            held[^1] - held[0] < 30_000_000,
            $"Memory grew from {held[0]:N0} to {held[^1]:N0} bytes."
        );
    }

    private static async Task<byte[]> WriteAsync(TableFormat format, WrittenRow[] rows)
    {
        var body = new Body();
        await format.WriteAsync(
            body,
            Table.With(rows, TableOrigin.None),
            TestContext.Current.CancellationToken
        );
        return body.ToArray();
    }

    /// <summary>Takes what a response body takes, and keeps it if it is small.</summary>
    private sealed class Body : Stream
    {
        private readonly MemoryStream kept = new();

        public long Written { get; private set; }

        public byte[] ToArray() => kept.ToArray();

        public override bool CanRead => false;
        public override bool CanSeek => false;
        public override bool CanWrite => true;
        public override long Length => throw new NotSupportedException();
        public override long Position
        {
            get => throw new NotSupportedException();
            set => throw new NotSupportedException();
        }

        public override void Write(byte[] buffer, int offset, int count) =>
            throw new InvalidOperationException("Synchronous operations are disallowed.");

        public override ValueTask WriteAsync(
            ReadOnlyMemory<byte> buffer,
            CancellationToken cancellationToken = default
        )
        {
            Written += buffer.Length;
            if (Written < 1_000_000)
            {
                kept.Write(buffer.Span);
            }
            return ValueTask.CompletedTask;
        }

        public override Task WriteAsync(
            byte[] buffer,
            int offset,
            int count,
            CancellationToken cancellationToken
        ) => WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

        public override Task FlushAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public override void Flush() =>
            throw new InvalidOperationException("Synchronous operations are disallowed.");

        public override int Read(byte[] buffer, int offset, int count) =>
            throw new NotSupportedException();

        public override long Seek(long offset, SeekOrigin origin) =>
            throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();
    }
}
