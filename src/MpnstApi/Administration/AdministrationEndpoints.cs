using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Microsoft.Net.Http.Headers;
using MpnstApi.Access;
using MpnstApi.Filtering;
using MpnstApi.Http;
using MpnstApi.Importing;
using MpnstApi.Registry;
using MpnstApi.Storage;

namespace MpnstApi.Administration;

/// <summary>Maps imports, syncs and their runs, for keys with the scope <see cref="Scopes.Admin"/>.</summary>
public static class AdministrationEndpoints
{
    /// <summary>The greatest size of an import's content, in bytes.</summary>
    private const long LargestImport = 1024 * 1024 * 1024;

    private const string SourceName = "uploaded records";

    private static readonly string[] ImportTypes = ["application/json", "application/x-ndjson"];

    private static readonly RequestParameter<bool> All = Flag(
        "all",
        "Whether to keep trials of every scope; otherwise only those that name MPNST, include sarcomas as a class or concern NF1."
    );
    private static readonly RequestParameter<bool> Full = Flag(
        "full",
        "Whether to request everything from the registry, not only what was updated since the last sync."
    );
    private static readonly RequestParameter<bool> AcceptShrink = Flag(
        "acceptShrink",
        "Whether to publish even if more than a fifth of the trials from the registry would be removed."
    );
    private static readonly RequestParameter<int> Limit = RequestParameters.Limit with
    {
        Description = "The most runs in the response.",
    };

    public static RouteGroupBuilder MapAdministration(this IEndpointRouteBuilder api)
    {
        var admin = api.MapGroup("/admin")
            .WithTags("Administration")
            .RequireAuthorization(Scopes.Admin);
        admin
            .MapPost("/import", ImportAsync)
            .WithName("importRecords")
            .WithSummary("Import registry records")
            .WithDescription(
                "The content is the same as in a file for the command import: ClinicalTrials.gov API v2 JSON with one study, a page or an array, or with one study per line. Records that cannot be read are rejected and listed; the others are published as one release. The response is sent when the import has ended; the import continues if the caller disconnects."
            )
            .WithMetadata(
                new QueryContract(false, [All])
                {
                    NeedsRelease = false,
                    Content = new("Registry records.", ImportTypes),
                },
                new RequestSizeLimit(LargestImport)
            )
            .Produces<ImportResponse>();
        admin
            .MapPost("/sync", SyncAsync)
            .WithName("syncWithRegistry")
            .WithSummary("Bring the store up to date with ClinicalTrials.gov")
            .WithDescription(
                "Does the same as the command sync. The response is sent when the sync has ended, which may take minutes. The sync continues if the caller disconnects; /api/v1/admin/runs then shows its result."
            )
            .WithMetadata(new QueryContract(false, [Full, AcceptShrink]) { NeedsRelease = false })
            .Produces<SyncResponse>();
        admin
            .MapGet("/runs", ListAsync)
            .WithName("listRuns")
            .WithSummary("Imports and syncs, newest first")
            .WithDescription(
                "The source of each run, the number of records by result, and the release that it published."
            )
            .WithMetadata(new QueryContract(false, [Limit]) { NeedsRelease = false })
            .Produces<RunList>();
        return admin;
    }

    private static async Task<IResult> ImportAsync(
        HttpRequest request,
        Importer importer,
        AdministrationWork work,
        bool all = false
    )
    {
        if (
            !MediaTypeHeaderValue.TryParse(request.ContentType, out var type)
            || !ImportTypes.Contains(type.MediaType.Value, StringComparer.OrdinalIgnoreCase)
        )
        {
            return Problem.Of(
                ProblemKind.UnsupportedMediaType,
                $"The content of an import is {string.Join(" or ", ImportTypes)}."
            );
        }
        // On disk: it may be larger than memory, and is read after the caller may have disconnected.
        var content = new FileStream(
            Path.Combine(Path.GetTempPath(), $"mpnst-import-{Path.GetRandomFileName()}"),
            new FileStreamOptions
            {
                Mode = FileMode.CreateNew,
                Access = FileAccess.ReadWrite,
                Options = FileOptions.DeleteOnClose | FileOptions.Asynchronous,
            }
        );
        try
        {
            await request.Body.CopyToAsync(content, request.HttpContext.RequestAborted);
            content.Position = 0;
        }
        catch
        {
            await content.DisposeAsync();
            throw;
        }
        return await RespondAsync(
            work,
            async stopping =>
            {
                await using (content)
                {
                    var source = new ImportSource(
                        RunKind.File,
                        SourceName,
                        [new ImportPart(SourceName, content.Length, () => content)]
                    );
                    return ImportResponse.Of(
                        await importer.ImportAsync(source, all, progress: null, stopping)
                    );
                }
            },
            TypedResults.Ok,
            request.HttpContext.RequestAborted,
            content
        );
    }

    private static Task<IResult> SyncAsync(
        HttpContext context,
        Sync sync,
        AdministrationWork work,
        bool full = false,
        bool acceptShrink = false
    ) =>
        RespondAsync(
            work,
            stopping => sync.RunAsync(full, acceptShrink, annotateAgain: true, stopping),
            report =>
                report.Outcome switch
                {
                    SyncOutcome.Busy => Problem.Of(
                        ProblemKind.Conflict,
                        "Another sync is running on this database. Try again when it has ended."
                    ),
                    SyncOutcome.StillHeldBack => Problem.Of(
                        ProblemKind.Conflict,
                        "A sync with this data was held back because too many trials would be removed. Confirm it with acceptShrink=true."
                    ),
                    _ => TypedResults.Ok(
                        new SyncResponse(
                            Run.Keyword(report.Outcome),
                            report.Timestamp,
                            report.Import is { } import ? ImportResponse.Of(import) : null,
                            report.NotInRegistry
                        )
                    ),
                },
            context.RequestAborted
        );

    private static async Task<IResult> ListAsync(
        IDbContextFactory<MpnstDbContext> store,
        CancellationToken cancellation,
        int limit = Paging.DefaultSize
    )
    {
        try
        {
            await using var db = await store.CreateDbContextAsync(cancellation);
            return TypedResults.Ok(await RunQuery.ListAsync(db, limit, cancellation));
        }
        catch (Exception exception) when (StoreErrors.Is(exception))
        {
            return StoreUnavailable(exception);
        }
    }

    /// <summary>
    /// Runs an import or sync and returns its result. Errors that the caller can correct become problem details.
    /// </summary>
    private static async Task<IResult> RespondAsync<T>(
        AdministrationWork work,
        Func<CancellationToken, Task<T>> run,
        Func<T, IResult> respond,
        CancellationToken caller,
        FileStream? unused = null
    )
        where T : class
    {
        try
        {
            var (started, result) = await work.RunAsync(run, caller);
            if (started)
            {
                return respond(result!);
            }
            if (unused is not null)
            {
                await unused.DisposeAsync();
            }
            return Problem.Of(
                ProblemKind.Conflict,
                "Another import or sync that was started over HTTP is running here. Try again when it has ended."
            );
        }
        catch (ImportException exception)
        {
            return Problem.Of(ProblemKind.InvalidValue, exception.Message);
        }
        catch (Exception exception)
            when (exception is SyncHeldBackException or StoreBusyException or LeaseLostException)
        {
            return Problem.Of(ProblemKind.Conflict, exception.Message);
        }
        catch (RegistryException exception)
        {
            return Problem.Of(ProblemKind.RegistryUnavailable, exception.Message);
        }
        catch (Exception exception) when (StoreErrors.Is(exception))
        {
            return StoreUnavailable(exception);
        }
    }

    private static ProblemHttpResult StoreUnavailable(Exception exception) =>
        Problem.Of(ProblemKind.StoreUnavailable, StoreErrorDescription.Of(exception));

    private static RequestParameter<bool> Flag(string name, string description) =>
        new(name, ParameterKind.Boolean, description, bool.Parse)
        {
            Values = [bool.FalseString.ToLowerInvariant(), bool.TrueString.ToLowerInvariant()],
            Default = bool.FalseString.ToLowerInvariant(),
        };

    /// <summary>The greatest content that the server accepts for this endpoint.</summary>
    private sealed record RequestSizeLimit(long? MaxRequestBodySize)
        : Microsoft.AspNetCore.Http.Metadata.IRequestSizeLimitMetadata;
}
