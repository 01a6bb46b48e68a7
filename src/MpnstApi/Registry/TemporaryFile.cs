namespace MpnstApi.Registry;

/// <summary>A file of our own among others' temporary ones, which only its owner may read; deleted when disposed.</summary>
internal sealed class TemporaryFile : IDisposable
{
    private const string Prefix = "mpnst-registry-";

    /// <summary>No download takes as long.</summary>
    private static readonly TimeSpan Old = TimeSpan.FromDays(1);

    private TemporaryFile(string path) => Path = path;

    public string Path { get; }
    public long Length { get; set; }

    /// <summary>Creates the file, to be written through the stream.</summary>
    public static (TemporaryFile File, FileStream Stream) Create(string folder)
    {
        var path = System.IO.Path.Combine(
            folder,
            $"{Prefix}{System.IO.Path.GetRandomFileName()}.json"
        );
        var options = new FileStreamOptions
        {
            Mode = FileMode.CreateNew,
            Access = FileAccess.Write,
            BufferSize = 0,
        };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }
        return (new TemporaryFile(path), new FileStream(path, options));
    }

    /// <summary>Deletes what killed programs left. What cannot be deleted now is tried again by a later download.</summary>
    public static void DeleteOld(string folder, DateTimeOffset now)
    {
        try
        {
            foreach (var path in Directory.EnumerateFiles(folder, $"{Prefix}*.json"))
            {
                if (File.GetLastWriteTimeUtc(path) < now.UtcDateTime - Old)
                {
                    Delete(path);
                }
            }
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // A folder that cannot be used is told where a page must be kept.
        }
    }

    public void Dispose() => Delete(Path);

    private static void Delete(string path)
    {
        try
        {
            File.Delete(path);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // Another program's, or held open by a scanner of viruses; no reason to fail a download.
        }
    }
}
