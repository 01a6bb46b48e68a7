using System.Globalization;
using System.Text.RegularExpressions;
using MpnstApi.Access;
using MpnstApi.Exports;
using MpnstApi.Tests.Http;

namespace MpnstApi.Tests.Access;

/// <summary>What callers may request. Rates are by the day, so that nothing comes back while a test runs.</summary>
public sealed partial class RateLimitTests(RateLimitTests.Limited limited)
    : IClassFixture<RateLimitTests.Limited>
{
    private const string Documents =
        "{a:trials(first:200){...t} b:trials(first:199){...t} c:trials(first:198){...t}}fragment t on TrialConnection{nodes{id title drugs{id name}}}";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private KestrelService Service => limited.Service!;

    [Fact]
    public async Task Every_response_says_what_is_left_and_what_is_allowed()
    {
        using var client = await ClientAsync("100/day");

        using var page = await client.GetAsync("/api/v1/trials?limit=110", Cancellation);
        using var missing = await client.GetAsync("/api/v1/nothing", Cancellation);
        using var rejected = await client.GetAsync("/api/v1/admin/runs", Cancellation);

        Assert.Equal("\"key\";q=100;w=86400", Header(page, "RateLimit-Policy"));
        Assert.Equal("\"key\";r=99;t=864", Header(page, "RateLimit"));
        Assert.Equal("\"key\";r=98;t=951", Header(missing, "RateLimit"));
        Assert.Equal(403, (int)rejected.StatusCode);
        Assert.Equal(98, Left(rejected));
    }

    [Fact]
    public async Task A_poll_that_finds_nothing_new_costs_a_tenth_of_a_request()
    {
        using var client = await ClientAsync("10/day");
        using var first = await client.GetAsync("/api/v1/landscape?phase=PHASE1", Cancellation);
        client.DefaultRequestHeaders.IfNoneMatch.Add(first.Headers.ETag!);

        for (var poll = 0; poll < 90; poll++)
        {
            using var again = await client.GetAsync("/api/v1/landscape?phase=PHASE1", Cancellation);
            Assert.Equal(304, (int)again.StatusCode);
        }
        using var last = await client.GetAsync("/api/v1/landscape?phase=PHASE1", Cancellation);

        Assert.Equal(429, (int)last.StatusCode);
    }

    [Theory]
    [InlineData("trials?scope=ALL")]
    [InlineData("targets?scope=ALL")]
    [InlineData("drugs?scope=ALL")]
    [InlineData("landscape/phases?scope=ALL")]
    [InlineData("landscape/crosstab?rows=PHASE&columns=STATUS&scope=ALL")]
    [InlineData("landscape/timeline?by=PHASE&scope=ALL")]
    public async Task An_export_of_any_table_in_any_format_costs_its_trials_and_a_page_does_not(
        string table
    )
    {
        using var page = await (await ClientAsync("100/day")).GetAsync(
            "/api/v1/trials?scope=ALL&limit=200",
            Cancellation
        );
        var trials = (await Tests.Service.JsonOf(page))["page"]!.Number("total");
        Assert.Equal(99, Left(page));

        foreach (var format in TableFormat.All)
        {
            using var client = await ClientAsync("100/day");
            using var export = await client.GetAsync(
                $"/api/v1/{table}&format={format.Name}",
                Cancellation
            );
            await export.Content.ReadAsByteArrayAsync(Cancellation);

            Assert.Equal(200, (int)export.StatusCode);
            Assert.Equal((int)(100 - 1 - (trials / 100.0)), Left(export));
        }
    }

    [Fact]
    public async Task A_document_of_GraphQL_costs_its_estimate_and_the_second_time_a_tenth()
    {
        using var client = await ClientAsync("1000/day");
        var address = $"/graphql?query={Uri.EscapeDataString(Documents)}";

        using var first = await client.GetAsync(address, Cancellation);
        using var second = await client.GetAsync(address, Cancellation);

        Assert.Equal(200, (int)first.StatusCode);
        var cost = int.Parse(Header(first, "X-GraphQL-Cost"), CultureInfo.InvariantCulture);
        Assert.True(cost > 2_500, $"{cost}");
        Assert.Equal((int)(1_000 - 1 - (cost / 1_000.0)), Left(first));
        Assert.InRange(Left(first) - Left(second), 0, 1);
    }

    [Fact]
    public async Task A_budget_that_is_used_up_is_a_429_that_says_when_to_try_again()
    {
        using var client = await ClientAsync("2/day");
        foreach (var limit in new[] { 101, 102 })
        {
            using var served = await client.GetAsync($"/api/v1/trials?limit={limit}", Cancellation);
            Assert.Equal(200, (int)served.StatusCode);
        }

        using var rejected = await client.GetAsync("/api/v1/trials?limit=103", Cancellation);
        using var graph = await client.GetAsync("/graphql?query={__typename}", Cancellation);

        Assert.Equal(429, (int)rejected.StatusCode);
        Assert.Equal(429, (int)graph.StatusCode);
        Assert.InRange(rejected.Headers.RetryAfter!.Delta!.Value.TotalHours, 0.1, 24);
        var problem = await Tests.Service.JsonOf(rejected);
        Assert.Equal("/problems/rate-limited", problem.Text("type"));
        Assert.Contains("2 requests in 86400 seconds", problem.Text("detail"));
        Assert.Equal(0, Left(rejected));
    }

    [Fact]
    public async Task What_a_budget_cannot_pay_is_rejected_whole_and_smaller_requests_are_served()
    {
        using var client = await ClientAsync("4/day");
        var address = $"/graphql?query={Uri.EscapeDataString("query Unpaid" + Documents)}";
        using var page = await client.GetAsync("/api/v1/trials?limit=104", Cancellation);

        using var rejected = await client.GetAsync(address, Cancellation);
        using var served = await client.GetAsync("/api/v1/trials?limit=105", Cancellation);

        Assert.Equal(429, (int)rejected.StatusCode);
        var error = Assert.Single((await Tests.Service.JsonOf(rejected)).Items("errors"));
        Assert.Equal("rate-limited", error["extensions"]!.Text("code"));
        Assert.NotNull(rejected.Headers.RetryAfter);
        Assert.Equal(200, (int)served.StatusCode);
    }

    [Fact]
    public async Task Probes_are_never_limited()
    {
        using var client = await ClientAsync("1/day");
        using var used = await client.GetAsync("/api/v1/trials?limit=111", Cancellation);

        using var rejected = await client.GetAsync("/api/v1/trials", Cancellation);
        using var probe = await client.GetAsync("/health/ready", Cancellation);

        Assert.Equal(429, (int)rejected.StatusCode);
        Assert.Equal(200, (int)probe.StatusCode);
    }

    [Fact]
    public async Task Callers_without_a_key_have_a_budget_for_each_address_whatever_they_claim()
    {
        using var one = Service.ClientFrom(2);
        using var other = Service.ClientFrom(3);
        var statuses = new List<int>();
        for (var request = 0; request < Limited.Requests + 5; request++)
        {
            using var message = new HttpRequestMessage(
                HttpMethod.Get,
                $"/api/v1/trials?limit={request + 150}"
            );
            message.Headers.Add("X-Forwarded-For", $"192.0.2.{request}");
            message.Headers.Add("Forwarded", $"for=192.0.2.{request}");
            message.Headers.Add("X-Real-IP", $"192.0.2.{request}");
            using var response = await one.SendAsync(message, Cancellation);
            statuses.Add((int)response.StatusCode);
        }

        using var elsewhere = await other.GetAsync("/api/v1/trials", Cancellation);

        Assert.Equal(
            [.. Enumerable.Repeat(200, Limited.Requests), .. Enumerable.Repeat(429, 5)],
            statuses
        );
        Assert.Equal(200, (int)elsewhere.StatusCode);
    }

    [Fact]
    public async Task Keys_that_are_guessed_use_up_the_budget_of_the_address()
    {
        using var client = Service.ClientFrom(4);
        client.DefaultRequestHeaders.Add(ApiKeyHandler.Header, Callers.WrongKey);
        var statuses = new List<int>();
        for (var request = 0; request < (10 * Limited.Requests) + 1; request++)
        {
            using var response = await client.GetAsync("/api/v1/trials", Cancellation);
            statuses.Add((int)response.StatusCode);
        }

        Assert.All(statuses.SkipLast(1), status => Assert.Equal(401, status));
        Assert.Equal(429, statuses[^1]);
    }

    /// <summary>
    /// Eight clients at once request as much as they can; what they get is bounded, and another caller notices nothing.
    /// </summary>
    [Fact]
    public async Task Eight_greedy_callers_get_what_their_budgets_allow_and_a_normal_one_all_they_request()
    {
        using var normal = await ClientAsync("1000/day");
        var served = await Task.WhenAll(
            Enumerable
                .Range(20, 8)
                .Select(async number =>
                {
                    using var greedy = Service.ClientFrom(number);
                    return await Task.WhenAll(
                        Enumerable
                            .Range(0, 40)
                            .Select(async request =>
                            {
                                var document =
                                    $"query of_{number}_{request}{{trials(first:{number + request}){{nodes{{id title drugs{{id name}}}}}}}}";
                                using var response = await greedy.GetAsync(
                                    $"/graphql?query={Uri.EscapeDataString(document)}",
                                    Cancellation
                                );
                                var status = (int)response.StatusCode;
                                Assert.True(status is 200 or 429, $"{status}");
                                return status == 200
                                    ? int.Parse(
                                        Header(response, "X-GraphQL-Cost"),
                                        CultureInfo.InvariantCulture
                                    )
                                    : 0;
                            })
                    );
                })
                .Append(
                    Task.Run(
                        async () =>
                        {
                            for (var request = 1; request <= 100; request++)
                            {
                                using var response = await normal.GetAsync(
                                    $"/api/v1/trials?limit={request}",
                                    Cancellation
                                );
                                Assert.Equal(200, (int)response.StatusCode);
                            }
                            return Array.Empty<int>();
                        },
                        Cancellation
                    )
                )
        );

        Assert.All(
            served.SkipLast(1),
            costs =>
            {
                var requests = costs.Count(cost => cost > 0);
                Assert.InRange(requests, 1, Limited.Requests);
                Assert.True(requests + (costs.Sum() / 1_000) <= Limited.Requests);
            }
        );
    }

    private async Task<HttpClient> ClientAsync(string rate)
    {
        var client = new HttpClient { BaseAddress = Service.Client.BaseAddress };
        client.DefaultRequestHeaders.Add(
            ApiKeyHandler.Header,
            await Service.Services.AddKeyAsync([Scopes.Read], rate)
        );
        return client;
    }

    private static string Header(HttpResponseMessage response, string name) =>
        Assert.Single(response.Headers.GetValues(name));

    private static int Left(HttpResponseMessage response) =>
        int.Parse(
            Remaining().Match(Header(response, "RateLimit")).Groups[1].Value,
            CultureInfo.InvariantCulture
        );

    [GeneratedRegex("r=([0-9]+)")]
    private static partial Regex Remaining();

    /// <summary>A service with limits.</summary>
    public sealed class Limited : IAsyncLifetime
    {
        /// <summary>Of a caller without a key, in a day.</summary>
        public const int Requests = 20;

        public KestrelService? Service { get; private set; }

        public async ValueTask InitializeAsync() =>
            Service = await KestrelService.StartAsync(
                ("RateLimiting:Enabled", "true"),
                ("RateLimiting:Anonymous", $"{Requests}/day")
            );

        public ValueTask DisposeAsync() => Service!.DisposeAsync();
    }
}
