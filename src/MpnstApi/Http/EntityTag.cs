using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using MpnstApi.Releases;

namespace MpnstApi.Http;

/// <summary>
/// Creates weak entity tags. A tag is computed from everything that determines the response (release, build, request, media
/// type), so a poll that finds nothing new gets its 304 before any work is done.
/// </summary>
public static class EntityTag
{
    private static readonly string Build = typeof(EntityTag).Module.ModuleVersionId.ToString();

    /// <summary>Returns the tag of the response to a request.</summary>
    public static string Of(
        Release release,
        string path,
        string canonicalQuery,
        string mediaType
    ) =>
        $"W/\"{Digest(release.ContentHash, release.Header.Version, Build, path, canonicalQuery, mediaType)}\"";

    /// <summary>Returns 16 characters that differ for different texts.</summary>
    public static string Digest(params ReadOnlySpan<string> texts)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var text in texts)
        {
            hash.AppendData(Encoding.UTF8.GetBytes(text));
            hash.AppendData([0]);
        }
        return Base64Url.EncodeToString(hash.GetHashAndReset().AsSpan(0, 12));
    }
}
