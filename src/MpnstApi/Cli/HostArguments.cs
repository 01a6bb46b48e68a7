namespace MpnstApi.Cli;

/// <summary>Arguments divided into those of the verb and settings of the host.</summary>
/// <param name="Verb">The verb and its own arguments.</param>
/// <param name="Settings">As the configuration reads them: <c>--Section:Key=value</c>, or the key and the value apart.</param>
public sealed record HostArguments(string[] Verb, string[] Settings)
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
    ];

    public static HostArguments Split(string[] args)
    {
        var verb = new List<string>();
        var settings = new List<string>();
        for (var index = 0; index < args.Length; index++)
        {
            if (!IsSetting(args[index]))
            {
                verb.Add(args[index]);
                continue;
            }
            settings.Add(args[index]);
            if (!args[index].Contains('=', StringComparison.Ordinal) && index + 1 < args.Length)
            {
                settings.Add(args[++index]);
            }
        }
        return new HostArguments([.. verb], [.. settings]);
    }

    private static bool IsSetting(string argument)
    {
        if (!argument.StartsWith("--", StringComparison.Ordinal))
        {
            return false;
        }
        var name = argument[2..].Split('=', 2)[0];
        // Sections begin with a capital letter, options of verbs do not.
        return name.Contains(':', StringComparison.Ordinal)
            || (name.Length > 0 && char.IsAsciiLetterUpper(name[0]))
            || HostSettings.Contains(name, StringComparer.OrdinalIgnoreCase);
    }
}
