using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Net.Http.Headers;
using MpnstApi.Releases;

namespace MpnstApi.Http;

/// <summary>
/// Weak entity tags. A tag follows from what an answer follows from (release, build, request, media type), so a poll
/// that finds nothing new is answered before any work is done.
/// </summary>
public static class EntityTag
{
    private static readonly string Build = typeof(EntityTag).Module.ModuleVersionId.ToString();

    /// <summary>The tag of the answer to a request.</summary>
    public static string Of(
        Release release,
        string path,
        string canonicalQuery,
        string mediaType
    ) =>
        $"W/\"{Digest(release.ContentHash, release.Header.Version, Build, path, canonicalQuery, mediaType)}\"";

    /// <summary>Whether the caller holds the answer with this tag already (If-None-Match, weakly compared).</summary>
    public static bool IsHeldBy(HttpRequest request, string tag) =>
        request
            .GetTypedHeaders()
            .IfNoneMatch.Any(theirs =>
                theirs.Compare(EntityTagHeaderValue.Parse(tag), useStrongComparison: false)
            );

    /// <summary>16 characters that differ for different texts.</summary>
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
