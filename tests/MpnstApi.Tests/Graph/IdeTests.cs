using System.Net;
using System.Text.RegularExpressions;
using MpnstApi.Tests.Http;

namespace MpnstApi.Tests.Graph;

/// <summary>What a browser gets at /graphql, and that nobody else gets it. .ci/graphiql opens the built page in a browser.</summary>
public sealed partial class IdeTests(Service service)
{
    // As Chromium and Firefox send it when a person opens an address.
    private const string Browser =
        "text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,image/webp,*/*;q=0.8";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_browser_gets_a_page_that_may_only_use_what_is_served_here()
    {
        using var response = await OpenAsync(service);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal("text/html; charset=utf-8", response.Content.Headers.ContentType!.ToString());
        Assert.Equal("no-cache", response.Headers.CacheControl!.ToString());
        Assert.Contains("Accept", response.Headers.Vary);
        var policy = Assert
            .Single(response.Headers.GetValues("Content-Security-Policy"))
            .Split("; ")
            .Select(directive => directive.Split(' '))
            .ToDictionary(words => words[0], words => words[1..]);
        Assert.Equal(["'none'"], policy["default-src"]);
        Assert.Equal(["'self'"], policy["script-src"]);
        Assert.Equal(["'self'"], policy["connect-src"]);
        Assert.Equal(["'self'", "blob:"], policy["worker-src"]);
        Assert.DoesNotContain(
            policy.Values.SelectMany(sources => sources),
            source => source.Contains('*') || source.Contains('.') || source.Contains("//")
        );
    }

    [Fact]
    public async Task Head_gives_the_page_s_headers()
    {
        using var page = await OpenAsync(service);
        using var head = await OpenAsync(service, HttpMethod.Head);

        Assert.Equal(HttpStatusCode.OK, head.StatusCode);
        Assert.Equal(page.Content.Headers.ContentType, head.Content.Headers.ContentType);
        Assert.Equal(
            page.Headers.GetValues("Content-Security-Policy"),
            head.Headers.GetValues("Content-Security-Policy")
        );
        Assert.Empty(await Service.TextOf(head));
    }

    [Theory]
    [InlineData("*/*")]
    [InlineData("application/json")]
    [InlineData("application/graphql-response+json, application/json;q=0.9")]
    [InlineData("application/json, text/html")]
    [InlineData("application/json, text/html;q=0.9, */*;q=0.8")]
    [InlineData("text/html;q=0, */*")]
    public async Task A_program_without_a_query_gets_an_error_in_json(string accept)
    {
        using var response = await service.SendAsync("/graphql", headers: ("Accept", accept));

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.EndsWith("json", response.Content.Headers.ContentType!.MediaType);
        var error = (await Service.JsonOf(response)).Items("errors").Single();
        Assert.Equal("bad-request", error["extensions"]!.Text("code"));
    }

    [Theory]
    [InlineData("/graphql?query={dataset{version}}", HttpStatusCode.OK)]
    [InlineData("/graphql?query=", HttpStatusCode.BadRequest)]
    [InlineData("/graphql?documentId=00", HttpStatusCode.BadRequest)]
    public async Task A_link_with_a_query_gives_its_response_to_a_browser_too(
        string address,
        HttpStatusCode status
    )
    {
        using var response = await service.SendAsync(address, headers: ("Accept", Browser));

        Assert.Equal(status, response.StatusCode);
        Assert.Equal("application/json", response.Content.Headers.ContentType!.MediaType);
    }

    [Fact]
    public async Task Without_a_build_of_the_ide_the_page_says_how_to_build_it_and_how_to_send_queries()
    {
        using var folder = new Folder();
        await using var bare = await folder.ServeAsync();

        using var response = await OpenAsync(bare);
        var page = await Service.TextOf(response);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Contains("npm --prefix src/graphiql ci", page, StringComparison.Ordinal);
        Assert.Contains("npm --prefix src/graphiql run build", page, StringComparison.Ordinal);
        Assert.Contains("curl ", page, StringComparison.Ordinal);
        Assert.DoesNotContain("<script", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_built_page_comes_with_its_files_which_never_change()
    {
        using var folder = new Folder();
        folder.Write("index.html", "<!doctype html><title>built</title>");
        folder.Write("assets/index-1a2b3c4d.js", "export {};");
        folder.Write("secret.txt", "not of the page");
        await using var built = await folder.ServeAsync();

        using var page = await OpenAsync(built);
        using var script = await built.SendAsync("/graphiql/assets/index-1a2b3c4d.js");
        using var head = await built.SendAsync(
            "/graphiql/assets/index-1a2b3c4d.js",
            HttpMethod.Head
        );

        Assert.Contains("built", await Service.TextOf(page), StringComparison.Ordinal);
        Assert.Equal("export {};", await Service.TextOf(script));
        Assert.Equal("text/javascript", script.Content.Headers.ContentType!.MediaType);
        Assert.Contains(
            "immutable",
            Assert.Single(script.Headers.GetValues("Cache-Control")),
            StringComparison.Ordinal
        );
        Assert.Equal(script.Headers.CacheControl, head.Headers.CacheControl);
        Assert.Empty(await Service.TextOf(head));
        foreach (var other in new[] { "none.js", "..%2Fsecret.txt", "..%5Csecret.txt", ".." })
        {
            await built.GetProblemAsync($"/graphiql/assets/{other}", 404, "unknown-path");
        }
    }

    [Fact]
    public async Task The_built_page_loads_its_files_from_below_the_prefix_that_a_known_proxy_takes_off()
    {
        using var folder = new Folder();
        folder.Write("index.html", "<script type=\"module\" src=\"./assets/index-1.js\"></script>");
        await using var built = await KestrelService.StartAsync(
            ("GraphQl:IdeFolder", folder.Built),
            ("ForwardedHeaders:KnownNetworks", "127.0.0.1")
        );
        built.Client.DefaultRequestHeaders.Add("Accept", Browser);

        var page = await built.Client.GetStringAsync("/graphql", Cancellation);
        built.Client.DefaultRequestHeaders.Add("X-Forwarded-Prefix", "/mpnst");
        var behind = await built.Client.GetStringAsync("/graphql", Cancellation);

        Assert.Contains("src=\"/graphiql/assets/index-1.js\"", page, StringComparison.Ordinal);
        Assert.Contains(
            "src=\"/mpnst/graphiql/assets/index-1.js\"",
            behind,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task The_first_example_is_the_question_of_the_readme()
    {
        var readme = await ReadAsync("README.md");
        var example = await ReadAsync("src/graphiql/partner.graphql");
        var shown = Question().Match(readme).Groups["query"].Value;

        Assert.Equal(
            Words(shown),
            Words(example[example.IndexOf('{', StringComparison.Ordinal)..])
        );

        var data = await service.QueryAsync(example);
        Assert.NotEmpty(data["trials"]!.Items("nodes"));
    }

    private static Task<HttpResponseMessage> OpenAsync(
        Service service,
        HttpMethod? method = null
    ) => service.SendAsync("/graphql", method, ("Accept", Browser));

    private static Task<string> ReadAsync(string file) =>
        File.ReadAllTextAsync(
            Path.Combine(Repository.Root, file),
            TestContext.Current.CancellationToken
        );

    private static string[] Words(string query) =>
        query.Split([' ', '\n', '\r'], StringSplitOptions.RemoveEmptyEntries);

    [GeneratedRegex("```graphql\n(?<query>.*?)```", RegexOptions.Singleline)]
    private static partial Regex Question();

    /// <summary>Where a built IDE might be, and the database of a service that serves it.</summary>
    private sealed class Folder : IDisposable
    {
        private readonly string path = Directory.CreateTempSubdirectory("mpnst-ide-").FullName;

        public Folder() => Directory.CreateDirectory(Built);

        public string Built => Path.Combine(path, "ide");

        public Task<Service> ServeAsync() => Service.StartAsync(path, ("GraphQl:IdeFolder", Built));

        public void Write(string file, string text)
        {
            var whole = Path.Combine(Built, file);
            Directory.CreateDirectory(Path.GetDirectoryName(whole)!);
            File.WriteAllText(whole, text);
        }

        public void Dispose() => Directory.Delete(path, recursive: true);
    }
}
