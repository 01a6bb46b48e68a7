using System.Buffers.Text;
using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text;

namespace MpnstApi.Access;

/// <summary>
/// Creates and parses the text of a key: <c>mpnst_</c>, the id by which the key is found, and 256 random bits. The prefix
/// lets secret scanners recognise a key.
/// </summary>
internal static class KeyText
{
    private const string Prefix = "mpnst_";
    private const int IdBytes = 6;
    private const int SecretBytes = 32;
    private const char Divider = '_';

    private static readonly int IdEnd = Prefix.Length + (2 * IdBytes);
    private static readonly int Length = IdEnd + 1 + Base64Url.GetEncodedLength(SecretBytes);

    /// <summary>Creates a new key.</summary>
    public static string Create() =>
        Prefix
        + Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(IdBytes))
        + Divider
        + Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(SecretBytes));

    /// <summary>Returns the id in a text that has the form of a key.</summary>
    public static bool TryGetId(string text, [NotNullWhen(true)] out string? id)
    {
        var isKey =
            text.Length == Length
            && text.StartsWith(Prefix, StringComparison.Ordinal)
            && text[IdEnd] == Divider;
        id = isKey ? text[Prefix.Length..IdEnd] : null;
        return isKey;
    }

    /// <summary>Returns the hash by which a key is stored, in hexadecimal digits.</summary>
    public static string HashOf(string text) => Convert.ToHexStringLower(Digest(text));

    /// <summary>Returns whether a text is the key with this hash, in constant time.</summary>
    public static bool Matches(string text, string hash) =>
        CryptographicOperations.FixedTimeEquals(Digest(text), Convert.FromHexString(hash));

    private static byte[] Digest(string text) => SHA256.HashData(Encoding.UTF8.GetBytes(text));
}
