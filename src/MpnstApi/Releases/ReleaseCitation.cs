namespace MpnstApi.Releases;

/// <summary>Names and cites releases.</summary>
public static class ReleaseCitation
{
    public const string Publisher = "MpnstApi";

    /// <summary>Returns the title of a release as a citable work.</summary>
    public static string TitleOf(Release release) =>
        $"Clinical trial landscape of malignant peripheral nerve sheath tumours, release {release.Header.Version}";

    /// <summary>Returns a citation of a release in one sentence; its content hash identifies the trials and labels.</summary>
    public static string Sentence(Release release) =>
        $"{Publisher} ({release.Header.PublishedAt.Year}). {TitleOf(release)}. Content SHA-256 {release.ContentHash}.";
}
