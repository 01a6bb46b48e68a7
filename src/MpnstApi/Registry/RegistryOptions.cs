using System.Net.Mail;
using System.Text.RegularExpressions;
using MpnstApi.Settings;

namespace MpnstApi.Registry;

/// <summary>Represents the settings under "Registry": its address, and how it is read.</summary>
public sealed partial record RegistryOptions
{
    public const string UserAgentSetting = "Registry:UserAgent";

    /// <summary>Gets the address of the registry's API, up to and including /api/v2, without a slash at the end.</summary>
    public Uri BaseAddress { get; init; } = new("https://clinicaltrials.gov/api/v2");

    /// <summary>Gets the User-Agent header of every request, including the contact.</summary>
    public string UserAgent { get; init; } =
        $"MpnstApi/{typeof(RegistryOptions).Assembly.GetName().Version!.ToString(3)}";

    /// <summary>Gets the number of studies on one page, 1 to 1000.</summary>
    public int PageSize { get; init; } = LargestPage;

    /// <summary>Gets the wait before the first retry; later waits grow.</summary>
    public TimeSpan RetryDelay { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>Gets the time without data after which a request has failed.</summary>
    public TimeSpan InactivityTimeout { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>Gets the most bytes of one response, decompressed; not a setting. A thousand studies have some 20 million.</summary>
    public long PageLimit { get; init; } = 1L << 30;

    /// <summary>Gets the folder where pages are saved until they are read; not a setting.</summary>
    public string TemporaryFolder { get; init; } = Path.GetTempPath();

    /// <summary>The most studies that the registry puts on a page.</summary>
    internal const int LargestPage = 1_000;

    /// <summary>The longest delay that the library for retries accepts.</summary>
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

    /// <summary>Returns whether a text is a contact, and the comment for the User-Agent with it.</summary>
    private static bool IsContact(string text, out string comment)
    {
        comment = $" (+{text})";
        return !NotOfComments().IsMatch(text)
            && (MailAddress.TryCreate(text, out _) || SettingReaders.IsWebAddress(text, out _));
    }

    [GeneratedRegex("[^ -~]")]
    private static partial Regex NotOfHeaders();

    /// <summary>Matches characters that an address may have and a comment of a User-Agent may not.</summary>
    [GeneratedRegex(@"[^!-'*-\[\]-~]")]
    private static partial Regex NotOfComments();
}
