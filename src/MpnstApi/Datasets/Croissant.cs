using System.Text.Json;
using System.Text.Json.Serialization;
using MpnstApi.Exports;
using MpnstApi.Releases;
using MpnstApi.Statistics;

namespace MpnstApi.Datasets;

/// <summary>A reference to a part of the description by its @id.</summary>
/// <param name="Id">The part's @id.</param>
public sealed record CroissantReference([property: JsonPropertyName("@id")] string Id);

/// <summary>Who made the dataset.</summary>
/// <param name="Type">sc:Organization.</param>
/// <param name="Name">Its name.</param>
/// <param name="Url">Its address.</param>
public sealed record CroissantOrganization(
    [property: JsonPropertyName("@type")] string Type,
    string Name,
    string Url
);

/// <summary>The terms of one source.</summary>
/// <param name="Type">sc:CreativeWork.</param>
/// <param name="Name">The source.</param>
/// <param name="Url">Address of its terms.</param>
/// <param name="Text">Its terms of use.</param>
public sealed record CroissantTerms(
    [property: JsonPropertyName("@type")] string Type,
    string Name,
    string Url,
    string Text
);

/// <summary>A file to download.</summary>
/// <param name="Type">cr:FileObject.</param>
/// <param name="Id">The id by which fields refer to it.</param>
/// <param name="Name">Name of the file.</param>
/// <param name="ContentUrl">Its address.</param>
/// <param name="EncodingFormat">Media type.</param>
/// <param name="Sha256">SHA-256 of the file, lower-case hex.</param>
public sealed record CroissantFile(
    [property: JsonPropertyName("@type")] string Type,
    [property: JsonPropertyName("@id")] string Id,
    string Name,
    string ContentUrl,
    string EncodingFormat,
    string Sha256
);

/// <summary>The part of a file that a field is read from.</summary>
/// <param name="Column">Header of the column.</param>
public sealed record CroissantExtract(string Column);

/// <summary>How a cell is split into several values.</summary>
/// <param name="Separator">The separator.</param>
public sealed record CroissantTransform(string Separator);

/// <summary>The source of a field.</summary>
public sealed record CroissantSource(CroissantReference FileObject, CroissantExtract Extract)
{
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public CroissantTransform? Transform { get; init; }
}

/// <summary>A column.</summary>
/// <param name="Type">cr:Field.</param>
/// <param name="Id">Table and column.</param>
/// <param name="Name">Header of the column.</param>
/// <param name="Description">What a cell holds.</param>
/// <param name="DataType">sc:Text, sc:Integer, sc:Float, sc:Boolean or sc:Date.</param>
/// <param name="Source">Where it comes from.</param>
public sealed record CroissantField(
    [property: JsonPropertyName("@type")] string Type,
    [property: JsonPropertyName("@id")] string Id,
    string Name,
    string Description,
    string DataType,
    CroissantSource Source
)
{
    /// <summary>True if a cell holds several values.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public bool? Repeated { get; init; }
}

/// <summary>A table.</summary>
/// <param name="Type">cr:RecordSet.</param>
/// <param name="Id">Name of the table.</param>
/// <param name="Name">Name of the table.</param>
/// <param name="Key">The column that identifies rows; left out if no single one does.</param>
/// <param name="Field">A field for each column.</param>
public sealed record CroissantRecords(
    [property: JsonPropertyName("@type")] string Type,
    [property: JsonPropertyName("@id")] string Id,
    string Name,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] CroissantReference? Key,
    IReadOnlyList<CroissantField> Field
);

/// <summary>A Croissant 1.0 description of a release, in JSON-LD.</summary>
/// <param name="Context">What the names mean.</param>
/// <param name="Type">sc:Dataset.</param>
/// <param name="ConformsTo">The version of Croissant.</param>
/// <param name="Name">Name of the dataset.</param>
/// <param name="Description">What it holds and what it is known to lack.</param>
/// <param name="License">The terms of each source; there is no other licence.</param>
/// <param name="Url">Address of the release.</param>
/// <param name="Creator">Who made it.</param>
/// <param name="Publisher">Who published it.</param>
/// <param name="DatePublished">When the release was published, UTC.</param>
/// <param name="Version">The release, YYYY-MM-DD.N.</param>
/// <param name="InLanguage">Language of its texts.</param>
/// <param name="Keywords">Its subjects.</param>
/// <param name="CiteAs">BibTeX.</param>
/// <param name="Distribution">Its files.</param>
/// <param name="RecordSet">The tables in them.</param>
public sealed record CroissantDataset(
    [property: JsonPropertyName("@context")] JsonElement Context,
    [property: JsonPropertyName("@type")] string Type,
    string ConformsTo,
    string Name,
    string Description,
    IReadOnlyList<CroissantTerms> License,
    string Url,
    CroissantOrganization Creator,
    CroissantOrganization Publisher,
    DateTime DatePublished,
    string Version,
    string InLanguage,
    IReadOnlyList<string> Keywords,
    string CiteAs,
    IReadOnlyList<CroissantFile> Distribution,
    IReadOnlyList<CroissantRecords> RecordSet
);

/// <summary>Creates Croissant descriptions of releases.</summary>
public static class Croissant
{
    private const string About =
        "Clinical trials of malignant peripheral nerve sheath tumours and of soft tissue sarcomas as a class, from registry records: one row per trial with its drugs, their targets and other labels derived by published rules.";

    private static readonly JsonElement Context = JsonSerializer.Deserialize<JsonElement>(
        """
        {
          "@language": "en",
          "@vocab": "https://schema.org/",
          "citeAs": "cr:citeAs",
          "column": "cr:column",
          "conformsTo": "dct:conformsTo",
          "cr": "http://mlcommons.org/croissant/",
          "dataType": { "@id": "cr:dataType", "@type": "@vocab" },
          "dct": "http://purl.org/dc/terms/",
          "extract": "cr:extract",
          "field": "cr:field",
          "fileObject": "cr:fileObject",
          "key": "cr:key",
          "recordSet": "cr:recordSet",
          "repeated": "cr:repeated",
          "sc": "https://schema.org/",
          "separator": "cr:separator",
          "source": "cr:source",
          "transform": "cr:transform"
        }
        """
    );

    /// <summary>Returns the description of a release with the files that the service serves.</summary>
    /// <param name="release">The release to describe.</param>
    /// <param name="root">Scheme and host of all addresses.</param>
    /// <param name="files">Its files.</param>
    /// <param name="cancellation">Cancels the wait for their digests.</param>
    public static async Task<CroissantDataset> OfAsync(
        Release release,
        string root,
        IEnumerable<TableFile<Release>> files,
        CancellationToken cancellation
    )
    {
        var described = new List<(TableFile<Release>, string, string)>();
        foreach (var file in files.Where(IsDescribed))
        {
            described.Add(
                (
                    file,
                    root + file.AddressOf(release),
                    await file.DigestAsync(release, cancellation)
                )
            );
        }
        return Of(release, root, described);
    }

    // Workbooks contain the time at which they are written, so no two have the same digest; NDJSON has the content of CSV.
    private static bool IsDescribed(TableFile<Release> file) =>
        file.Format == TableFormat.Csv || file.Format == TableFormat.Parquet;

    /// <summary>Returns the description of a release with these files.</summary>
    /// <param name="release">The release to describe.</param>
    /// <param name="root">Scheme and host of the service.</param>
    /// <param name="files">Its files, each with its address and its SHA-256.</param>
    public static CroissantDataset Of(
        Release release,
        string root,
        IEnumerable<(TableFile<Release> File, string Address, string Sha256)> files
    )
    {
        var distribution = new List<CroissantFile>();
        var tables = new List<CroissantRecords>();
        foreach (var (file, address, sha256) in files)
        {
            var name = file.NameOf(release);
            distribution.Add(
                new CroissantFile(
                    "cr:FileObject",
                    name,
                    name,
                    address,
                    file.Format.MediaType,
                    sha256
                )
            );
            if (file.Format == TableFormat.Csv)
            {
                tables.Add(Table(file.Table, new CroissantReference(name)));
            }
        }
        var creator = new CroissantOrganization("sc:Organization", ReleaseCitation.Publisher, root);
        return new CroissantDataset(
            Context,
            "sc:Dataset",
            "http://mlcommons.org/croissant/1.0",
            "mpnst-trials",
            string.Join(' ', [About, .. DatasetQuery.Gaps(release), .. TableFormat.Notes]),
            [
                .. Sources.All.Select(source => new CroissantTerms(
                    "sc:CreativeWork",
                    source.Source,
                    source.Url.StartsWith('/') ? root + source.Url : source.Url,
                    source.Terms
                )),
            ],
            Citation.AddressOf(release, root),
            creator,
            creator,
            release.Header.PublishedAt,
            release.Header.Version,
            "en",
            ["clinical trials", "malignant peripheral nerve sheath tumor", "soft tissue sarcoma"],
            Citation.AsBibTeX([Citation.OfRelease(release, root)]),
            distribution,
            tables
        );
    }

    private static CroissantRecords Table(TableDescription table, CroissantReference file) =>
        new(
            "cr:RecordSet",
            table.Table,
            table.Table,
            table.FirstIsKey
                ? new CroissantReference($"{table.Table}/{table.Columns[0].Name}")
                : null,
            [
                .. table.Columns.Select(column => new CroissantField(
                    "cr:Field",
                    $"{table.Table}/{column.Name}",
                    column.Name,
                    column.Description,
                    TypeOf(column),
                    new CroissantSource(file, new CroissantExtract(column.Name))
                    {
                        Transform = IsList(column)
                            ? new CroissantTransform(ListCell.Separator)
                            : null,
                    }
                )
                {
                    Repeated = IsList(column) ? true : null,
                }),
            ]
        );

    private static bool IsList(ColumnDescription column) => column.Type == ColumnType.List;

    private static string TypeOf(ColumnDescription column) =>
        column.Type switch
        {
            ColumnType.WholeNumber => "sc:Integer",
            ColumnType.Number => "sc:Float",
            ColumnType.Boolean => "sc:Boolean",
            ColumnType.Day => "sc:Date",
            // Dates too: as sc:Date, a year alone would become the first of January.
            _ => "sc:Text",
        };
}
