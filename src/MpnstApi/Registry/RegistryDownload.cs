namespace MpnstApi.Registry;

/// <summary>The complete result of a query, in temporary files that are deleted when this is disposed.</summary>
public sealed class RegistryDownload : IDisposable
{
    internal RegistryDownload(IReadOnlyList<RegistryPage> pages) => Pages = pages;

    /// <summary>Gets the pages in the order in which they were received; some may have no study.</summary>
    public IReadOnlyList<RegistryPage> Pages { get; }

    /// <summary>Gets the number of studies on all pages, which is the number that the registry counted.</summary>
    public int Total => Pages.Sum(page => page.Studies);

    public void Dispose()
    {
        foreach (var page in Pages)
        {
            page.Dispose();
        }
    }
}

/// <summary>One response of the registry, complete JSON, in a temporary file; <see cref="StudyReader"/> reads its studies.</summary>
public sealed class RegistryPage : IDisposable
{
    private readonly TemporaryFile file;

    internal RegistryPage(TemporaryFile file, PageScan scan)
    {
        this.file = file;
        Scan = scan;
    }

    internal PageScan Scan { get; }

    /// <summary>Gets the length in bytes, decompressed.</summary>
    public long Length => file.Length;

    /// <summary>Gets the number of studies.</summary>
    public int Studies => Scan.Studies;

    /// <summary>Gets the NCT ids of the studies, in their order.</summary>
    public IEnumerable<string> Ids => Scan.Ids;

    internal FileStream Open() => File.OpenRead(file.Path);

    public void Dispose() => file.Dispose();
}
