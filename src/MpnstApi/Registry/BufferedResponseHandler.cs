using System.Globalization;
using System.Net;
using System.Text.Json;

namespace MpnstApi.Registry;

/// <summary>
/// Takes an answer in whole before it is given on: into a temporary file, as JSON to its end. One that is cut, stalls or
/// is something else is a failed request like a lost connection, so the retries around this handler cover it as well.
/// </summary>
public sealed class BufferedResponseHandler(RegistryOptions settings, TimeProvider time)
    : DelegatingHandler
{
    private const int ChunkSize = 64 * 1024;
    private const int WordsLimit = 4 * 1024;

    protected override async Task<HttpResponseMessage> SendAsync(
        HttpRequestMessage request,
        CancellationToken cancellationToken
    )
    {
        using var silence = new CancellationTokenSource(settings.InactivityTimeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(
            cancellationToken,
            silence.Token
        );
        HttpResponseMessage? response = null;
        try
        {
            response = await base.SendAsync(request, either.Token);
            silence.CancelAfter(settings.InactivityTimeout);
            var whole =
                response.StatusCode == HttpStatusCode.OK
                    ? await SaveAsync(response.Content, silence, either.Token)
                    : await WordsAsync(response.Content, silence, either.Token);
            response.Content.Dispose();
            response.Content = whole;
            return response;
        }
        catch (OperationCanceledException)
            when (silence.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            response?.Dispose();
            throw new HttpRequestException(
                $"no byte came for {settings.InactivityTimeout.TotalSeconds.ToString(CultureInfo.InvariantCulture)} seconds"
            );
        }
        catch
        {
            response?.Dispose();
            throw;
        }
    }

    private async Task<HttpContent> SaveAsync(
        HttpContent content,
        CancellationTokenSource silence,
        CancellationToken cancellation
    )
    {
        if (content.Headers.ContentType?.MediaType is not "application/json" and var type)
        {
            throw new HttpRequestException(
                $"the answer is {type ?? "of no media type"} instead of application/json"
            );
        }
        var scan = new PageScan();
        var (file, target) = Create();
        try
        {
            await using (target)
            await using (var source = await content.ReadAsStreamAsync(cancellation))
            {
                var chunk = new byte[ChunkSize];
                while (await ReadAsync(source, chunk, silence, cancellation) is > 0 and var count)
                {
                    file.Length += count;
                    if (file.Length > settings.PageLimit)
                    {
                        throw new RegistryException(
                            $"An answer of the registry has more than {settings.PageLimit.ToString("N0", CultureInfo.InvariantCulture)} bytes, the most that is read; a smaller Registry:PageSize makes pages smaller. Nothing was taken in."
                        );
                    }
                    scan.Add(chunk.AsSpan(0, count));
                    await WriteAsync(target, chunk.AsMemory(0, count), cancellation);
                }
                scan.End();
            }
            return new SavedContent(new RegistryPage(file, scan));
        }
        catch (Exception exception)
        {
            file.Dispose();
            if (exception is JsonException)
            {
                throw new HttpRequestException(
                    $"the answer is no whole JSON; it was cut or spoilt after {file.Length.ToString("N0", CultureInfo.InvariantCulture)} bytes"
                );
            }
            throw;
        }
    }

    /// <summary>The beginning of what the registry says of an error. That it has no words, or cannot end them, is no error of its own.</summary>
    private static async Task<HttpContent> WordsAsync(
        HttpContent content,
        CancellationTokenSource silence,
        CancellationToken cancellation
    )
    {
        var words = new byte[WordsLimit];
        var filled = 0;
        try
        {
            await using var source = await content.ReadAsStreamAsync(cancellation);
            while (
                filled < words.Length
                && await source.ReadAsync(words.AsMemory(filled), cancellation) is > 0 and var count
            )
            {
                filled += count;
            }
        }
        catch (Exception exception)
            when (exception is IOException or InvalidDataException or HttpRequestException
                || (exception is OperationCanceledException && silence.IsCancellationRequested)
            )
        {
            // The status says enough.
        }
        var whole = new ByteArrayContent(words, 0, filled);
        whole.Headers.ContentType = content.Headers.ContentType;
        return whole;
    }

    private async ValueTask<int> ReadAsync(
        Stream source,
        byte[] chunk,
        CancellationTokenSource silence,
        CancellationToken cancellation
    )
    {
        try
        {
            var count = await source.ReadAsync(chunk, cancellation);
            silence.CancelAfter(settings.InactivityTimeout);
            return count;
        }
        catch (Exception exception) when (exception is IOException or InvalidDataException)
        {
            throw new HttpRequestException("the answer was broken off", exception);
        }
    }

    private (TemporaryFile File, FileStream Stream) Create()
    {
        try
        {
            return TemporaryFile.Create(settings.TemporaryFolder);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw NotWritten(exception);
        }
    }

    private async Task WriteAsync(
        FileStream target,
        ReadOnlyMemory<byte> bytes,
        CancellationToken cancellation
    )
    {
        try
        {
            await target.WriteAsync(bytes, cancellation);
        }
        catch (IOException exception)
        {
            throw NotWritten(exception);
        }
    }

    private RegistryException NotWritten(Exception exception) =>
        new(
            $"An answer of the registry could not be kept in {settings.TemporaryFolder}: {exception.Message} Nothing was taken in.",
            exception
        );
}

/// <summary>An answer that was taken in whole. Its file goes with it, unless somebody takes the page.</summary>
internal sealed class SavedContent(RegistryPage page) : HttpContent
{
    private bool taken;

    public RegistryPage Take()
    {
        taken = true;
        return page;
    }

    protected override Task<Stream> CreateContentReadStreamAsync() => Task.FromResult(page.Open());

    protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context)
    {
        await using var source = page.Open();
        await source.CopyToAsync(stream);
    }

    protected override bool TryComputeLength(out long length)
    {
        length = page.Length;
        return true;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing && !taken)
        {
            page.Dispose();
        }
        base.Dispose(disposing);
    }
}
