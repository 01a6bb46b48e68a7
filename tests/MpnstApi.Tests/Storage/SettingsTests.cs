using Microsoft.Extensions.Configuration;
using MpnstApi.Storage;

namespace MpnstApi.Tests.Storage;

public sealed class SettingsTests
{
    [Theory]
    [InlineData("00:00:00.05", 50)]
    [InlineData("00:00:00.0500000", 50)]
    [InlineData("00:00:01.5", 1_500)]
    [InlineData("00:00:02", 2_000)]
    [InlineData(" 00:01:00 ", 60_000)]
    [InlineData("1.02:00:00.25", 93_600_250)]
    public void A_duration_is_read_with_as_many_digits_as_it_is_written_with(
        string text,
        int milliseconds
    ) => Assert.Equal(TimeSpan.FromMilliseconds(milliseconds), Read(text));

    [Fact]
    public void Every_duration_is_read_as_dotnet_writes_it()
    {
        foreach (var ticks in new[] { 1L, 12_345_678L, 864_000_000_001L })
        {
            var time = TimeSpan.FromTicks(ticks);
            Assert.Equal(time, Read(time.ToString()));
        }
    }

    [Theory]
    [InlineData("2")]
    [InlineData("0.05")]
    [InlineData("24:00:00")]
    [InlineData("00:00:00.123456789")]
    [InlineData("-00:00:01")]
    [InlineData("1s")]
    public void A_duration_that_may_mean_two_things_is_refused_with_one_that_is_right(string text)
    {
        var wrong = Assert.Throws<InvalidConfigurationException>(() => Read(text));

        Assert.Contains($"Caching:MaxAge is '{text}'", wrong.Message, StringComparison.Ordinal);
        Assert.Contains("for example 00:01:00", wrong.Message, StringComparison.Ordinal);
    }

    private static TimeSpan Read(string text) =>
        new ConfigurationBuilder()
            .AddInMemoryCollection([KeyValuePair.Create<string, string?>("Caching:MaxAge", text)])
            .Build()
            .Time("Caching:MaxAge", TimeSpan.FromMinutes(1), TimeSpan.Zero);
}
