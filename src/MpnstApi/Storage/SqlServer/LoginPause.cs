using System.Data.Common;
using Microsoft.Data.SqlClient;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace MpnstApi.Storage.SqlServer;

/// <summary>
/// Delays the next login after the server refused one: the service opens its store every few seconds, and so many wrong
/// passwords lock an account. Until then every attempt fails at once with the same error.
/// </summary>
internal sealed class LoginPause(TimeProvider time) : DbConnectionInterceptor
{
    public static readonly TimeSpan Length = TimeSpan.FromSeconds(30);

    private volatile Refusal? last;

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
        if (last is { } refusal && time.GetElapsedTime(refusal.At) < Length)
        {
            throw new LoginRefusedException(refusal.Exception);
        }
    }

    private void Note(Exception exception)
    {
        if (exception is SqlException error && SqlServerErrors.IsLoginError(error))
        {
            last = new Refusal(error, time.GetTimestamp());
        }
    }

    private sealed record Refusal(SqlException Exception, long At);
}

/// <summary>The server refused the login a short while ago and is not asked again yet; the inner exception is what it said.</summary>
public sealed class LoginRefusedException(Exception inner) : Exception(inner.Message, inner);
