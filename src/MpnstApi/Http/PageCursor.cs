using System.Buffers.Text;
using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace MpnstApi.Http;

/// <summary>A position in a list: the release, the query it belongs to, and the number of items before it.</summary>
public sealed partial record PageCursor(string Version, string Hash, int Offset)
{
    /// <summary>Writes the cursor as opaque text that is safe in a URL.</summary>
    public string Write() =>
        Base64Url.EncodeToString(
            Encoding.ASCII.GetBytes(
                string.Create(CultureInfo.InvariantCulture, $"1|{Version}|{Hash}|{Offset}")
            )
        );

    /// <summary>Reads a cursor. Returns null if the text is not one.</summary>
    public static PageCursor? Read(string text)
    {
        if (!Base64Url.IsValid(text))
        {
            return null;
        }
        var parts = Encoding.ASCII.GetString(Base64Url.DecodeFromChars(text)).Split('|');
        return
            parts is ["1", var version, var hash, var place]
            && ReleaseVersion().IsMatch(version)
            && int.TryParse(place, NumberStyles.None, CultureInfo.InvariantCulture, out var offset)
            ? new PageCursor(version, hash, offset)
            : null;
    }

    /// <summary>Returns a hash of the query that a cursor belongs to: path, filter and order, but not the page size.</summary>
    public static string HashOf(ApiQuery query) =>
        EntityTag.Digest(
            query.Path.ToLowerInvariant(),
            query.Filter.ToKey(),
            query.TextOf(RequestParameters.Sort)!
        );

    [GeneratedRegex(@"^\d{4}-\d\d-\d\d\.\d+$")]
    private static partial Regex ReleaseVersion();
}
