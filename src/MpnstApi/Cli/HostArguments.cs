using MpnstApi.Settings;

namespace MpnstApi.Cli;

/// <summary>The arguments of the command and the settings of the host, separated.</summary>
/// <param name="Command">The command and its own arguments.</param>
/// <param name="Settings">Settings in the form that the configuration reads: <c>--Section:Key=value</c>.</param>
public sealed record HostArguments(string[] Command, string[] Settings)
{
    // Settings of ASP.NET Core itself that have no section.
    private static readonly string[] HostSettings =
    [
        "urls",
        "environment",
        "contentRoot",
        "applicationName",
        "http_ports",
        "https_ports",
        "allowedHosts",
    ];

    private const string Prefix = "--";

    /// <summary>Separates arguments. Throws <see cref="InvalidConfigurationException"/> if a setting has no value.</summary>
    public static HostArguments Split(string[] args)
    {
        var command = new List<string>();
        var settings = new List<string>();
        for (var index = 0; index < args.Length; index++)
        {
            var parts = args[index].Split('=', 2);
            if (!IsSetting(parts[0]) && !IsEmptySection(parts))
            {
                command.Add(args[index]);
                continue;
            }
            var value =
                parts.Length == 2 ? parts[1]
                : index + 1 < args.Length && !IsOption(args[index + 1]) ? args[++index]
                : null;
            if (value is null || (value.Length == 0 && IsHostSetting(parts[0])))
            {
                throw new InvalidConfigurationException(
                    $"{parts[0]} has no value; use for example {Example(parts[0])}."
                );
            }
            settings.Add($"{Prefix}{KeyOf(parts[0])}={value}");
        }
        return new HostArguments([.. command], [.. settings]);
    }

    private static bool IsSetting(string argument) =>
        IsOption(argument)
        && (
            KeyOf(argument).Contains(ConfigurationPath.KeyDelimiter, StringComparison.Ordinal)
            || IsHostSetting(argument)
        );

    /// <summary>Returns whether an argument is an empty section, as test hosts pass on a whole configuration.</summary>
    private static bool IsEmptySection(string[] parts) =>
        parts is [{ Length: > 2 } name, ""]
        && IsOption(name)
        && char.IsAsciiLetterUpper(name[Prefix.Length]);

    private static bool IsHostSetting(string argument) =>
        HostSettings.Contains(argument[Prefix.Length..], StringComparer.OrdinalIgnoreCase);

    private static bool IsOption(string argument) =>
        argument.StartsWith(Prefix, StringComparison.Ordinal);

    /// <summary>Replaces two underscores by a colon, as in environment variables.</summary>
    private static string KeyOf(string argument) =>
        argument[Prefix.Length..]
            .Replace("__", ConfigurationPath.KeyDelimiter, StringComparison.Ordinal);

    private static string Example(string argument) =>
        argument.Equals("--urls", StringComparison.OrdinalIgnoreCase) ? "--urls=http://+:8080"
        : IsHostSetting(argument) ? $"{argument}=8080"
        : $"{argument}=value";
}
