using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using MpnstApi.ReliabilityTests.Cli;
using MpnstApi.Storage;

namespace MpnstApi.ReliabilityTests.Graph;

/// <summary>What greedy documents of GraphQL cost the service, against what they cost their callers.</summary>
public sealed class PriceTests(ITestOutputHelper output) : IDisposable
{
    private const int Ratio = 10;
    private const int Times = 15;
    private const long MostOfOne = 90_000;
    private const int MostAliases = 400;

    /// <summary>Fields that cause much work, each of another kind; {0} makes each another.</summary>
    private static readonly Dictionary<string, string> Fields = new()
    {
        ["pages of trials"] = "trials(first:200){nodes{id title phase status}}",
        ["whole trials"] =
            "trials(first:50){nodes{id title drugs{id name targets{target{symbol name}}} annotation{evidence{text}}}}",
        ["trials of drugs"] = "drugs(first:50){nodes{id name trials(first:10){nodes{id title}}}}",
        ["counts of targets"] =
            "targets(first:100){nodes{symbol trialCount trialsByPhase{key count}}}",
        ["filters"] =
            "trials(first:0,where:{sponsor:[\"x{0}\"],country:[\"US\",\"FR\",\"DE\"]}){totalCount}",
        ["searches"] = "trials(first:1,where:{q:\"tumor {0}\"}){totalCount nodes{id}}",
        ["cohorts"] =
            "landscape(where:{sponsor:[\"x{0}\"]}){total phases{buckets{key count}} statuses{buckets{key count}} targets{buckets{key count}}}",
        ["crosstabs"] =
            "crosstab(rows:DRUG,columns:TARGET){total rowTotals{key count} cells{row column count}}",
        ["timelines"] = "timeline(by:DRUG){by years{year buckets{key count}}}",
        ["the schema"] =
            "__schema{types{name fields{name type{name kind ofType{name}} args{name}}}}",
        ["lists of misspelt drugs"] =
            $"trials(first:0,where:{{drug:[{string.Concat(Enumerable.Range(0, 100).Select(value => $"\"pazopanob{value} {{0}}\" "))}]}}){{totalCount}}",
        ["misspelt drugs"] = "trials(first:0,where:{drug:[\"pazopanob {0}\"]}){totalCount}",
    };

    private readonly string folder = Directory.CreateTempSubdirectory("mpnst-price-").FullName;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public async Task The_price_of_a_document_follows_the_time_that_it_takes()
    {
        Assert.SkipUnless(
            Environment.GetEnvironmentVariable("MPNST_LONG") == "1",
            "Measuring takes long; set MPNST_LONG=1."
        );
        using var serving = RealProgram.Serve(
            new StorageOptions
            {
                ConnectionString = $"Data Source={Path.Combine(folder, "mpnst.db")}",
            },
            new Dictionary<string, string> { ["Caching__MaxMegabytes"] = "0" }
        );
        using var client = await serving.ReadyAsync();
        var prices = new Dictionary<string, double>();
        foreach (var (name, field) in Fields)
        {
            var aliases = await MostAsync(client, name, field);
            for (var warmUp = 1; warmUp <= Times; warmUp++)
            {
                await CostAsync(client, Document(field, aliases, warmUp));
            }
            var before = serving.ProcessorTime();
            var cost = 0L;
            for (var time = 1; time <= Times; time++)
            {
                cost += (await CostAsync(client, Document(field, aliases, 1_000 + time)))!.Value;
            }
            var spent = (serving.ProcessorTime() - before).TotalMilliseconds;
            prices[name] = cost / spent;
            output.WriteLine(
                $"{name}: {aliases} fields, a cost of {cost / Times}, {spent / Times:0.0} ms, {prices[name]:0} for each ms"
            );
        }

        var (least, most) = (
            prices.MinBy(price => price.Value),
            prices.MaxBy(price => price.Value)
        );
        Assert.True(
            most.Value <= Ratio * least.Value,
            $"{most.Key} cost {most.Value / least.Value:0.0} times as much for a ms as {least.Key}"
        );
    }

    private static string Document(string field, int aliases, int number) =>
        field.StartsWith("__", StringComparison.Ordinal)
            ? $"query Of{number} {{{field}}}"
            : $"query Of{number} {{"
                + string.Concat(
                    Enumerable
                        .Range(0, aliases)
                        .Select(alias =>
                            $"a{alias}:{field.Replace("{0}", $"{number} {alias}", StringComparison.Ordinal)} "
                        )
                )
                + "}";

    /// <summary>How often a document may have the field, nearly.</summary>
    private static async Task<int> MostAsync(HttpClient client, string name, string field)
    {
        var one = await CostAsync(client, Document(field, 1, 0));
        Assert.True(one is not null, $"{name} is refused.");
        var aliases = (int)Math.Clamp(MostOfOne / one.Value, 1, MostAliases);
        while (aliases > 1 && await CostAsync(client, Document(field, aliases, 9_999)) is null)
        {
            aliases = aliases * 3 / 4;
        }
        return aliases;
    }

    /// <summary>What a document cost; null where it was refused.</summary>
    private static async Task<long?> CostAsync(HttpClient client, string query)
    {
        using var response = await client.PostAsJsonAsync("/graphql", new { query }, Cancellation);
        var result = await response.Content.ReadFromJsonAsync<JsonNode>(Cancellation);
        var code = result!["errors"]?[0]?["extensions"]?.Text("code");
        Assert.True(
            code is null or "too-costly" or "too-large" or "unknown-value",
            result.ToJsonString()
        );
        return response.Headers.TryGetValues("X-GraphQL-Cost", out var cost)
            ? long.Parse(cost.Single(), CultureInfo.InvariantCulture)
            : null;
    }
}
