using Microsoft.Extensions.Configuration;
using MpnstApi.Settings;

namespace MpnstApi.Tests.Settings;

/// <summary>What operators may write, by the kind of the setting, and the message for what they may not.</summary>
public sealed class SettingsTests
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    [Theory]
    [InlineData("00:00:00.05", 50)]
    [InlineData("00:00:00.0500000", 50)]
    [InlineData("00:00:01.5", 1_500)]
    [InlineData("00:00:02", 2_000)]
    [InlineData(" 00:01:00 ", 60_000)]
    [InlineData("1.02:00:00.25", 93_600_250)]
    [InlineData("1.00:00:00", 86_400_000)]
    [InlineData("", 60_000)]
    public void A_duration_is_read_with_as_many_digits_as_it_is_written_with(
        string text,
        int milliseconds
    ) => Assert.Equal(TimeSpan.FromMilliseconds(milliseconds), Duration(text));

    [Fact]
    public void Every_duration_is_read_as_dotnet_writes_it()
    {
        foreach (var ticks in new[] { 1L, 12_345_678L, 864_000_000_001L })
        {
            var time = TimeSpan.FromTicks(ticks);
            Assert.Equal(time, Duration(time.ToString()));
        }
    }

    [Theory]
    [InlineData("2")]
    [InlineData("0.05")]
    [InlineData("24:00:00")]
    [InlineData("00:00:00.123456789")]
    [InlineData("-00:00:01")]
    [InlineData("1s")]
    public void A_duration_that_may_mean_two_things_is_rejected_with_one_that_is_right(
        string text
    ) =>
        Assert.Equal(
            $"Sync:Delay is '{text}'; use a duration of 00:00:00 or more as hh:mm:ss, hh:mm:ss.fff or d.hh:mm:ss, for example 00:01:00.",
            MessageOf(() => Duration(text))
        );

    [Theory]
    [InlineData("00:00:00")]
    [InlineData("49.00:00:01")]
    public void A_duration_beyond_its_bounds_is_rejected_with_both_of_them(string text) =>
        Assert.StartsWith(
            $"Sync:Delay is '{text}'; use a duration from 00:00:01 to 49.00:00:00 as ",
            MessageOf(() =>
                With("Sync:Delay", text)
                    .OptionalDuration(
                        "Sync:Delay",
                        TimeSpan.FromSeconds(1),
                        SettingReaders.LongestWait,
                        Minute
                    )
            ),
            StringComparison.Ordinal
        );

    [Theory]
    [InlineData("1", 1)]
    [InlineData(" 1000 ", 1_000)]
    [InlineData("", 7)]
    [InlineData(null, 7)]
    public void A_number_is_read_and_has_its_default_where_it_is_empty(
        string? text,
        int expected
    ) => Assert.Equal(expected, Number(text));

    [Theory]
    [InlineData("0")]
    [InlineData("2000")]
    [InlineData("-1")]
    [InlineData("1e2")]
    [InlineData("99999999999")]
    [InlineData("many")]
    public void A_number_beyond_its_bounds_is_rejected_with_them(string text) =>
        Assert.Equal(
            $"Registry:PageSize is '{text}'; use a whole number from 1 to 1000.",
            MessageOf(() => Number(text))
        );

    [Theory]
    [InlineData("true", true)]
    [InlineData(" False ", false)]
    [InlineData("", true)]
    public void A_flag_is_read_in_any_case(string text, bool expected) =>
        Assert.Equal(expected, With("A:Flag", text).Flag("A:Flag", true));

    [Fact]
    public void A_flag_that_is_neither_is_rejected() =>
        Assert.Equal(
            "A:Flag is 'yes'; use true or false.",
            MessageOf(() => With("A:Flag", "yes").Flag("A:Flag", true))
        );

    [Theory]
    [InlineData("ordinal", StringComparison.Ordinal)]
    [InlineData(" CurrentCulture ", StringComparison.CurrentCulture)]
    public void A_choice_is_read_in_any_case(string text, StringComparison expected) =>
        Assert.Equal(
            expected,
            With("A:Choice", text).Choice("A:Choice", StringComparison.InvariantCulture)
        );

    [Theory]
    [InlineData("4")]
    [InlineData("Monday, Tuesday")]
    [InlineData("")]
    public void A_choice_that_is_no_name_is_rejected_with_the_names(string text) =>
        Assert.Equal(
            $"A:Day is '{text}'; use Sunday, Monday, Tuesday, Wednesday, Thursday, Friday or Saturday.",
            MessageOf(() =>
                With("A:Day", text).Choice("A:Day", DayOfWeek.Friday, rejectEmpty: true)
            )
        );

    [Theory]
    [InlineData("https://a.example/api/v2/", "https://a.example/api/v2")]
    [InlineData("http://127.0.0.1:9/api/v2", "http://127.0.0.1:9/api/v2")]
    public void An_address_is_read_without_a_slash_at_its_end(string text, string expected) =>
        Assert.Equal(expected, Address(text).ToString());

    [Theory]
    [InlineData("a.example")]
    [InlineData("ftp://a.example/")]
    [InlineData("https://me@a.example/")]
    [InlineData("https://a.example/?x=1")]
    [InlineData("https://a.example/#x")]
    public void What_is_not_an_address_is_rejected(string text) =>
        Assert.Equal(
            $"A:Address is '{text}'; use an http or https address without user name, query or fragment, for example https://b.example/api.",
            MessageOf(() => Address(text))
        );

    private static TimeSpan Duration(string text) =>
        With("Sync:Delay", text).Duration("Sync:Delay", Minute, TimeSpan.Zero, greatest: null);

    private static int Number(string? text) =>
        With("Registry:PageSize", text).Number("Registry:PageSize", 7, least: 1, greatest: 1_000);

    private static Uri Address(string text) =>
        With("A:Address", text).Address("A:Address", new Uri("https://b.example/api"));

    private static string MessageOf(Func<object?> read) =>
        Assert.Throws<InvalidConfigurationException>(read).Message;

    private static IConfiguration With(string setting, string? text) =>
        new ConfigurationBuilder().AddInMemoryCollection([new(setting, text)]).Build();
}
