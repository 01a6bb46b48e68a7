using System.Globalization;
using System.Net;
using Polly;

namespace MpnstApi.Registry;

/// <summary>
/// Represents a client of ClinicalTrials.gov API v2, which sends one request at a time and repeats those that fail. Returns
/// a result only when all of it was received, complete and consistent; otherwise throws <see cref="RegistryException"/>.
/// </summary>
public sealed partial class RegistryClient(
    HttpClient http,
    RegistryOptions settings,
    TimeProvider time,
    ILogger<RegistryClient> logger
) : IDisposable
{
    private const int Rounds = 3;

    /// <summary>The most pages without a study, one after another.</summary>
    private const int EmptyPages = 100;

    private readonly RegistryRequests requests = new(http, settings, time);
    private readonly ResiliencePipeline retry = RegistryRetry.Pipeline(
        settings.RetryDelay,
        time,
        logger
    );
    private readonly SemaphoreSlim turn = new(1);

    /// <summary>Returns the time of the registry's data, in UTC.</summary>
    public async Task<DateTime> DataTimestampAsync(CancellationToken cancellation)
    {
        using var page = await GetAsync("version", cancellation);
        return DateTime.TryParseExact(
            page.Scan.DataTimestamp,
            "yyyy-MM-dd'T'HH:mm:ss",
            CultureInfo.InvariantCulture,
            DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal,
            out var timestamp
        )
            ? timestamp
            : throw new RegistryException(
                page.Scan.DataTimestamp is { } text
                    ? $"The registry gives '{RegistryRequests.Shorten(text)}' as the time of its data; a time such as 2026-01-15T09:00:00 is expected. Nothing was imported."
                    : "The registry does not give the time of its data. Nothing was imported."
            );
    }

    /// <summary>Downloads all studies of a query.</summary>
    public async Task<RegistryDownload> DownloadAsync(
        RegistryQuery query,
        CancellationToken cancellation
    )
    {
        var addresses = query.Addresses();
        TemporaryFile.DeleteOld(settings.TemporaryFolder, time.GetUtcNow());
        var pages = new List<RegistryPage>();
        try
        {
            foreach (var address in addresses)
            {
                pages.AddRange(await DownloadAsync(address, cancellation));
            }
            return new RegistryDownload(pages);
        }
        catch
        {
            pages.ForEach(page => page.Dispose());
            throw;
        }
    }

    /// <summary>Downloads all pages of a result, from the first one again if the result changes meanwhile.</summary>
    private async Task<List<RegistryPage>> DownloadAsync(
        string address,
        CancellationToken cancellation
    )
    {
        for (var round = 1; ; round++)
        {
            var pages = new List<RegistryPage>();
            var whole = false;
            try
            {
                var inconsistency = await ReadPagesAsync(address, pages, cancellation);
                whole = inconsistency is null;
                if (whole)
                {
                    return pages;
                }
                if (round == Rounds)
                {
                    throw new RegistryException(
                        $"The registry's result was incomplete or inconsistent {Rounds} times in a row: {inconsistency}. Nothing was imported; try again later."
                    );
                }
                LogRestart(inconsistency!);
            }
            finally
            {
                if (!whole)
                {
                    pages.ForEach(page => page.Dispose());
                }
            }
            await Task.Delay(round * settings.RetryDelay, time, cancellation);
        }
    }

    /// <summary>Downloads the pages of a result. Returns null when they are complete and consistent; otherwise what is not.</summary>
    private async Task<string?> ReadPagesAsync(
        string address,
        List<RegistryPage> pages,
        CancellationToken cancellation
    )
    {
        var first = $"{address}&pageSize={settings.PageSize}";
        var tokens = new HashSet<string>(StringComparer.Ordinal);
        var ids = new HashSet<string>(StringComparer.Ordinal);
        var received = 0;
        var empty = 0;
        int? total = null;
        string? token = null;
        do
        {
            RegistryPage page;
            try
            {
                page = await GetAsync(
                    token is null
                        ? $"{first}&countTotal=true"
                        : $"{first}&pageToken={Uri.EscapeDataString(token)}",
                    cancellation
                );
            }
            catch (RegistryException rejected)
                when (token is not null && rejected.Status is HttpStatusCode.BadRequest)
            {
                // The same query was accepted a page ago: its pages are those of data that is gone.
                return "the registry rejected a page token that it had issued";
            }
            pages.Add(page);
            if (!page.Scan.HasStudies)
            {
                return "a response has no list of studies";
            }
            if (page.Studies > settings.PageSize)
            {
                return string.Create(
                    CultureInfo.InvariantCulture,
                    $"a page has {page.Studies} studies, more than the {settings.PageSize} that were requested"
                );
            }
            total ??= page.Scan.TotalCount;
            if (total is null)
            {
                return "the first page does not give the number of studies";
            }
            if (page.Ids.FirstOrDefault(id => !ids.Add(id)) is { } twice)
            {
                return $"{RegistryRequests.Shorten(twice)} was sent twice, so the pages changed during the download";
            }
            received += page.Studies;
            empty = page.Studies == 0 ? empty + 1 : 0;
            if (empty > EmptyPages)
            {
                return $"more than {EmptyPages} pages without a study were sent in a row";
            }
            token = page.Scan.NextPageToken;
            if (token is not null && !tokens.Add(token))
            {
                return "the same page token was sent twice";
            }
        } while (token is not null && received <= total);
        return received == total
            ? null
            : string.Create(
                CultureInfo.InvariantCulture,
                $"it counted {total} studies and sent {received}{(token is null ? "" : " and more")}"
            );
    }

    private async Task<RegistryPage> GetAsync(string address, CancellationToken cancellation)
    {
        await turn.WaitAsync(cancellation);
        try
        {
            return await retry.ExecuteAsync(
                async token => await requests.GetAsync(address, token),
                cancellation
            );
        }
        finally
        {
            turn.Release();
        }
    }

    public void Dispose()
    {
        http.Dispose();
        turn.Dispose();
    }

    [LoggerMessage(
        LogLevel.Warning,
        "The registry's result was incomplete or inconsistent and is requested again from its first page: {Inconsistency}"
    )]
    private partial void LogRestart(string inconsistency);
}
