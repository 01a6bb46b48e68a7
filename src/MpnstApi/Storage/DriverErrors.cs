using System.Data.Common;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace MpnstApi.Storage;

/// <summary>
/// Marks the exceptions that a driver reports from a command. They may be of any type, and where the driver sets one on a
/// task without throwing it, its stack trace has no driver: SqlClient reports a connection that breaks just before a
/// statement as such an InvalidOperationException.
/// </summary>
internal sealed class DriverErrors : DbCommandInterceptor
{
    private const string Mark = "MpnstApi.DriverError";

    public static DriverErrors Interceptor { get; } = new();

    public static bool IsMarked(Exception exception) => exception.Data.Contains(Mark);

    public override void CommandFailed(DbCommand command, CommandErrorEventData eventData) =>
        eventData.Exception.Data[Mark] = true;

    public override Task CommandFailedAsync(
        DbCommand command,
        CommandErrorEventData eventData,
        CancellationToken cancellationToken = default
    )
    {
        CommandFailed(command, eventData);
        return Task.CompletedTask;
    }
}
