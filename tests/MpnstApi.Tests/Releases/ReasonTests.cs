using System.Net.Sockets;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using MpnstApi.Releases;
using MpnstApi.Storage;
using Npgsql;

namespace MpnstApi.Tests.Releases;

/// <summary>Callers see why the store does not respond; its addresses and names stay in the log.</summary>
public sealed class ReasonTests
{
    public static TheoryData<Exception> Failures =>
        [
            .. Enumerable.Range(1, 30).Select(code => new SqliteException("secret.db", code)),
            new NpgsqlException("secret.db", new SocketException(111)),
            new PostgresException("secret.db", "FATAL", "FATAL", "28P01"),
            new DbUpdateException("secret.db", new PostgresException("secret.db", "", "", "42P01")),
            new InvalidOperationException("secret.db", new SqliteException("secret.db", 8)),
            new HistoryUnavailableException(
                "The store does not respond.",
                new NpgsqlException("secret.db")
            ),
            new IOException("secret.db"),
            new UnauthorizedAccessException("secret.db"),
            new TimeoutException("secret.db"),
            new OperationCanceledException("secret.db"),
            new InvalidDataException("secret.db"),
        ];

    [Theory(DisableDiscoveryEnumeration = true)]
    [MemberData(nameof(Failures))]
    public void No_reason_repeats_the_message_of_a_driver(Exception failure)
    {
        var reason = StoreErrorDescription.Of(failure);

        Assert.DoesNotContain("secret", reason, StringComparison.Ordinal);
        Assert.EndsWith(".", reason, StringComparison.Ordinal);
        Assert.StartsWith(
            reason.Contains("locked", StringComparison.Ordinal) ? "Another process" : "The ",
            reason,
            StringComparison.Ordinal
        );
    }
}
