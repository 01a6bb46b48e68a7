using System.Globalization;
using Microsoft.AspNetCore.Http.HttpResults;
using MpnstApi.Exports;
using MpnstApi.Filtering;
using MpnstApi.Releases;

namespace MpnstApi.Http;

/// <summary>Streams tables of a whole cohort as responses, in any format.</summary>
public static class TableResponses
{
    /// <summary>
    /// Declares that an operation can also respond with a table, in the formats of <see cref="RequestParameters.Format"/>.
    /// The data dictionary describes its columns.
    /// </summary>
    public static RouteHandlerBuilder ProducesTable<TResponse, TRow>(
        this RouteHandlerBuilder builder,
        Table<TRow> table
    ) =>
        builder
            .WithMetadata(table.Describe())
            .Produces<TResponse>(
                StatusCodes.Status200OK,
                Representation.MediaTypeOf(Representation.Json),
                [.. TableFormat.All.Select(format => format.MediaType)]
            );

    /// <summary>Returns a table in the format that a query requests.</summary>
    /// <param name="query">The query.</param>
    /// <param name="table">The table.</param>
    /// <param name="rows">Its rows, enumerated while they are sent.</param>
    /// <param name="what">The subject of the file, for its name.</param>
    /// <param name="aborted">Ends the response when the client has disconnected.</param>
    /// <param name="facts">Further statements about its origin.</param>
    public static PushStreamHttpResult Of<TRow>(
        ApiQuery query,
        Table<TRow> table,
        IEnumerable<TRow> rows,
        string what,
        CancellationToken aborted,
        params IEnumerable<KeyValuePair<string, string>> facts
    )
    {
        var format = TableFormat.Find(query.Format)!;
        var content = table.With(
            rows,
            OriginOf(
                query.Release,
                query.Filter,
                AddressOf(query.Path, query.Canonical, query.Release, format),
                facts
            )
        );
        return TypedResults.Stream(
            output => format.WriteAsync(output, content, aborted),
            format.IsText ? $"{format.MediaType}; charset=utf-8" : format.MediaType,
            NameOf(what, query.Release, format)
        );
    }

    /// <summary>Returns a table of a whole release as files, one in each format, each with its address in the API.</summary>
    /// <param name="table">The table.</param>
    /// <param name="path">Path of the operation below the root of the API.</param>
    /// <param name="filter">Selects the whole release.</param>
    /// <param name="rows">The rows of a release.</param>
    public static IReadOnlyList<TableFile<Release>> WholeRelease<TRow>(
        Table<TRow> table,
        string path,
        TrialFilter filter,
        Func<Release, TrialFilter, IEnumerable<TRow>> rows
    ) =>
        [
            .. TableFormat.All.Select(format =>
            {
                string Address(Release release) =>
                    AddressOf(
                        $"{HttpRegistration.ApiRoot}/{path}",
                        filter.ToKey(),
                        release,
                        format
                    );
                return new TableFile<Release>(
                    table.Describe(),
                    format,
                    release => NameOf(path, release, format),
                    Address,
                    release =>
                        table.With(
                            rows(release, filter),
                            OriginOf(release, filter, Address(release), [])
                        )
                );
            }),
        ];

    private static string NameOf(string what, Release release, TableFormat format) =>
        $"mpnst-{what}-{release.Header.Version}.{format.Name}";

    // The address names the release, so the rows never change.
    private static string AddressOf(
        string path,
        string canonical,
        Release release,
        TableFormat format
    )
    {
        var named = $"{RequestParameters.Release.Name}={release.Header.Version}";
        string[] parts =
        [
            canonical,
            canonical.Split('&').Contains(named) ? "" : named,
            $"{RequestParameters.FormatName}={format.Name}",
        ];
        return $"{path.ToLowerInvariant()}?{string.Join('&', parts.Where(part => part.Length > 0))}";
    }

    // No host: a file is the same whatever host is requested.
    private static TableOrigin OriginOf(
        Release release,
        TrialFilter filter,
        string address,
        IEnumerable<KeyValuePair<string, string>> facts
    )
    {
        var header = release.Header;
        return new TableOrigin([
            new("Release", header.Version),
            new(
                "Published",
                header.PublishedAt.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)
            ),
            new("Trials of the release from", release.Sources),
            new("Statuses", release.StatusDates.Describe()),
            new("Filter", FilterEcho.Describe(filter)),
            .. facts,
            new("Address", address),
            new("Citation", ReleaseCitation.Sentence(release)),
            new("Content SHA-256", release.ContentHash),
            new("Dictionary", header.DictionaryVersion),
            .. Sources.All.Select(source => new KeyValuePair<string, string>(
                $"Terms of {source.Source}",
                $"{source.Terms} {source.Url}"
            )),
        ]);
    }
}
