using System.Globalization;
using MpnstApi.Storage;

namespace MpnstApi.ReliabilityTests.Cli;

/// <summary>A start that cannot succeed ends with a sentence that says why and what to use instead.</summary>
public sealed class StartTests : IDisposable
{
    private const string FirstPortForEveryone = "/proc/sys/net/ipv4/ip_unprivileged_port_start";

    private readonly string folder = Directory.CreateTempSubdirectory("mpnst-start-").FullName;

    private StorageOptions Store =>
        new() { ConnectionString = $"Data Source={Path.Combine(folder, "mpnst.db")}" };

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Theory]
    [InlineData("--urls has no value; use ", "--urls")]
    [InlineData("--urls has no value; use ", "--urls=")]
    [InlineData(
        "--Registry:PageSize has no value; use ",
        "--Registry:PageSize",
        "--urls=http://127.0.0.1:0"
    )]
    [InlineData("The service cannot listen on nowhere: ", "--urls=nowhere")]
    [InlineData(
        "The service cannot listen on http://192.0.2.1:5000: ",
        "--urls=http://192.0.2.1:5000"
    )]
    [InlineData(
        "The service cannot listen on https://127.0.0.1:0: https needs a certificate",
        "--urls=https://127.0.0.1:0"
    )]
    [InlineData(
        "Registry:PageSize is '0'; use ",
        "--urls=http://127.0.0.1:0",
        "--Registry__PageSize=0"
    )]
    public async Task Arguments_that_are_not_valid_stop_the_start(
        string sentence,
        params string[] arguments
    )
    {
        var end = await RealProgram.RunAsync(Store, arguments);

        Assert.Equal(1, end.ExitCode);
        Assert.StartsWith(sentence, end.Errors, StringComparison.Ordinal);
        Assert.Single(end.Errors.Trim().Split('\n'));
    }

    [Fact]
    public async Task An_option_that_no_verb_and_no_setting_has_is_rejected_and_not_ignored()
    {
        var end = await RealProgram.RunAsync(Store, "--PageSize=5");

        Assert.Equal(2, end.ExitCode);
        Assert.Contains("--PageSize=5", end.Errors, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(64)]
    [InlineData(300)]
    public async Task Too_few_files_stop_the_start(int openFiles)
    {
        var end = await RealProgram.RunWithinAsync(openFiles, Store);

        Assert.Equal(1, end.ExitCode);
        Assert.StartsWith(
            $"The limit of open files (ulimit -n) is '{openFiles.ToString(CultureInfo.InvariantCulture)}'; use ",
            end.Errors,
            StringComparison.Ordinal
        );
        Assert.Single(end.Errors.Trim().Split('\n'));
    }

    [Fact]
    public async Task A_port_that_only_an_administrator_may_open_stops_the_start()
    {
        if (OperatingSystem.IsWindows())
        {
            Assert.Skip("Rights are given otherwise on Windows.");
            return;
        }
        Assert.SkipUnless(
            File.Exists(FirstPortForEveryone)
                && int.Parse(
                    await File.ReadAllTextAsync(
                        FirstPortForEveryone,
                        TestContext.Current.CancellationToken
                    ),
                    CultureInfo.InvariantCulture
                ) > 81,
            "Everyone may open every port here."
        );
        var data = Directory.CreateDirectory(Path.Combine(folder, "data"));
        foreach (var open in new[] { folder, data.FullName })
        {
            File.SetUnixFileMode(
                open,
                File.GetUnixFileMode(open)
                    | UnixFileMode.OtherRead
                    | UnixFileMode.OtherWrite
                    | UnixFileMode.OtherExecute
            );
        }

        var end = await RealProgram.RunWithoutRightsAsync(
            new StorageOptions
            {
                ConnectionString = $"Data Source={Path.Combine(data.FullName, "mpnst.db")}",
            },
            "--urls=http://127.0.0.1:81"
        );

        Assert.Equal(1, end.ExitCode);
        Assert.StartsWith(
            "The service cannot listen on http://127.0.0.1:81: ports below 1024 need a privilege",
            end.Errors,
            StringComparison.Ordinal
        );
    }
}
