using System.Reflection;
using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.Extensions.Configuration;
using MpnstApi.Settings;

namespace MpnstApi.Tests.Contract;

/// <summary>docs/configuration.md names every setting that the code reads, with its default and values that are not valid.</summary>
public sealed partial class ConfigurationPageTests : IDisposable
{
    /// <summary>A row of the page's table.</summary>
    /// <param name="Default">The value in code style; null where the page describes it in words, or there is none.</param>
    /// <param name="Invalid">Examples of values that stop the start.</param>
    private sealed record SettingRow(string Key, string? Default, IReadOnlyList<string> Invalid);

    private static readonly IReadOnlyList<SettingRow> Rows = ReadPage();

    private readonly string contentRoot = Directory.CreateTempSubdirectory("mpnst-").FullName;

    public void Dispose() => Directory.Delete(contentRoot, recursive: true);

    [Fact]
    public void The_page_names_the_settings_that_the_code_reads_and_no_others()
    {
        var settings = new KnownSettings(With([]));
        ReadOptions(settings);

        Assert.Equal(
            settings.Keys.Order(StringComparer.Ordinal),
            Rows.Select(row => row.Key).Order(StringComparer.Ordinal)
        );
    }

    [Fact]
    public void A_default_on_the_page_is_the_one_that_the_code_has()
    {
        var unset = ReadOptions(With([]));

        Assert.All(
            Rows.Where(row => row.Default is not null),
            row => Assert.Equal(unset, ReadOptions(With([(row.Key, row.Default!)])))
        );
    }

    [Fact]
    public void A_value_that_the_page_calls_invalid_stops_the_start_with_a_sentence_that_names_the_setting()
    {
        Assert.All(
            Rows.SelectMany(row => row.Invalid.Select(value => (row.Key, value))),
            rejected =>
            {
                var (key, value) = rejected;
                var error = Assert.Throws<InvalidConfigurationException>(() =>
                    ReadOptions(With([(key, value), ($"{key}:0", value)]))
                );
                // The value of a connection string may hold a password.
                Assert.StartsWith(
                    key.StartsWith("ConnectionStrings:", StringComparison.Ordinal)
                        ? $"{key} is not valid for "
                        : $"{key} is '{value}'; use ",
                    error.Message,
                    StringComparison.Ordinal
                );
                Assert.Contains("; use ", error.Message, StringComparison.Ordinal);
            }
        );
    }

    private static IConfiguration With((string Key, string Value)[] settings) =>
        new ConfigurationBuilder()
            .AddInMemoryCollection(
                settings.ToDictionary(setting => setting.Key, setting => (string?)setting.Value)
            )
            .Build();

    /// <summary>Has every options type of the service read its settings; returns what they read, as JSON.</summary>
    private string ReadOptions(IConfiguration configuration)
    {
        var readers = typeof(Program)
            .Assembly.GetTypes()
            .SelectMany(type => type.GetMethods(BindingFlags.Public | BindingFlags.Static))
            .Where(method =>
                method.Name == "Read"
                && method.GetParameters() is [{ } first, ..]
                && first.ParameterType == typeof(IConfiguration)
            )
            .OrderBy(method => method.DeclaringType!.FullName, StringComparer.Ordinal);
        var options = readers.Select(reader =>
            reader.Invoke(
                null,
                BindingFlags.DoNotWrapExceptions,
                binder: null,
                reader.GetParameters().Length == 1 ? [configuration] : [configuration, contentRoot],
                culture: null
            )
        );
        return JsonSerializer.Serialize(options.ToList());
    }

    private static List<SettingRow> ReadPage()
    {
        var page = File.ReadAllText(Path.Combine(Repository.Root, "docs", "configuration.md"));
        return
        [
            .. TableRow()
                .Matches(page)
                .Select(row => new SettingRow(
                    row.Groups["key"].Value,
                    Code().Match(row.Groups["default"].Value) is { Success: true } value
                        ? value.Groups["text"].Value
                        : null,
                    [
                        .. Code()
                            .Matches(row.Groups["invalid"].Value)
                            .Select(value => value.Groups["text"].Value),
                    ]
                )),
        ];
    }

    [GeneratedRegex(
        @"^\| `(?<key>\w+(:\w+)?)` \|(?<default>[^|]*)\|[^|]*\|(?<invalid>[^|]*)\|$",
        RegexOptions.Multiline
    )]
    private static partial Regex TableRow();

    [GeneratedRegex("`(?<text>[^`]+)`")]
    private static partial Regex Code();
}
