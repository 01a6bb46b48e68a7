using System.Text.Json;
using System.Text.Json.Nodes;
using CsCheck;

namespace MpnstApi.Tests.Graph;

/// <summary>REST, GraphQL and CSV say the same of any filter; pages come together to the whole list.</summary>
public sealed class ParityTests(Service service)
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
    private sealed record Condition(string Name, string Query, JsonNode Where);

    private static Gen<Condition> Conditions(IReadOnlyList<JsonNode> trials)
    {
        Gen<Condition> OneOf(string name, Func<JsonNode, IEnumerable<string?>> values)
        {
            var known = trials
                .SelectMany(values)
                .OfType<string>()
                .Where(value => !value.Contains(','))
                .Distinct()
                .ToArray();
            return Gen.OneOfConst(known)
                .Array[1, 3]
                .Select(chosen => new Condition(
                    name,
                    string.Join(',', chosen),
                    new JsonArray([.. chosen.Select(value => JsonValue.Create(value))])
                ));
        }

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
            OneOf("startYear", trial => [trial.Text("startDate")?[..4]]),
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
        var requests = Gen.Select(Conditions(all).Array[0, 4], Gen.OneOfConst(orders), Gen.Bool);

        await requests.CheckAsync(
            seed: 20261130,
            count: 60,
            longCount: 3_000,
            async sample =>
            {
                var (conditions, sort, everything) = sample;
                var once = conditions
                    .GroupBy(condition => condition.Name)
                    .SelectMany(group =>
                        group.Key is "startFrom" or "targetRole"
                        || group.First().Where is not JsonArray
                            ? group.Take(1)
                            : group
                    )
                    .ToList();
                var query = string.Join(
                    '&',
                    once.Select(condition =>
                            $"{condition.Name}={Uri.EscapeDataString(condition.Query)}"
                        )
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
    public async Task A_cursor_of_another_list_is_refused()
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
        var rest = await service.GetAsync("/api/v1/trials?target=KDR,FLT4&target=KIT");
        var data = await service.QueryAsync(
            """{ trials(where: { target: ["KDR", "FLT4"], and: [{ target: ["KIT"] }] }) { totalCount } }"""
        );

        Assert.Equal(rest["page"]!.Number("total"), data["trials"]!.Number("totalCount"));
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

    // The first condition on a name stands in the filter itself, further ones in and.
    private static JsonObject Where(IReadOnlyList<Condition> conditions, bool everything)
    {
        var where = new JsonObject();
        var and = new JsonArray();
        foreach (var condition in conditions)
        {
            if (!where.ContainsKey(condition.Name))
            {
                where[condition.Name] = condition.Where.DeepClone();
            }
            else
            {
                and.Add(new JsonObject { [condition.Name] = condition.Where.DeepClone() });
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
