using System.Globalization;
using System.Net.Mail;
using System.Text.RegularExpressions;
using MpnstApi.Registry;
using MpnstApi.Storage;

namespace MpnstApi.Importing;

/// <summary>Settings under "Registry" that say where it is and how it is asked.</summary>
public static partial class RegistryOptions
{
    private const string DefaultAddress = "https://clinicaltrials.gov/api/v2";
    private const int LargestPage = 1_000;

    /// <summary>Reads the settings. Throws <see cref="InvalidConfigurationException"/>.</summary>
    public static RegistrySettings Read(IConfiguration configuration) =>
        new()
        {
            BaseAddress = BaseAddress(configuration["Registry:BaseAddress"]),
            UserAgent =
                UserAgent(configuration["Registry:UserAgent"])
                + Contact(configuration["Registry:Contact"]),
            PageSize = PageSize(configuration["Registry:PageSize"]),
            RetryDelay = configuration.Time(
                "Registry:RetryDelay",
                TimeSpan.FromSeconds(2),
                TimeSpan.Zero
            ),
            InactivityTimeout = configuration.Time(
                "Registry:InactivityTimeout",
                TimeSpan.FromMinutes(1),
                TimeSpan.FromSeconds(1)
            ),
        };

    private static Uri BaseAddress(string? text)
    {
        text = string.IsNullOrWhiteSpace(text) ? DefaultAddress : text;
        return
            Uri.TryCreate(text.TrimEnd('/'), UriKind.Absolute, out var address)
            && address.Scheme is "http" or "https"
            && address.UserInfo.Length + address.Query.Length + address.Fragment.Length == 0
            ? address
            : throw new InvalidConfigurationException(
                $"Registry:BaseAddress is '{text}'; give an address of http or https up to and with /api/v2, for example {DefaultAddress}."
            );
    }

    private static int PageSize(string? text)
    {
        if (string.IsNullOrWhiteSpace(text))
        {
            return LargestPage;
        }
        return
            int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var size)
            && size is >= 1 and <= LargestPage
            ? size
            : throw new InvalidConfigurationException(
                $"Registry:PageSize is '{text}'; give a number from 1 to {LargestPage}."
            );
    }

    private static string UserAgent(string? text) =>
        string.IsNullOrWhiteSpace(text) ? RegistryClient.DefaultUserAgent
        : NotOfHeaders().IsMatch(text)
            ? throw new InvalidConfigurationException(
                $"Registry:UserAgent is '{text}'; give text of ASCII characters without line breaks, for example {RegistryClient.DefaultUserAgent}."
            )
        : text.Trim();

    /// <summary>As a comment behind the User-Agent; empty where nobody is named.</summary>
    private static string Contact(string? text)
    {
        if (string.IsNullOrWhiteSpace(text))
        {
            return "";
        }
        return
            !NotOfComments().IsMatch(text)
            && (
                MailAddress.TryCreate(text, out _)
                || (
                    Uri.TryCreate(text, UriKind.Absolute, out var page)
                    && page.Scheme is "http" or "https"
                )
            )
            ? $" (+{text})"
            : throw new InvalidConfigurationException(
                $"Registry:Contact is '{text}'; give an e-mail address or the address of a page, for example mpnst@example.org."
            );
    }

    [GeneratedRegex("[^ -~]")]
    private static partial Regex NotOfHeaders();

    /// <summary>What may not stand in a comment of a User-Agent, of what could stand in an address.</summary>
    [GeneratedRegex(@"[^!-'*-\[\]-~]")]
    private static partial Regex NotOfComments();
}
