namespace MpnstApi.Access;

/// <summary>What a key allows. Each is also the name of an authorization policy: <c>RequireAuthorization(Scopes.Admin)</c>.</summary>
public static class Scopes
{
    /// <summary>Reading, which is open to everyone: such a key gives its holder a rate of their own.</summary>
    public static readonly string Read = "read";

    /// <summary>Administration.</summary>
    public static readonly string Admin = "admin";

    /// <summary>The claim that holds a scope.</summary>
    internal const string Claim = "scope";

    public static IReadOnlyList<string> All { get; } = [Read, Admin];
}
