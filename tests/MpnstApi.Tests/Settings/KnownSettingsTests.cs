using Microsoft.Extensions.Configuration;
using MpnstApi.Cli;
using MpnstApi.Settings;

namespace MpnstApi.Tests.Settings;

/// <summary>A setting that nobody reads, most often misspelled, stops the start; what is not ours does not.</summary>
public sealed class KnownSettingsTests
{
    [Theory]
    [InlineData("Registry:PageSiz", "Registry:PageSiz is not a setting; use Registry:PageSize.")]
    [InlineData(
        "registry:page_size",
        "Registry:page_size is not a setting; use Registry:PageSize."
    )]
    [InlineData("Sync:Scedule", "Sync:Scedule is not a setting; use Sync:Schedule.")]
    [InlineData("Registry:Schedule", "Registry:Schedule is not a setting; use Sync:Schedule.")]
    [InlineData("Cors:Origin:0", "Cors:Origin:0 is not a setting; use Cors:Origins.")]
    [InlineData(
        "Registry:PageSize:0",
        "Registry:PageSize:0 is not a setting; use Registry:PageSize."
    )]
    [InlineData(
        "Registry:Proxy",
        "Registry:Proxy is not a setting; use one of Registry:PageSize, Registry:RetryDelay."
    )]
    public void A_setting_that_nothing_reads_is_rejected_with_the_nearest_one(
        string key,
        string message
    ) => Assert.Equal(message, MessageOf(With(key)));

    [Fact]
    public void Every_one_of_several_is_named() =>
        Assert.Equal(
            "Registry:PageSiz is not a setting; use Registry:PageSize. Sync:Scedule is not a setting; use Sync:Schedule.",
            MessageOf(With("Sync:Scedule", "Registry:PageSiz"))
        );

    [Fact]
    public void A_variable_is_named_as_the_environment_writes_it()
    {
        const string Prefix = "MPNST_KNOWN_SETTINGS_TEST_";
        Environment.SetEnvironmentVariable($"{Prefix}Registry__PageSiz", "100");

        Assert.Equal(
            "Registry:PageSiz (in the environment Registry__PageSiz) is not a setting; use Registry:PageSize.",
            MessageOf(new ConfigurationBuilder().AddEnvironmentVariables(Prefix).Build())
        );
    }

    [Theory]
    [InlineData("Registry:PageSize")]
    [InlineData("REGISTRY:PAGESIZE")]
    [InlineData("Cors:Origins")]
    [InlineData("Cors:Origins:3")]
    // Of the platform, of libraries, of other programs.
    [InlineData("ConnectionStrings:Other")]
    [InlineData("Logging:LogLevel:Default")]
    [InlineData("Kestrel:Endpoints:Http:Url")]
    [InlineData("RegistryX:PageSiz")]
    [InlineData("REGISTRY_PORT")]
    [InlineData("Registry")]
    [InlineData("PATH")]
    public void What_is_known_or_not_ours_is_left_alone(string key) =>
        Read(With(key)).ThrowIfUnread();

    [Fact]
    public void A_verb_rejects_a_misspelled_setting_of_those_it_reads()
    {
        var wrong = Assert.Throws<InvalidConfigurationException>(() =>
            ProgramHost.CreateForVerb(["--Registry:UserAgnet=curl"])
        );

        Assert.Equal("Registry:UserAgnet is not a setting; use Registry:UserAgent.", wrong.Message);
    }

    private static string MessageOf(IConfiguration configuration) =>
        Assert
            .Throws<InvalidConfigurationException>(() => Read(configuration).ThrowIfUnread())
            .Message;

    private static KnownSettings Read(IConfiguration configuration)
    {
        var settings = new KnownSettings(configuration);
        _ = settings["Registry:PageSize"];
        _ = settings["Registry:RetryDelay"];
        _ = settings["Sync:Schedule"];
        _ = settings["ConnectionStrings:Mpnst"];
        _ = settings.GetSection("Cors:Origins").Value;
        return settings;
    }

    private static IConfigurationRoot With(params string[] keys) =>
        new ConfigurationBuilder()
            .AddInMemoryCollection(keys.Select(key => KeyValuePair.Create(key, (string?)"x")))
            .Build();
}
