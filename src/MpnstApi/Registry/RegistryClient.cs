using System.Globalization;
using System.Net;
using System.Text.RegularExpressions;

namespace MpnstApi.Registry;

/// <summary>
/// Asks ClinicalTrials.gov API v2, one request at a time. Gives back a result only when all of it has come, whole and
/// consistent; otherwise throws <see cref="RegistryException"/>. The client's handlers must be those that this room has:
/// retries (<see cref="RegistryRetry"/>) around <see cref="BufferedResponseHandler"/>.
/// </summary>
public sealed partial class RegistryClient(
    HttpClient http,
    RegistryOptions settings,
    TimeProvider time,
    ILogger<RegistryClient> logger
) : IDisposable
{
    private const int Rounds = 3;

    /// <summary>Pages without a study, one after another: a registry may send some, not without end.</summary>
    private const int EmptyPages = 100;

    private const int LongestWords = 300;

    private readonly SemaphoreSlim turn = new(1);

    /// <summary>As of when the registry's data is, UTC.</summary>
    public async Task<DateTime> DataTimestampAsync(CancellationToken cancellation)
    {
        using var answer = await GetAsync("version", cancellation);
        return DateTime.TryParseExact(
            answer.Scan.DataTimestamp,
            "yyyy-MM-dd'T'HH:mm:ss",
            CultureInfo.InvariantCulture,
            DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal,
            out var timestamp
        )
            ? timestamp
            : throw new RegistryException(
                answer.Scan.DataTimestamp is { } text
                    ? $"The registry gives '{Shorten(text)}' as the time of its data, which is none such as 2026-01-15T09:00:00. Nothing was taken in."
                    : "The registry does not say of what time its data is. Nothing was taken in."
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

    /// <summary>Pages through a result, anew where it changes on the way.</summary>
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
                var fault = await ReadPagesAsync(address, pages, cancellation);
                whole = fault is null;
                if (fault is null)
                {
                    return pages;
                }
                if (round == Rounds)
                {
                    throw new RegistryException(
                        $"The registry's result was not whole, {Rounds} times in a row: {fault}. Nothing was taken in; try again later."
                    );
                }
                LogAnew(fault);
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

    /// <summary>Null when all pages have come and agree; else what does not.</summary>
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
            catch (RegistryException refused)
                when (token is not null && refused.Status is HttpStatusCode.BadRequest)
            {
                // The same query was taken a page ago: its pages are those of data that is gone.
                return "the registry refused the token of a page that it had given";
            }
            pages.Add(page);
            if (!page.Scan.HasStudies)
            {
                return "an answer holds no list of studies";
            }
            total ??= page.Scan.TotalCount;
            if (total is null)
            {
                return "the first page does not say how many studies there are";
            }
            if (page.Ids.FirstOrDefault(id => !ids.Add(id)) is { } twice)
            {
                return $"{Shorten(twice)} came twice, so the pages shifted on the way";
            }
            received += page.Studies;
            empty = page.Studies == 0 ? empty + 1 : 0;
            if (empty > EmptyPages)
            {
                return $"more than {EmptyPages} pages came without a study";
            }
            token = page.Scan.NextPageToken;
            if (token is not null && !tokens.Add(token))
            {
                return "the same page token came twice";
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
            // Headers only: the handler has the body in a file, and it must not come into memory.
            using var response = await http.GetAsync(
                new Uri(address, UriKind.Relative),
                HttpCompletionOption.ResponseHeadersRead,
                cancellation
            );
            return response.Content is SavedContent saved
                ? saved.Take()
                : throw await RefusedAsync(response, cancellation);
        }
        catch (HttpRequestException exception)
        {
            throw new RegistryException(
                $"The registry at {settings.BaseAddress} could not be read, after {RegistryRetry.Attempts} attempts: {RegistryRetry.Reason(null, exception)}. Nothing was taken in.",
                exception
            );
        }
        finally
        {
            turn.Release();
        }
    }

    private async Task<RegistryException> RefusedAsync(
        HttpResponseMessage response,
        CancellationToken cancellation
    )
    {
        var reason = RegistryRetry.Reason(response, null);
        if (
            RegistryRetry.RetryAfter(response, time) is { } wait
            && wait > RegistryRetry.LongestWait
        )
        {
            var when = (time.GetUtcNow() + wait).UtcDateTime.ToString(
                "yyyy-MM-dd HH:mm",
                CultureInfo.InvariantCulture
            );
            return new RegistryException(
                $"The registry at {settings.BaseAddress} asks to be left alone for now, {reason}: try again after {when} UTC. Nothing was taken in."
            );
        }
        var words =
            response.Content.Headers.ContentType?.MediaType == "text/plain"
                ? Shorten(await response.Content.ReadAsStringAsync(cancellation))
                : "";
        var saying = words.Length == 0 ? "" : $", saying \"{words}\"";
        return new RegistryException(
            response.StatusCode is HttpStatusCode.Forbidden
                ? $"The registry at {settings.BaseAddress} refused this client or network: {reason}{saying}. That is its firewall; try another {RegistryOptions.UserAgentSetting} (now '{settings.UserAgent}'), or a proxy by the environment variable HTTPS_PROXY. Nothing was taken in."
                : $"The registry at {settings.BaseAddress} did not give what was asked for: {reason}{saying}. Nothing was taken in."
        )
        {
            Status = response.StatusCode,
            Words = words,
        };
    }

    private static string Shorten(string text)
    {
        var line = Spaces().Replace(text, " ").Trim();
        return line.Length <= LongestWords ? line : line[..LongestWords] + "…";
    }

    public void Dispose()
    {
        http.Dispose();
        turn.Dispose();
    }

    [GeneratedRegex(@"[\s\p{C}]+")]
    private static partial Regex Spaces();

    [LoggerMessage(
        LogLevel.Warning,
        "The registry's result was not whole and is asked for anew from its first page: {Fault}"
    )]
    private partial void LogAnew(string fault);
}
