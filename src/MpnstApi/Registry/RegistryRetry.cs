using System.Globalization;
using Polly;
using Polly.Retry;

namespace MpnstApi.Registry;

/// <summary>When a request to the registry is repeated, and after which wait.</summary>
internal static partial class RegistryRetry
{
    public const int Attempts = 6;

    private static readonly TimeSpan LongestBackoff = TimeSpan.FromMinutes(2);

    /// <summary>Repeats what fails with a transient <see cref="RegistryException"/>, and throws the last one.</summary>
    public static ResiliencePipeline Pipeline(
        TimeSpan firstWait,
        TimeProvider time,
        ILogger logger
    ) =>
        new ResiliencePipelineBuilder { TimeProvider = time }
            .AddRetry(
                new RetryStrategyOptions
                {
                    MaxRetryAttempts = Attempts - 1,
                    BackoffType = DelayBackoffType.Exponential,
                    UseJitter = true,
                    Delay = firstWait,
                    MaxDelay = firstWait > LongestBackoff ? firstWait : LongestBackoff,
                    ShouldHandle = new PredicateBuilder().Handle<RegistryException>(error =>
                        error.IsTransient
                    ),
                    DelayGenerator = arguments =>
                        ValueTask.FromResult(Error(arguments.Outcome).RetryAfter),
                    OnRetry = arguments =>
                    {
                        LogRetry(
                            logger,
                            arguments.RetryDelay.TotalSeconds.ToString(
                                "0.#",
                                CultureInfo.InvariantCulture
                            ),
                            arguments.AttemptNumber + 2,
                            Attempts,
                            Error(arguments.Outcome).Reason
                        );
                        return ValueTask.CompletedTask;
                    },
                }
            )
            .Build();

    private static RegistryException Error(Outcome<object> outcome) =>
        (RegistryException)outcome.Exception!;

    [LoggerMessage(
        LogLevel.Warning,
        "Trying the registry again in {Seconds} s, attempt {Attempt} of {Attempts}: {Reason}"
    )]
    private static partial void LogRetry(
        ILogger logger,
        string seconds,
        int attempt,
        int attempts,
        string? reason
    );
}
