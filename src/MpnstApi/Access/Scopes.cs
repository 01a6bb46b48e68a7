namespace MpnstApi.Access;

/// <summary>
/// The scopes of a key. Each is also the name of an authorization policy: <c>RequireAuthorization(Scopes.Admin)</c>.
/// </summary>
public static class Scopes
{
    /// <summary>Reading. It is open to everyone; a key with this scope has its own rate.</summary>
    public static readonly string Read = "read";

    /// <summary>Administration.</summary>
    public static readonly string Admin = "admin";

    /// <summary>The claim that holds a scope.</summary>
    internal const string Claim = "scope";

    public static IReadOnlyList<string> All { get; } = [Read, Admin];
}
