using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace MpnstApi.Tests.Contract;

/// <summary>Every request of requests.http gets the status that its title names, or 200.</summary>
public sealed partial class RequestFileTests(Service service)
{
    private const string Host = "{{host}}";

    public static TheoryData<string, string> Requests =>
        new(
            File.ReadAllText(Path.Combine(Repository.Root, "requests.http"))
                .Split("\n### ")
                .Skip(1)
                .Select(request => request.Split('\n', 2))
                .Select(request => (request[0], request[1]))
        );

    [Theory]
    [MemberData(nameof(Requests))]
    public async Task A_request_gets_the_status_that_its_title_names(string title, string text)
    {
        var parts = text.Trim().Split("\n\n", 2);
        var lines = parts[0].Split('\n');
        var target = lines[0].Split(' ', 2);
        using var request = new HttpRequestMessage(
            new HttpMethod(target[0]),
            target[1].Replace(Host, "", StringComparison.Ordinal)
        );
        foreach (var header in lines.Skip(1).Select(line => line.Split(": ", 2)))
        {
            if (header[0] == "Content-Type")
            {
                request.Content = new StringContent(parts[1], Encoding.UTF8, header[1]);
            }
            else
            {
                request.Headers.Add(header[0], header[1]);
            }
        }

        using var response = await service.Client.SendAsync(
            request,
            TestContext.Current.CancellationToken
        );

        var expected = Status().Match(title) is { Success: true } status
            ? int.Parse(status.Groups["status"].Value, CultureInfo.InvariantCulture)
            : 200;
        Assert.Equal(expected, (int)response.StatusCode);
        var body = await Service.TextOf(response);
        Assert.DoesNotContain("\"errors\":[{\"message\"", body, StringComparison.Ordinal);
    }

    [GeneratedRegex(@"\((?<status>\d{3})\)$")]
    private static partial Regex Status();
}
