using MpnstApi.Storage;

namespace MpnstApi.Importing;

/// <summary>What to import: one stream or several, read one after another.</summary>
/// <param name="Kind">SNAPSHOT or FILE.</param>
/// <param name="Name">As runs and releases show it.</param>
/// <param name="Parts">In the order of reading.</param>
public sealed record ImportSource(RunKind Kind, string Name, IReadOnlyList<ImportPart> Parts)
{
    private static readonly string[] Extensions = [".json", ".ndjson", ".jsonl"];

    /// <summary>A file, or a folder with all .json, .ndjson and .jsonl files in it and below. Throws <see cref="ImportRefusedException"/>.</summary>
    public static ImportSource FromPath(string path, RunKind kind = RunKind.File)
    {
        var full = Path.GetFullPath(path);
        if (File.Exists(full))
        {
            return new ImportSource(
                kind,
                Path.GetFileName(full),
                [Part(full, Path.GetFileName(full))]
            );
        }
        if (!Directory.Exists(full))
        {
            throw new ImportRefusedException(
                $"There is no file or folder {full}; give the path of a .json or .ndjson file, or of a folder of them."
            );
        }
        var files = Directory
            .EnumerateFiles(full, "*", SearchOption.AllDirectories)
            .Where(file => Extensions.Contains(Path.GetExtension(file).ToLowerInvariant()))
            .Order(StringComparer.Ordinal)
            .ToList();
        if (files.Count == 0)
        {
            throw new ImportRefusedException(
                $"The folder {full} holds no .json, .ndjson or .jsonl file."
            );
        }
        return new ImportSource(
            kind,
            Path.GetFileName(Path.TrimEndingDirectorySeparator(full)),
            [.. files.Select(file => Part(file, Path.GetRelativePath(full, file)))]
        );
    }

    /// <summary>Bytes of all parts together.</summary>
    public long Length => Parts.Sum(part => part.Length);

    private static ImportPart Part(string file, string name) =>
        new(name, new FileInfo(file).Length, () => File.OpenRead(file));
}

/// <summary>One stream of records.</summary>
public sealed record ImportPart(string Name, long Length, Func<Stream> Open);

/// <summary>Nothing was imported, and why. The message is a whole sentence.</summary>
public sealed class ImportRefusedException(string message) : Exception(message);
