using System.CommandLine;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using MpnstApi.Datasets;
using MpnstApi.Drugs;
using MpnstApi.Exports;
using MpnstApi.Http;
using MpnstApi.Importing;
using MpnstApi.Landscape;
using MpnstApi.Releases;
using MpnstApi.Targets;
using MpnstApi.Trials;

namespace MpnstApi.Cli;

/// <summary><c>export FOLDER</c>: writes the current release as files, with a data dictionary, citations and checksums.</summary>
internal static class ExportCommand
{
    private const string ChecksumFile = "SHA256SUMS";

    public static Command Create(string[] settings)
    {
        var folder = new Argument<string>("FOLDER")
        {
            Description =
                "The folder for the files; created if missing. Existing files of the same names are replaced.",
        };
        var formats = new Option<string>("--format")
        {
            Description =
                $"Formats of the tables, separated by commas; all of them ({Names}) if left out.",
            DefaultValueFactory = _ => Names,
        };
        formats.Validators.Add(result =>
        {
            foreach (var name in Split(result.GetValueOrDefault<string>()))
            {
                if (TableFormat.Find(name) is null)
                {
                    result.AddError($"--format is '{name}'; use one or more of {Names}.");
                }
            }
        });
        var address = new Option<string>("--base-address")
        {
            Description =
                "Address of the service that serves the release, such as https://mpnst.example.org, for links in croissant.json and CITATION.cff.",
            DefaultValueFactory = _ => "",
        };
        var command = new Command(
            "export",
            "Write the current release as files: tables, data dictionary, Croissant, citation, checksums."
        )
        {
            folder,
            formats,
            address,
        };
        command.SetAction(
            (parsed, cancellation) =>
                RunAsync(
                    settings,
                    parsed.GetRequiredValue(folder),
                    [.. Split(parsed.GetValue(formats)).Select(name => TableFormat.Find(name)!)],
                    parsed.GetValue(address)!.TrimEnd('/'),
                    cancellation
                )
        );
        return command;
    }

    private static string Names => string.Join(',', TableFormat.All.Select(format => format.Name));

    private static string[] Split(string? names) =>
        names?.Split(',', StringSplitOptions.TrimEntries) ?? [];

    private static async Task<int> RunAsync(
        string[] settings,
        string folder,
        IReadOnlyList<TableFormat> formats,
        string root,
        CancellationToken cancellation
    )
    {
        await using var app = ProgramHost.CreateForVerb(
            settings,
            builder =>
                builder
                    .AddReleases(store => store.GetRequiredService<StoreInitializer>().Steps)
                    .AddTrials()
                    .AddTargets()
                    .AddDrugs()
                    .AddLandscape()
        );
        // As at the first start of the service, a new store gets the bundled snapshot.
        foreach (var step in app.Services.GetRequiredService<StorePreparation>().Steps)
        {
            await step(cancellation);
        }
        var loader = app.Services.GetRequiredService<ReleaseLoader>();
        var newest = await loader.NewestAsync(cancellation);
        var release = await loader.LoadAsync(newest!.Value, cancellation);

        Directory.CreateDirectory(folder);
        var written = new List<(string Name, string Sha256)>();
        var files = app
            .Services.GetServices<TableFile<Release>>()
            .Where(file => formats.Contains(file.Format))
            .ToList();
        var described = new List<(TableFile<Release>, string, string)>();
        foreach (var file in files)
        {
            var name = file.NameOf(release);
            var sha256 = await KeepAsync(
                name,
                output => file.WriteAsync(release, output, cancellation)
            );
            // A path relative to croissant.json.
            described.Add((file, name, sha256));
        }
        var citation = Citation.Of(release, root);
        await KeepTextAsync("CITATION.cff", Citation.AsCff(release, citation));
        await KeepTextAsync("citation.bib", Citation.AsBibTeX(citation));
        await KeepJsonAsync(
            "dictionary.json",
            new DataDictionary(
                [.. files.Select(file => file.Table).DistinctBy(table => table.Table)],
                TableFormat.Notes,
                DatasetInfo.Of(release)
            )
        );
        await KeepJsonAsync("croissant.json", Croissant.Of(release, root, described));
        // In the format of sha256sum. Written last, so that a folder that has it is complete.
        await KeepTextAsync(
            ChecksumFile,
            string.Concat(written.Select(file => $"{file.Sha256}  {file.Name}\n"))
        );
        Console.WriteLine(
            string.Create(
                CultureInfo.InvariantCulture,
                $"Release {release.Header.Version}: {release.Header.Trials:N0} trials in {written.Count} files in {folder}."
            )
        );
        return CommandLine.Done;

        async Task<string> KeepAsync(string name, Func<Stream, Task> write)
        {
            var path = Path.Combine(folder, name);
            // A reader never sees an incomplete file.
            var part = $"{path}.part";
            string sha256;
            await using (var file = new FileStream(part, FileMode.Create, FileAccess.ReadWrite))
            {
                await write(file);
                file.Position = 0;
                sha256 = Convert.ToHexStringLower(await SHA256.HashDataAsync(file, cancellation));
            }
            File.Move(part, path, overwrite: true);
            written.Add((name, sha256));
            return sha256;
        }

        Task<string> KeepTextAsync(string name, string text) =>
            KeepAsync(
                name,
                output => output.WriteAsync(Encoding.UTF8.GetBytes(text), cancellation).AsTask()
            );

        Task<string> KeepJsonAsync<T>(string name, T value)
        {
            var json = new JsonSerializerOptions(JsonSerializerDefaults.Web)
            {
                WriteIndented = true,
            };
            HttpRegistration.Configure(json);
            return KeepAsync(
                name,
                output => JsonSerializer.SerializeAsync(output, value, json, cancellation)
            );
        }
    }
}
