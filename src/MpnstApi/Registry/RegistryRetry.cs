using System.Globalization;
using Microsoft.Extensions.Http.Resilience;
using Polly;

namespace MpnstApi.Registry;

/// <summary>When the registry is asked again, and after how long.</summary>
public static partial class RegistryRetry
{
    /// <summary>Whoever is sent away for longer is told so instead of kept waiting.</summary>
    public static readonly TimeSpan LongestWait = TimeSpan.FromMinutes(10);

    internal const int Attempts = 6;

    private static readonly TimeSpan LongestBackoff = TimeSpan.FromMinutes(2);

    public static HttpRetryStrategyOptions Options(
        TimeSpan firstWait,
        TimeProvider time,
        ILogger logger
    ) =>
        new()
        {
            MaxRetryAttempts = Attempts - 1,
            BackoffType = DelayBackoffType.Exponential,
            UseJitter = true,
            Delay = firstWait,
            MaxDelay = firstWait > LongestBackoff ? firstWait : LongestBackoff,
            ShouldHandle = arguments =>
                ValueTask.FromResult(
                    HttpClientResiliencePredicates.IsTransient(arguments.Outcome)
                        && !(RetryAfter(arguments.Outcome.Result, time) > LongestWait)
                ),
            DelayGenerator = arguments =>
                ValueTask.FromResult(RetryAfter(arguments.Outcome.Result, time)),
            OnRetry = arguments =>
            {
                LogRetry(
                    logger,
                    arguments.RetryDelay.TotalSeconds.ToString("0.#", CultureInfo.InvariantCulture),
                    arguments.AttemptNumber + 2,
                    Attempts,
                    Reason(arguments.Outcome.Result, arguments.Outcome.Exception)
                );
                return ValueTask.CompletedTask;
            },
        };

    /// <summary>What the registry asks to wait; null where it says nothing, or a time that has passed.</summary>
    internal static TimeSpan? RetryAfter(HttpResponseMessage? response, TimeProvider time)
    {
        var header = response?.Headers.RetryAfter;
        var wait = header?.Delta ?? (header?.Date - time.GetUtcNow());
        return wait > TimeSpan.Zero ? wait : null;
    }

    /// <summary>What went wrong, as a part of a sentence.</summary>
    internal static string Reason(HttpResponseMessage? response, Exception? exception) =>
        response is not null
            ? string.Create(
                    CultureInfo.InvariantCulture,
                    $"it answered {(int)response.StatusCode} {response.ReasonPhrase}"
                )
                .TrimEnd()
        : exception is null ? "it did not answer"
        : Message(exception);

    /// <summary>With the cause, which often says more, such as that of a certificate.</summary>
    private static string Message(Exception exception)
    {
        var message = exception.Message.TrimEnd('.');
        var cause = exception.GetBaseException().Message.TrimEnd('.');
        return message.Contains(cause, StringComparison.Ordinal) ? message : $"{message}: {cause}";
    }

    [LoggerMessage(
        LogLevel.Warning,
        "Trying the registry again in {Seconds} s, attempt {Attempt} of {Attempts}: {Reason}"
    )]
    private static partial void LogRetry(
        ILogger logger,
        string seconds,
        int attempt,
        int attempts,
        string reason
    );
}
