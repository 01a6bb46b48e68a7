using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using MpnstApi.Releases;

namespace MpnstApi.Datasets;

/// <summary>The author of a work: a person by family and given name, or an organization by literal.</summary>
public sealed record CslName
{
    /// <summary>Family name of a person.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Family { get; init; }

    /// <summary>Given name of a person.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Given { get; init; }

    /// <summary>Name of an organization.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Literal { get; init; }
}

/// <summary>A date.</summary>
/// <param name="DateParts">One date: year, and month and day if known.</param>
public sealed record CslDate(
    [property: JsonPropertyName("date-parts")] IReadOnlyList<IReadOnlyList<int>> DateParts
);

/// <summary>A work to cite, in CSL-JSON. Unknown members are left out.</summary>
public sealed record CslItem
{
    /// <summary>Key of the entry.</summary>
    public required string Id { get; init; }

    /// <summary>dataset or article-journal.</summary>
    public required string Type { get; init; }

    /// <summary>Title of the work.</summary>
    public required string Title { get; init; }

    /// <summary>Who made it.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<CslName>? Author { get; init; }

    /// <summary>Who published it.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Publisher { get; init; }

    /// <summary>The journal.</summary>
    [JsonPropertyName("container-title")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? ContainerTitle { get; init; }

    /// <summary>Date of publication.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public CslDate? Issued { get; init; }

    /// <summary>Version of the work.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Version { get; init; }

    /// <summary>DOI without the resolver's address.</summary>
    [JsonPropertyName("DOI")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Doi { get; init; }

    /// <summary>Address of the work.</summary>
    [JsonPropertyName("URL")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Url { get; init; }

    /// <summary>Notes: content hash and sources of the dataset, terms of a source.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Note { get; init; }
}

/// <summary>Creates citations of a release and its sources.</summary>
public static class Citation
{
    /// <summary>Returns the citation of the release, followed by those of its sources.</summary>
    /// <param name="release">The release to cite.</param>
    /// <param name="root">Scheme and host of the service.</param>
    public static IReadOnlyList<CslItem> Of(Release release, string root) =>
        [
            OfRelease(release, root),
            new CslItem
            {
                Id = "clinicaltrials-gov",
                Type = "dataset",
                Title = Sources.Registry.Source,
                Author = [new CslName { Literal = "U.S. National Library of Medicine" }],
                Issued = release.Header.SourceTimestamp is { } day ? Date(day) : null,
                Url = "https://clinicaltrials.gov",
                Note = Sources.Registry.Terms + StatusesOf(release),
            },
            new CslItem
            {
                Id = "drugcentral-2016",
                Type = "dataset",
                Title = Sources.DrugCentral.Source,
                Version = "2016",
                Doi = "10.1093/nar/gkw993",
                Url = Sources.DrugCentral.Url,
                Note = Sources.DrugCentral.Terms,
            },
            OfLetter(release),
        ];

    /// <summary>Returns the citations as BibTeX.</summary>
    public static string AsBibTeX(IEnumerable<CslItem> items) =>
        string.Join('\n', items.Select(AsBibTeX));

    /// <summary>Returns the citation of the release only.</summary>
    public static CslItem OfRelease(Release release, string root)
    {
        var header = release.Header;
        return new CslItem
        {
            Id = $"mpnstapi-{header.Version}",
            Type = "dataset",
            Title = ReleaseCitation.TitleOf(release),
            Author = [new CslName { Literal = ReleaseCitation.Publisher }],
            Publisher = ReleaseCitation.Publisher,
            Issued = Date(header.PublishedAt),
            Version = header.Version,
            Url = AddressOf(release, root),
            Note =
                $"{header.Trials} trials, from {release.Sources}. Content SHA-256 {release.ContentHash}, dictionary {header.DictionaryVersion}.",
        };
    }

    /// <summary>Returns the address at which the service describes a release.</summary>
    public static string AddressOf(Release release, string root) =>
        $"{root}/api/v1/dataset?release={release.Header.Version}";

    /// <summary>Returns a Citation File Format 1.2 file of the release, with its sources as references.</summary>
    public static string AsCff(Release release, IReadOnlyList<CslItem> items)
    {
        var text = new StringBuilder();
        text.Append("cff-version: 1.2.0\n");
        text.Append("message: Cite the release with its version, and name its sources.\n");
        text.Append("type: dataset\n");
        AppendCff(text, items[0], "");
        text.Append(
            CultureInfo.InvariantCulture,
            $"identifiers:\n  - type: other\n    value: {Quoted($"sha256:{release.ContentHash}")}\n    description: SHA-256 of the trials and labels\n"
        );
        text.Append("references:\n");
        foreach (var source in items.Skip(1))
        {
            text.Append(
                CultureInfo.InvariantCulture,
                $"  - type: {(source.ContainerTitle is null ? "data" : "article")}\n"
            );
            AppendCff(text, source, "    ");
        }
        return text.ToString();
    }

    private static void AppendCff(StringBuilder text, CslItem item, string indent)
    {
        Add("title", item.Title);
        text.Append(CultureInfo.InvariantCulture, $"{indent}authors:\n");
        foreach (var author in item.Author ?? [new CslName { Literal = item.Title }])
        {
            if (author.Literal is { } literal)
            {
                text.Append(CultureInfo.InvariantCulture, $"{indent}  - name: {Quoted(literal)}\n");
                continue;
            }
            text.Append(
                CultureInfo.InvariantCulture,
                $"{indent}  - family-names: {Quoted(author.Family!)}\n"
            );
            if (author.Given is { } given)
            {
                text.Append(
                    CultureInfo.InvariantCulture,
                    $"{indent}    given-names: {Quoted(given)}\n"
                );
            }
        }
        Add("version", item.Version);
        switch (item.Issued?.DateParts[0])
        {
            case [var year, var month, var day]:
                var date = new DateOnly(year, month, day).ToString(
                    "O",
                    CultureInfo.InvariantCulture
                );
                text.Append(CultureInfo.InvariantCulture, $"{indent}date-released: {date}\n");
                break;
            case [var year, ..]:
                text.Append(CultureInfo.InvariantCulture, $"{indent}year: {year}\n");
                break;
        }
        Add("journal", item.ContainerTitle);
        Add("doi", item.Doi);
        // Without the address of a service the release has no absolute address.
        Add("url", item.Url?.StartsWith('/') is true ? null : item.Url);
        Add(indent.Length == 0 ? "abstract" : "notes", item.Note);

        void Add(string field, string? value)
        {
            if (value is not null)
            {
                text.Append(CultureInfo.InvariantCulture, $"{indent}{field}: {Quoted(value)}\n");
            }
        }
    }

    // A JSON string is also a YAML string.
    private static string Quoted(string text) => JsonSerializer.Serialize(text);

    private static CslItem OfLetter(Release release)
    {
        var letter = release.Dictionary.Published.Source;
        var authors = letter.Authors.Split(", ").Select(PersonOf).ToList();
        return new CslItem
        {
            Id = string.Create(
                CultureInfo.InvariantCulture,
                $"{authors[0].Family!.ToLowerInvariant()}-{letter.Year}"
            ),
            Type = "article-journal",
            Title = letter.Title,
            Author = authors,
            ContainerTitle = letter.Journal,
            Issued = new CslDate([
                [letter.Year],
            ]),
            Note = Sources.Letter.Terms,
        };
    }

    // "Zhao G": the family name followed by initials.
    private static CslName PersonOf(string name)
    {
        var border = name.LastIndexOf(' ');
        return new CslName { Family = name[..border], Given = name[(border + 1)..] };
    }

    private static string StatusesOf(Release release) =>
        release.StatusDates is { Min: { } min, Max: { } max }
            ? $" Statuses as of {min} to {max}."
            : "";

    private static CslDate Date(DateTime day) =>
        new([
            [day.Year, day.Month, day.Day],
        ]);

    private static string AsBibTeX(CslItem item)
    {
        var text = new StringBuilder();
        // Styles older than biblatex do not have @dataset.
        text.Append(
            CultureInfo.InvariantCulture,
            $"@{(item.ContainerTitle is null ? "misc" : "article")}{{{item.Id},\n"
        );
        Add("author", string.Join(" and ", (item.Author ?? []).Select(AsBibTeX)));
        // In extra braces, so that no style changes its capitals.
        Add("title", $"{{{Escape(item.Title)}}}");
        Add("journal", Escape(item.ContainerTitle));
        Add("publisher", Escape(item.Publisher));
        if (item.Issued?.DateParts[0] is { } date)
        {
            Add("year", date[0].ToString(CultureInfo.InvariantCulture));
            Add(
                "date",
                date.Count == 3
                    ? new DateOnly(date[0], date[1], date[2]).ToString(
                        "O",
                        CultureInfo.InvariantCulture
                    )
                    : null
            );
        }
        Add("version", Escape(item.Version));
        Add("doi", item.Doi);
        Add("url", item.Url);
        Add("note", Escape(item.Note));
        return text.Append("}\n").ToString();

        void Add(string field, string? value)
        {
            if (!string.IsNullOrEmpty(value))
            {
                text.Append(CultureInfo.InvariantCulture, $"  {field} = {{{value}}},\n");
            }
        }
    }

    private static string AsBibTeX(CslName name) =>
        name.Literal is { } literal
            ? $"{{{Escape(literal)}}}"
            : $"{Escape(name.Family)}, {Escape(name.Given)}";

    private static string? Escape(string? text) =>
        text is null
            ? null
            : string.Concat(
                text.Select(letter =>
                    letter switch
                    {
                        '\\' => @"\textbackslash{}",
                        '~' => @"\textasciitilde{}",
                        '^' => @"\textasciicircum{}",
                        '{' or '}' or '&' or '%' or '$' or '#' or '_' => $"\\{letter}",
                        _ => letter.ToString(),
                    }
                )
            );
}
