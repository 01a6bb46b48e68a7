using System.Text;
using MpnstApi.Http;

namespace MpnstApi.Page;

/// <summary>A file that pages load. Its name changes with its content, so that caches may keep it forever.</summary>
/// <param name="name">Name of the embedded file.</param>
/// <param name="mediaType">Content-Type of the file.</param>
internal sealed class PageAsset(string name, string mediaType)
{
    private readonly Lazy<(byte[] Body, string Address)> file = new(() =>
    {
        using var stream = typeof(PageAsset).Assembly.GetManifestResourceStream(
            $"MpnstApi.Page.assets.{name}"
        )!;
        using var reader = new StreamReader(stream);
        var text = reader.ReadToEnd();
        var (stem, extension) = (Path.GetFileNameWithoutExtension(name), Path.GetExtension(name));
        return (
            Encoding.UTF8.GetBytes(text),
            $"{PageAssets.Folder}/{stem}.{EntityTag.Digest(text)}{extension}"
        );
    });

    public string MediaType => mediaType;

    public byte[] Body => file.Value.Body;

    public string Address => file.Value.Address;
}

/// <summary>Defines the files that pages load.</summary>
internal static class PageAssets
{
    public const string Folder = "/page";

    public static readonly PageAsset Style = new("page.css", "text/css");
    public static readonly PageAsset Script = new("page.js", "text/javascript");

    /// <summary>Returns the file at an address; null if there is none, for example after an update of the service.</summary>
    public static PageAsset? Find(string address) =>
        Style.Address == address ? Style
        : Script.Address == address ? Script
        : null;
}
