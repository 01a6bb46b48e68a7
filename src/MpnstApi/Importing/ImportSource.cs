using MpnstApi.Storage;

namespace MpnstApi.Importing;

/// <summary>Represents what is imported: one stream or several, read one after another.</summary>
/// <param name="Kind">SNAPSHOT or FILE.</param>
/// <param name="Name">The name that runs and releases show.</param>
/// <param name="Parts">In the order of reading.</param>
public sealed record ImportSource(RunKind Kind, string Name, IReadOnlyList<ImportPart> Parts)
{
    private static readonly string[] Extensions = [".json", ".ndjson", ".jsonl"];

    /// <summary>Returns a file, or all .json, .ndjson and .jsonl files in a folder and below it. Throws <see cref="ImportException"/>.</summary>
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
            throw new ImportException(
                $"{full} does not exist; use the path of a .json or .ndjson file, or of a folder of them."
            );
        }
        var files = Directory
            .EnumerateFiles(full, "*", SearchOption.AllDirectories)
            .Where(file => Extensions.Contains(Path.GetExtension(file).ToLowerInvariant()))
            .Order(StringComparer.Ordinal)
            .ToList();
        if (files.Count == 0)
        {
            throw new ImportException($"The folder {full} has no .json, .ndjson or .jsonl file.");
        }
        return new ImportSource(
            kind,
            Path.GetFileName(Path.TrimEndingDirectorySeparator(full)),
            [.. files.Select(file => Part(file, Path.GetRelativePath(full, file)))]
        );
    }

    /// <summary>Gets the length of all parts together, in bytes.</summary>
    public long Length => Parts.Sum(part => part.Length);

    private static ImportPart Part(string file, string name) =>
        new(name, new FileInfo(file).Length, () => File.OpenRead(file));
}

/// <summary>Represents one stream of records.</summary>
public sealed record ImportPart(string Name, long Length, Func<Stream> Open);

/// <summary>The exception thrown when a source cannot be imported at all. The message is a whole sentence.</summary>
public sealed class ImportException(string message) : Exception(message);
