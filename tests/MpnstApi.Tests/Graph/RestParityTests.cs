using System.Text.Json;
using System.Text.Json.Nodes;
using CsCheck;
using MpnstApi.Tests.Landscape;

namespace MpnstApi.Tests.Graph;

/// <summary>REST, GraphQL and CSV say the same of any filter; pages come together to the whole list.</summary>
public sealed class RestParityTests(Service service)
{
    private const string Ids = """
        query($where: TrialFilter, $order: TrialOrder) {
          trials(where: $where, order: $order, first: 200) {
            totalCount pageInfo { hasNextPage endCursor } nodes { id }
          }
          landscape(where: $where, top: 500) {
            total
            phases { total classified unclassified excluded buckets { key count href } }
            treatments { total classified buckets { key count percent } }
            targets { total classified buckets { key count } }
          }
        }
        """;

    /// <summary>A condition as REST writes it and as GraphQL does.</summary>
    private sealed record Condition(string Name, string Query, JsonNode Where)
    {
        /// <summary>The field of GraphQL: targetAll for target.all.</summary>
        public string Field => Name.Replace(".all", "All", StringComparison.Ordinal);

        /// <summary>A list with commas, or as a parameter that is repeated.</summary>
        public IEnumerable<string> Pairs(bool repeated) =>
            (repeated && Where is JsonArray ? Query.Split(',') : [Query]).Select(value =>
                $"{Name}={Uri.EscapeDataString(value)}"
            );
    }

    private static Gen<Condition> Conditions(IReadOnlyList<JsonNode> trials)
    {
        Gen<Condition> OneOf(string name, Func<JsonNode, IEnumerable<string?>> values) =>
            KnownValues
                .Some(trials, values)
                .Select(chosen => new Condition(
                    name,
                    string.Join(',', chosen),
                    new JsonArray([.. chosen.Select(value => JsonValue.Create(value))])
                ));

        Gen<Condition> AllOf(string name, Func<JsonNode, IEnumerable<string?>> values) =>
            OneOf(name, values)
                .Select(any => new Condition(any.Name + ".all", any.Query, any.Where));

        Gen<Condition> Flag(string name) =>
            Gen.Bool.Select(wanted => new Condition(
                name,
                wanted ? "true" : "false",
                JsonValue.Create(wanted)
            ));

        Gen<Condition> Word(string name, params string[] words) =>
            Gen.OneOfConst(words).Select(word => new Condition(name, word, JsonValue.Create(word)));

        return Gen.OneOf(
            OneOf("phase", trial => [trial.Text("phase")]).Where(Stated),
            OneOf("status", trial => [trial.Text("status")]).Where(Stated),
            OneOf("indication", trial => [trial.Text("indication")]),
            OneOf("treatment", trial => trial.Texts("treatments")),
            OneOf("modality", trial => trial.Texts("modalities")),
            OneOf("drug", trial => trial.Items("drugs").Select(drug => drug.Text("id"))),
            OneOf("target", trial => trial.Texts("targets")),
            AllOf("target", trial => trial.Texts("targets")),
            AllOf("modality", trial => trial.Texts("modalities")),
            AllOf("country", trial => trial.Items("countries").Select(one => one.Text("code"))),
            OneOf("startYear", trial => [trial.Text("startDate")?[..4]]),
            OneOf("primaryCompletionYear", trial => [trial.Text("primaryCompletionDate")?[..4]]),
            Flag("mpnstDedicated"),
            Flag("openNow"),
            Flag("includeWithdrawn"),
            Word("q", "sarcoma", "neurofib", "selumetinib", "pazopanib phase"),
            Word("country", "US", "France", "CN"),
            Word("sponsor", "National", "University", "Pharma"),
            Word("startFrom", "2005", "2015-06"),
            Word("targetRole", "primary").Select(role => role with { Where = "PRIMARY" })
        );
    }

    private static bool Stated(Condition condition) =>
        !condition.Query.Contains("NOT_STATED", StringComparison.Ordinal);

    [Fact]
    public async Task Rest_graphql_and_csv_give_the_same_trials_counts_and_order()
    {
        var all = await service.WalkAsync("/api/v1/trials?scope=ALL");
        var orders = new[] { "startDate", "-startDate", "id", "-enrollment", "lastUpdate" };
        var requests = Gen.Select(
            Conditions(all).Array[0, 4],
            Gen.OneOfConst(orders),
            Gen.Bool,
            Gen.Bool
        );

        await requests.CheckAsync(
            seed: 20261130,
            count: 60,
            longCount: 3_000,
            async sample =>
            {
                var (conditions, sort, everything, repeated) = sample;
                var once = conditions.DistinctBy(condition => condition.Name).ToList();
                var query = string.Join(
                    '&',
                    once.SelectMany(condition => condition.Pairs(repeated))
                        .Concat(everything ? ["scope=ALL"] : [])
                );

                var listed = await service.WalkAsync($"/api/v1/trials?{query}&sort={sort}");
                var landscape = await service.GetAsync($"/api/v1/landscape?{query}&top=500");
                using var export = await service.SendAsync(
                    $"/api/v1/trials?{query}&sort={sort}&fields=id&format=csv"
                );
                var data = await service.QueryAsync(
                    Ids,
                    new JsonObject
                    {
                        ["where"] = Where(once, everything),
                        ["order"] = OrderOf(sort),
                    }
                );

                var ids = listed.Select(trial => trial.Text("id")!).ToList();
                Assert.Equal(ids.Count, data["trials"]!.Number("totalCount"));
                Assert.Equal(
                    ids.Take(200),
                    data["trials"]!.Items("nodes").Select(node => node.Text("id")!)
                );
                Assert.Equal(
                    ids.Prepend("id"),
                    (await Service.TextOf(export)).Split(
                        "\r\n",
                        StringSplitOptions.RemoveEmptyEntries
                    )
                );
                Assert.Equal(landscape.Number("total"), data["landscape"]!.Number("total"));
                foreach (var panel in new[] { "phases", "treatments", "targets" })
                {
                    var rest = landscape.Items("panels").Single(one => one.Text("panel") == panel);
                    AssertSubset(data["landscape"]![panel]!, rest);
                }
            }
        );
    }

    [Fact]
    public async Task A_walk_of_any_page_size_forward_or_backward_meets_every_trial_once()
    {
        var expected = (await service.WalkAsync("/api/v1/trials?scope=ALL&sort=lastUpdate"))
            .Select(trial => trial.Text("id")!)
            .ToList();

        await Gen.Select(Gen.Int[1, 200], Gen.Bool)
            .CheckAsync(
                seed: 20261201,
                count: 12,
                longCount: 200,
                async sample => Assert.Equal(expected, await WalkAsync(sample.Item1, sample.Item2))
            );
        Assert.Equal(expected, await WalkAsync(7, forward: true));
        Assert.Equal(expected, await WalkAsync(7, forward: false));
    }

    [Fact]
    public async Task A_cursor_of_another_list_is_rejected()
    {
        var data = await service.QueryAsync("{ trials(first: 1) { pageInfo { endCursor } } }");
        var cursor = data["trials"]!["pageInfo"]!.Text("endCursor");

        await service.RefusedAsync(
            "query($after: String) { trials(where: { phase: [PHASE2] }, after: $after) { totalCount } }",
            "bad-cursor",
            new JsonObject { ["after"] = cursor }
        );
        await service.RefusedAsync(
            "query($after: String) { drugs(after: $after) { totalCount } }",
            "bad-cursor",
            new JsonObject { ["after"] = cursor }
        );
    }

    [Fact]
    public async Task An_explicit_null_means_not_given()
    {
        var data = await service.QueryAsync(
            """
            query($none: [PhaseChoice!]) {
              all: trials { totalCount }
              nulls: trials(where: { phase: null, q: null, and: null, openNow: null }) { totalCount }
              variable: trials(where: { phase: $none }) { totalCount }
              whole: trials(where: null, first: null, after: null) { totalCount }
            }
            """,
            new JsonObject { ["none"] = null }
        );

        Assert.Single(data.AsObject().Select(list => list.Value!.Number("totalCount")).Distinct());
    }

    [Fact]
    public async Task Two_conditions_on_one_field_are_and()
    {
        var rest = await service.GetAsync("/api/v1/trials?target=KDR,FLT4&target.all=KIT");
        var data = await service.QueryAsync(
            """
            {
              and: trials(where: { target: ["KDR", "FLT4"], and: [{ target: ["KIT"] }] }) { totalCount }
              all: trials(where: { target: ["KDR", "FLT4"], targetAll: ["KIT"] }) { totalCount }
            }
            """
        );

        Assert.True(rest["page"]!.Number("total") > 0);
        Assert.Equal(rest["page"]!.Number("total"), data["and"]!.Number("totalCount"));
        Assert.Equal(rest["page"]!.Number("total"), data["all"]!.Number("totalCount"));
    }

    [Theory]
    [InlineData("phase: [PHASE1, PHASE2], and: [{ phase: [PHASE2, PHASE3] }]", "phase=PHASE2")]
    [InlineData(
        "startFrom: \"2010\", and: [{ startFrom: \"2015-06\", startTo: \"2020\" }, { startTo: \"2019\" }]",
        "startFrom=2015-06&startTo=2019"
    )]
    [InlineData("q: \"sarcoma\", and: [{ q: \"phase sarcoma\" }]", "q=sarcoma phase")]
    [InlineData("target: [\"KDR\", \"KIT\"], and: [{ target: [\"KIT\"] }]", "target=KIT")]
    [InlineData(
        "target: [\"KDR\"], and: [{ target: [\"KIT\"] }, { target: [\"PDGFR\"] }]",
        "target.all=KDR,KIT&target=PDGFRA,PDGFRB"
    )]
    [InlineData("country: [\"US\", \"France\"]", "country=US,FR")]
    [InlineData("countryAll: [\"US\", \"France\"]", "country.all=US,FR")]
    [InlineData(
        "condition: [\"sarcoma, soft tissue\", \"neurofibromatosis\"]",
        "condition=sarcoma, soft tissue&condition=neurofibromatosis"
    )]
    [InlineData("phase: [PHASE1], and: [{ phase: [PHASE2] }]", "scope=UNCLASSIFIED&phase=PHASE1")]
    public async Task Conditions_joined_by_and_have_links_as_far_as_a_query_string_can_say_them(
        string where,
        string query
    )
    {
        var data = await service.QueryAsync(
            $"{{ landscape(where: {{ {where} }}) {{ total phases {{ buckets {{ count href }} }} }} trials(where: {{ {where} }}) {{ totalCount }} }}"
        );
        var rest = await service.GetAsync($"/api/v1/landscape?{query}");

        Assert.Equal(rest.Number("total"), data["trials"]!.Number("totalCount"));
        Assert.Equal(
            rest.Items("panels").First().Items("buckets").Select(bucket => bucket.Text("href")),
            data["landscape"]!["phases"]!.Items("buckets").Select(bucket => bucket.Text("href"))
        );
    }

    [Fact]
    public async Task Two_lists_that_no_query_string_can_say_have_no_link_and_are_counted_all_the_same()
    {
        var data = await service.QueryAsync(
            """
            {
              landscape(where: { target: ["KDR", "KIT"], and: [{ target: ["PDGFRA", "CSF1R"] }] }) {
                total phases { buckets { count href } }
              }
            }
            """
        );
        var sets = await Task.WhenAll(
            new[] { "KDR,KIT", "PDGFRA,CSF1R" }.Select(async targets =>
                (await service.WalkAsync($"/api/v1/trials?target={targets}"))
                    .Select(trial => trial.Text("id"))
                    .ToHashSet()
            )
        );

        Assert.Equal(sets[0].Intersect(sets[1]).Count(), data["landscape"]!.Number("total"));
        Assert.True(data["landscape"]!.Number("total") > 0);
        Assert.All(
            data["landscape"]!["phases"]!.Items("buckets"),
            bucket => Assert.Null(bucket.Text("href"))
        );
    }

    private async Task<List<string>> WalkAsync(int size, bool forward)
    {
        var pages = new List<List<string>>();
        string? cursor = null;
        bool more;
        do
        {
            var data = await service.QueryAsync(
                forward
                    ? "query($n: Int, $c: String) { trials(where: {scope: [ALL]}, order: LAST_UPDATE_ASC, first: $n, after: $c) { edges { node { id } } pageInfo { hasNextPage hasPreviousPage startCursor endCursor } } }"
                    : "query($n: Int, $c: String) { trials(where: {scope: [ALL]}, order: LAST_UPDATE_ASC, last: $n, before: $c) { edges { node { id } } pageInfo { hasNextPage hasPreviousPage startCursor endCursor } } }",
                new JsonObject { ["n"] = size, ["c"] = cursor }
            );
            var page = data["trials"]!;
            pages.Add([.. page.Items("edges").Select(edge => edge["node"]!.Text("id")!)]);
            var info = page["pageInfo"]!;
            more = info[forward ? "hasNextPage" : "hasPreviousPage"]!.GetValue<bool>();
            cursor = info.Text(forward ? "endCursor" : "startCursor");
        } while (more);
        if (!forward)
        {
            pages.Reverse();
        }
        return [.. pages.SelectMany(page => page)];
    }

    // Every other condition stands in and.
    private static JsonObject Where(IReadOnlyList<Condition> conditions, bool everything)
    {
        var where = new JsonObject();
        var and = new JsonArray();
        foreach (var (place, condition) in conditions.Index())
        {
            var value = condition.Where.DeepClone();
            if (place % 2 == 0)
            {
                where[condition.Field] = value;
            }
            else
            {
                and.Add(new JsonObject { [condition.Field] = value });
            }
        }
        if (everything)
        {
            where["scope"] = new JsonArray("ALL");
        }
        where["and"] = and;
        return where;
    }

    private static string OrderOf(string sort)
    {
        var name = JsonNamingPolicy.SnakeCaseUpper.ConvertName(sort.TrimStart('-'));
        return name + (sort.StartsWith('-') ? "_DESC" : "_ASC");
    }

    // Whatever GraphQL says, REST says too.
    private static void AssertSubset(JsonNode part, JsonNode whole)
    {
        switch (part)
        {
            case JsonObject members:
                foreach (var (name, value) in members)
                {
                    if (value is not null)
                    {
                        AssertSubset(value, whole[name]!);
                    }
                    else
                    {
                        Assert.Null(whole[name]);
                    }
                }
                break;
            case JsonArray items:
                Assert.Equal(whole.AsArray().Count, items.Count);
                foreach (var (item, other) in items.Zip(whole.AsArray()))
                {
                    AssertSubset(item!, other!);
                }
                break;
            case JsonValue number when number.GetValueKind() is JsonValueKind.Number:
                Assert.Equal(whole.GetValue<decimal>(), number.GetValue<decimal>());
                break;
            default:
                Assert.Equal(whole.ToJsonString(), part.ToJsonString());
                break;
        }
    }
}
