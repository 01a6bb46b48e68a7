namespace MpnstApi.Registry;

/// <summary>The whole result of a query, in temporary files that are deleted when this is disposed.</summary>
public sealed class RegistryDownload : IDisposable
{
    internal RegistryDownload(IReadOnlyList<RegistryPage> pages) => Pages = pages;

    /// <summary>In the order they came; some may hold no study.</summary>
    public IReadOnlyList<RegistryPage> Pages { get; }

    /// <summary>Studies on all pages, as many as the registry counted.</summary>
    public int Total => Pages.Sum(page => page.Studies);

    public void Dispose()
    {
        foreach (var page in Pages)
        {
            page.Dispose();
        }
    }
}

/// <summary>One answer of the registry, whole JSON, in a temporary file; <see cref="StudyReader"/> reads its studies.</summary>
public sealed class RegistryPage : IDisposable
{
    private readonly TemporaryFile file;

    internal RegistryPage(TemporaryFile file, PageScan scan)
    {
        this.file = file;
        Scan = scan;
    }

    internal PageScan Scan { get; }

    /// <summary>Bytes, unpacked.</summary>
    public long Length => file.Length;

    public int Studies => Scan.Studies;

    /// <summary>NCT ids of the studies, in their order.</summary>
    public IReadOnlyList<string> Ids => Scan.Ids;

    public Stream Open() => File.OpenRead(file.Path);

    public void Dispose() => file.Dispose();
}
