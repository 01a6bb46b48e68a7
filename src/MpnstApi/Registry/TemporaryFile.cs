namespace MpnstApi.Registry;

/// <summary>Represents a temporary file that only its owner may read, and that is deleted when this is disposed.</summary>
internal sealed class TemporaryFile : IDisposable
{
    private const string Prefix = "mpnst-registry-";

    /// <summary>The age of a file that no running download uses.</summary>
    private static readonly TimeSpan Old = TimeSpan.FromDays(1);

    private TemporaryFile(string path) => Path = path;

    public string Path { get; }
    public long Length { get; set; }

    /// <summary>Creates a file, with the stream that writes it.</summary>
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

    /// <summary>Deletes the files of killed processes. A later download tries again to delete what cannot be deleted now.</summary>
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
            // A folder that cannot be used is reported when a page is saved.
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
            // The file of another program, or held open by a virus scanner: no reason for a download to fail.
        }
    }
}
