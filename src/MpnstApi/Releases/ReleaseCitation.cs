namespace MpnstApi.Releases;

/// <summary>How a release is named where it is cited.</summary>
public static class ReleaseCitation
{
    public const string Publisher = "MpnstApi";

    /// <summary>The title of a release as a work.</summary>
    public static string TitleOf(Release release) =>
        $"Clinical trial landscape of malignant peripheral nerve sheath tumours, release {release.Header.Version}";

    /// <summary>One sentence to cite a release with; its content hash says which trials and labels are meant.</summary>
    public static string Sentence(Release release) =>
        $"{Publisher} ({release.Header.PublishedAt.Year}). {TitleOf(release)}. Content SHA-256 {release.ContentHash}.";
}
