using Microsoft.Extensions.Configuration;
using MpnstApi.Http;

namespace MpnstApi.Tests.Http;

/// <summary>Origins as an operator may write them; what is not one is rejected, see CommandLineTests.</summary>
public sealed class CorsOptionsTests
{
    [Theory]
    [InlineData("Cors:Origins", "https://a.example", "https://a.example")]
    [InlineData(
        "Cors:Origins",
        "https://a.example, https://b.example",
        "https://a.example|https://b.example"
    )]
    [InlineData("Cors:Origins:0", "https://a.example", "https://a.example")]
    [InlineData("Cors:Origins", "https://a.example,*", "*")]
    [InlineData("Cors:Origins", "", "*")]
    [InlineData("Other", "", "*")]
    public void Origins_are_read_from_a_list_or_from_one_value(
        string key,
        string value,
        string expected
    ) =>
        Assert.Equal(
            expected.Split('|'),
            CorsOptions
                .Read(new ConfigurationBuilder().AddInMemoryCollection([new(key, value)]).Build())
                .Origins
        );
}
