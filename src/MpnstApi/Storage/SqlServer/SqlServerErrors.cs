using System.Collections.Frozen;
using System.Security.Authentication;
using Microsoft.Data.SqlClient;

namespace MpnstApi.Storage.SqlServer;

/// <summary>Classifies errors of SQL Server and its driver.</summary>
internal static class SqlServerErrors
{
    /// <summary>"Cannot open database ... requested by the login": it does not exist, or not for this login.</summary>
    public const int CannotOpenDatabase = 4060;

    private const int Timeout = -2;
    private const int NoEncryption = 20;

    /// <summary>From this class on the connection is gone.</summary>
    private const byte Fatal = 20;

    // Unknown, untrusted, wrong password, disabled, locked, expired, to be changed first.
    private static readonly FrozenSet<int> LoginErrors = FrozenSet.Create(
        18450,
        18452,
        18456,
        18470,
        18486,
        18487,
        18488
    );

    /// <summary>Returns whether the server rejected the login. Repeated logins may lock the account.</summary>
    public static bool IsLoginError(SqlException exception) =>
        LoginErrors.Contains(exception.Number);

    /// <summary>
    /// Returns whether the connection was lost or not established in time. On Linux failed and broken connections have the
    /// number 0, so the class decides.
    /// </summary>
    public static bool IsConnectionLost(SqlException exception) =>
        exception.Number == Timeout || exception.Class >= Fatal;

    /// <summary>Returns whether the server offers no encryption, or a certificate that is not trusted: another attempt fails too.</summary>
    public static bool IsEncryptionError(SqlException exception) =>
        exception.Number == NoEncryption || exception.InnerException is AuthenticationException;
}
