using System.Net.Mail;
using System.Text.RegularExpressions;
using MpnstApi.Settings;

namespace MpnstApi.Registry;

/// <summary>Settings under "Registry" that say where it is and how it is read.</summary>
public sealed partial record RegistryOptions
{
    public const string UserAgentSetting = "Registry:UserAgent";

    /// <summary>The registry's API, up to and with /api/v2, without a slash at the end.</summary>
    public Uri BaseAddress { get; init; } = new("https://clinicaltrials.gov/api/v2");

    /// <summary>The User-Agent header of every request, contact included.</summary>
    public string UserAgent { get; init; } =
        $"MpnstApi/{typeof(RegistryOptions).Assembly.GetName().Version!.ToString(3)}";

    /// <summary>Studies on one page, 1 to 1000.</summary>
    public int PageSize { get; init; } = LargestPage;

    /// <summary>The wait before the first retry; later ones grow.</summary>
    public TimeSpan RetryDelay { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>A response of which no byte comes for this long has stalled.</summary>
    public TimeSpan InactivityTimeout { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>Most bytes of one response, unpacked; not a setting. A thousand studies have some 20 million.</summary>
    public long PageLimit { get; init; } = 1L << 30;

    /// <summary>Where pages are kept until they are read; not a setting.</summary>
    public string TemporaryFolder { get; init; } = Path.GetTempPath();

    /// <summary>The most studies that the registry puts on a page.</summary>
    internal const int LargestPage = 1_000;

    /// <summary>What the library for retries takes at the most.</summary>
    private static readonly TimeSpan LongestRetryDelay = TimeSpan.FromDays(1);

    /// <summary>Reads the settings. Throws <see cref="InvalidConfigurationException"/>.</summary>
    public static RegistryOptions Read(IConfiguration configuration)
    {
        var defaults = new RegistryOptions();
        return new()
        {
            BaseAddress = configuration.Address("Registry:BaseAddress", defaults.BaseAddress),
            UserAgent =
                configuration.Value(
                    UserAgentSetting,
                    defaults.UserAgent,
                    IsUserAgent,
                    $"text of printable ASCII characters on one line, for example {defaults.UserAgent}"
                )
                + configuration.Value(
                    "Registry:Contact",
                    "",
                    IsContact,
                    "an e-mail address or the address of a web page, for example mpnst@example.org"
                ),
            PageSize = configuration.Number(
                "Registry:PageSize",
                defaults.PageSize,
                least: 1,
                greatest: LargestPage
            ),
            RetryDelay = configuration.Duration(
                "Registry:RetryDelay",
                defaults.RetryDelay,
                least: TimeSpan.Zero,
                greatest: LongestRetryDelay
            ),
            InactivityTimeout = configuration.Duration(
                "Registry:InactivityTimeout",
                defaults.InactivityTimeout,
                least: TimeSpan.FromSeconds(1),
                greatest: SettingReaders.LongestWait
            ),
        };
    }

    private static bool IsUserAgent(string text, out string header)
    {
        header = text;
        return !NotOfHeaders().IsMatch(text);
    }

    /// <summary>A comment to put behind the User-Agent.</summary>
    private static bool IsContact(string text, out string comment)
    {
        comment = $" (+{text})";
        return !NotOfComments().IsMatch(text)
            && (MailAddress.TryCreate(text, out _) || SettingReaders.IsWebAddress(text, out _));
    }

    [GeneratedRegex("[^ -~]")]
    private static partial Regex NotOfHeaders();

    /// <summary>What a comment of a User-Agent may not have, of what an address may.</summary>
    [GeneratedRegex(@"[^!-'*-\[\]-~]")]
    private static partial Regex NotOfComments();
}
