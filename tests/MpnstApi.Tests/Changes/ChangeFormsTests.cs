using System.Net;
using System.Text.Json.Nodes;
using System.Xml.Linq;
using MpnstApi.Tests.Page;

namespace MpnstApi.Tests.Changes;

/// <summary>What feed readers and listeners get of the change feed, and what a filter leaves of it.</summary>
public sealed class ChangeFormsTests(FeedFixture feed) : IClassFixture<FeedFixture>, IDisposable
{
    private const string Feed = "/api/v1/changes";

    private static readonly XNamespace Atom = "http://www.w3.org/2005/Atom";

    private readonly string folder = Directory.CreateTempSubdirectory("mpnst-forms-").FullName;

    private Service Service => feed.Service;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public async Task A_filter_leaves_the_lines_of_its_trials_and_the_place_to_go_on_from()
    {
        var all = await Service.GetAsync($"{Feed}?limit=200");
        var one = await Service.GetAsync($"{Feed}?id=NCT91000001&limit=200");

        Assert.Equal(
            all.Items("items")
                .Where(item => item.Text("trialId") == "NCT91000001")
                .Select(item => item.Number("sequence")),
            one.Items("items").Select(item => item.Number("sequence"))
        );
        Assert.Equal(all.Number("nextAfter"), one.Number("nextAfter"));
        var open = await Service.GetAsync($"{Feed}?status=OPEN&drug=doxorubicin&limit=200");
        Assert.DoesNotContain("NCT91000001", open.Items("items").Select(i => i.Text("trialId")));
        await Service.GetProblemAsync($"{Feed}?status=OPNE", 400, "unknown-value");
    }

    [Fact]
    public async Task Pages_of_a_filter_add_up_to_all_its_lines()
    {
        var whole = await Service.GetAsync($"{Feed}?id=NCT91000001,NCT91000002&limit=200");
        var sequences = new List<int>();
        var (after, before) = (0, -1);
        while (after != before)
        {
            var page = await Service.GetAsync(
                $"{Feed}?id=NCT91000001,NCT91000002&limit=3&after={after}"
            );
            sequences.AddRange(page.Items("items").Select(item => item.Number("sequence")));
            (before, after) = (after, page.Number("nextAfter"));
        }

        Assert.NotEmpty(sequences);
        Assert.Equal(whole.Items("items").Select(item => item.Number("sequence")), sequences);
    }

    [Fact]
    public async Task A_feed_reader_gets_an_entry_for_each_trial_that_a_release_changed_newest_first()
    {
        var atom = await ReadAsync($"{Feed}?format=atom");
        var entries = atom.Root!.Elements(Atom + "entry").ToList();
        var all = await Service.GetAsync($"{Feed}?limit=200");

        Assert.Equal(
            all.Items("items")
                .Select(item => (item.Text("release"), item.Text("trialId") ?? "release"))
                .Distinct()
                .Reverse()
                .Select(pair => $"tag:localhost,2026:{pair.Item1}:{pair.Item2}"),
            entries.Select(entry => entry.Element(Atom + "id")!.Value)
        );
        Assert.Contains(
            "NCT91000001: PLANNED → OPEN",
            entries.Select(entry => entry.Element(Atom + "title")!.Value)
        );
        // RFC 4287, 4.1: what a feed and an entry must have.
        foreach (var part in entries.Prepend(atom.Root))
        {
            foreach (var name in new[] { "id", "title", "updated" })
            {
                Assert.Single(part.Elements(Atom + name));
            }
        }
        Assert.Single(atom.Root.Elements(Atom + "author"));
        // Where a person reads on.
        foreach (var entry in entries.Prepend(atom.Root))
        {
            await Service.OpenAsync(AddressOf(entry));
        }
        Assert.Contains("/trials/NCT91000001", entries.Select(AddressOf));

        static string AddressOf(XElement part) =>
            new Uri(
                part.Elements(Atom + "link")
                    .Single(link => link.Attribute("rel")!.Value == "alternate")
                    .Attribute("href")!
                    .Value
            ).PathAndQuery;
    }

    [Fact]
    public async Task Pages_of_a_feed_add_up_to_all_its_entries()
    {
        var whole = Ids(await ReadAsync($"{Feed}?format=atom&limit=200"));
        var ids = new List<string>();
        for (var address = $"{Feed}?format=atom&limit=2"; address is not null; )
        {
            var page = await ReadAsync(address);
            ids.AddRange(Ids(page));
            var next = page.Root!.Elements(Atom + "link")
                .SingleOrDefault(link => link.Attribute("rel")!.Value == "next");
            address = next is null ? null : new Uri(next.Attribute("href")!.Value).PathAndQuery;
        }

        Assert.Equal(whole, ids);
        await Service.GetProblemAsync($"{Feed}?before=5", 400, "invalid-value");
    }

    [Fact]
    public async Task A_feed_reader_that_has_the_newest_gets_a_304()
    {
        using var first = await Service.SendAsync(
            Feed,
            headers: ("Accept", "application/atom+xml")
        );
        Assert.Equal("application/atom+xml", first.Content.Headers.ContentType?.MediaType);
        using var second = await Service.SendAsync(
            Feed,
            headers:
            [
                ("Accept", "application/atom+xml"),
                ("If-None-Match", first.Headers.ETag!.ToString()),
            ]
        );
        Assert.Equal(HttpStatusCode.NotModified, second.StatusCode);
    }

    [Fact]
    public async Task A_title_with_markup_and_turned_direction_is_text_in_a_feed()
    {
        await using var own = await Service.StartAsync(folder);
        await own.ImportAsync(Study("Harmless soft tissue sarcoma"));
        await own.ImportAsync(
            Study("<script>alert(1)</script> \u202Eamocras\u202C &amp; \u0001 soft tissue sarcoma")
        );

        using var response = await own.SendAsync($"{Feed}?format=atom");
        var text = await Service.TextOf(response);

        Assert.DoesNotContain("<script", text, StringComparison.Ordinal);
        Assert.DoesNotContain('\u202E', text);
        Assert.Contains(
            "<script>alert(1)</script> amocras",
            XDocument
                .Parse(text)
                .Root!.Elements(Atom + "entry")
                .First()
                .Element(Atom + "content")!
                .Value,
            StringComparison.Ordinal
        );

        static string Study(string title) =>
            StudyJson.Of("NCT90000001", title, condition: "Soft Tissue Sarcoma");
    }

    [Fact]
    public async Task A_listener_gets_the_lines_so_far_then_those_of_the_next_release()
    {
        await using var own = await Service.StartAsync(folder);
        using var listener = await ListenAsync(own, $"{Feed}?format=sse");

        var first = await listener.NextAsync();
        Assert.Equal(("1", "RELEASED"), (first.Id, first.Data.Text("kind")));
        await own.ImportAsync(StudyJson.Of("NCT90000001"));
        var second = await listener.NextAsync();
        Assert.Equal(("2", "ADDED"), (second.Id, second.Data.Text("kind")));
        Assert.Equal("NCT90000001", second.Data.Text("trialId"));
    }

    [Fact]
    public async Task A_listener_that_comes_back_misses_and_doubles_nothing()
    {
        var all = (await Service.GetAsync($"{Feed}?limit=200")).Items("items").ToList();
        using var listener = await ListenAsync(
            Service,
            Feed,
            ("Accept", "text/event-stream"),
            ("Last-Event-ID", "2")
        );

        foreach (var expected in all.Skip(2))
        {
            var (id, data) = await listener.NextAsync();
            Assert.Equal(expected["sequence"]!.ToJsonString(), id);
            Assert.True(JsonNode.DeepEquals(expected, data));
        }
    }

    [Fact]
    public async Task A_stream_of_a_named_release_ends_and_head_of_any_does_at_once()
    {
        using var ended = await Service.SendAsync(
            $"{Feed}?format=sse&release={feed.Versions[1]}&id=NCT91000001"
        );
        var events = (await Service.TextOf(ended)).Split(
            "\n\n",
            StringSplitOptions.RemoveEmptyEntries
        );
        Assert.Contains("ADDED", Assert.Single(events), StringComparison.Ordinal);

        using var head = await Service.SendAsync($"{Feed}?format=sse", HttpMethod.Head);
        Assert.Equal("text/event-stream", head.Content.Headers.ContentType?.MediaType);
        Assert.Equal("no-store", head.Headers.CacheControl?.ToString());
    }

    [Fact]
    public async Task One_address_has_so_many_streams_and_no_more()
    {
        await using var own = await Service.StartAsync(folder);
        var listeners = new List<Listener>();
        try
        {
            for (var stream = 0; stream < 10; stream++)
            {
                listeners.Add(await ListenAsync(own, $"{Feed}?format=sse"));
                await listeners[^1].NextAsync();
            }
            await own.GetProblemAsync($"{Feed}?format=sse", 429, "rate-limited");
        }
        finally
        {
            listeners.ForEach(listener => listener.Dispose());
        }
    }

    private static IEnumerable<string> Ids(XDocument atom) =>
        atom.Root!.Elements(Atom + "entry").Select(entry => entry.Element(Atom + "id")!.Value);

    private async Task<XDocument> ReadAsync(string address)
    {
        using var response = await Service.SendAsync(address);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        return XDocument.Parse(await Service.TextOf(response));
    }

    private static async Task<Listener> ListenAsync(
        Service service,
        string address,
        params (string Name, string Value)[] headers
    )
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, address);
        foreach (var (name, value) in headers)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }
        var response = await service.Client.SendAsync(
            request,
            HttpCompletionOption.ResponseHeadersRead,
            Cancellation
        );
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        return new Listener(
            response,
            new StreamReader(await response.Content.ReadAsStreamAsync(Cancellation))
        );
    }

    /// <summary>Reads events as the HTML standard has it.</summary>
    private sealed class Listener(HttpResponseMessage response, StreamReader lines) : IDisposable
    {
        public async Task<(string Id, JsonNode Data)> NextAsync()
        {
            using var patience = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
            patience.CancelAfter(TimeSpan.FromMinutes(1));
            string? id = null;
            JsonNode? data = null;
            while (id is null || data is null)
            {
                var line = await lines.ReadLineAsync(patience.Token);
                Assert.NotNull(line);
                if (line.StartsWith("id: ", StringComparison.Ordinal))
                {
                    id = line["id: ".Length..];
                }
                else if (line.StartsWith("data: ", StringComparison.Ordinal))
                {
                    data = JsonNode.Parse(line["data: ".Length..]);
                }
            }
            return (id, data);
        }

        public void Dispose()
        {
            lines.Dispose();
            response.Dispose();
        }
    }
}
