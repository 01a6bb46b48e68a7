using System.Data.Common;
using Microsoft.Data.SqlClient;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace MpnstApi.Storage.SqlServer;

/// <summary>
/// Delays the next login after the server rejected one: the service opens its store every few seconds, and that many wrong
/// passwords would lock an account. Until then every attempt fails at once with the same error.
/// </summary>
internal sealed class LoginPause(TimeProvider time) : DbConnectionInterceptor
{
    public static readonly TimeSpan Length = TimeSpan.FromSeconds(30);

    private volatile Rejection? last;

    public override InterceptionResult ConnectionOpening(
        DbConnection connection,
        ConnectionEventData eventData,
        InterceptionResult result
    )
    {
        ThrowInPause();
        return result;
    }

    public override ValueTask<InterceptionResult> ConnectionOpeningAsync(
        DbConnection connection,
        ConnectionEventData eventData,
        InterceptionResult result,
        CancellationToken cancellationToken = default
    )
    {
        ThrowInPause();
        return ValueTask.FromResult(result);
    }

    public override void ConnectionFailed(
        DbConnection connection,
        ConnectionErrorEventData eventData
    ) => Note(eventData.Exception);

    public override Task ConnectionFailedAsync(
        DbConnection connection,
        ConnectionErrorEventData eventData,
        CancellationToken cancellationToken = default
    )
    {
        Note(eventData.Exception);
        return Task.CompletedTask;
    }

    private void ThrowInPause()
    {
        if (last is { } rejection && time.GetElapsedTime(rejection.At) < Length)
        {
            throw new LoginRejectedException(rejection.Exception);
        }
    }

    private void Note(Exception exception)
    {
        if (exception is SqlException error && SqlServerErrors.IsLoginError(error))
        {
            last = new Rejection(error, time.GetTimestamp());
        }
    }

    private sealed record Rejection(SqlException Exception, long At);
}

/// <summary>The exception thrown when the server rejected the login a short while ago and no new attempt is made yet; the inner exception is the server's.</summary>
public sealed class LoginRejectedException(Exception inner) : Exception(inner.Message, inner);
