using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace RestClients;

/// <summary>
/// Passes requests on, and keeps the last response body and the operations of the document that were requested.
/// </summary>
internal sealed class Recorder(JsonNode document) : DelegatingHandler(new HttpClientHandler())
{
    // Paths without parameters first: /trials/search is not the trial called search.
    private readonly List<(string Path, Regex Pattern)> operations =
    [
        .. document["paths"]!
            .AsObject()
            // Those that need a key are not for readers, pictures not for these clients.
            .Where(path =>
                path.Value!["get"] is { } get
                && get["security"] is null
                && get["responses"]?["200"]?["content"] is JsonObject content
                && content.Any(media => media.Key.EndsWith("json", StringComparison.Ordinal))
            )
            .Select(path => path.Key)
            .OrderBy(path => path.Count(character => character == '{'))
            .Select(path => (path, new Regex($"^{Regex.Replace(path, @"\{\w+\}", "[^/]+")}$"))),
    ];

    private readonly HashSet<string> requested = [];
    private int differences;

    public string LastBody { get; private set; } = "";

    protected override async Task<HttpResponseMessage> SendAsync(
        HttpRequestMessage request,
        CancellationToken cancellationToken
    )
    {
        var response = await base.SendAsync(request, cancellationToken);
        await response.Content.LoadIntoBufferAsync(cancellationToken);
        LastBody = await response.Content.ReadAsStringAsync(cancellationToken);
        if (response.IsSuccessStatusCode)
        {
            var path = request.RequestUri!.AbsolutePath;
            requested.Add(operations.First(operation => operation.Pattern.IsMatch(path)).Path);
        }
        return response;
    }

    /// <summary>Compares what a client made of the last body, written as JSON again, with the body itself.</summary>
    /// <param name="read">The client's objects as JSON; members without a value may be left out.</param>
    /// <param name="unread">Names of members that the client cannot read.</param>
    public void Compare(string read, params string[] unread) =>
        Compare(JsonNode.Parse(LastBody), JsonNode.Parse(read), "$", unread);

    /// <summary>Says that a result is not as expected.</summary>
    public void Expect(bool holds, string what)
    {
        if (!holds)
        {
            differences++;
            Console.Error.WriteLine($"Not as expected: {what}");
        }
    }

    /// <summary>Whether every open GET operation was read as it was sent.</summary>
    public bool Report(string client)
    {
        var left = operations.Select(operation => operation.Path).Except(requested).ToList();
        foreach (var path in left)
        {
            Console.Error.WriteLine($"{client} did not read GET {path}");
        }
        Console.WriteLine(
            $"{client} read {requested.Count} of {operations.Count} GET operations; {differences} values differ from what was sent"
        );
        return left.Count == 0 && differences == 0;
    }

    private void Compare(JsonNode? sent, JsonNode? read, string where, string[] unread)
    {
        switch (sent)
        {
            case JsonObject members when read is JsonObject theirs:
                foreach (var (name, member) in members)
                {
                    if (!unread.Contains(name))
                    {
                        Compare(member, theirs[name], $"{where}.{name}", unread);
                    }
                }
                break;
            case JsonArray items when read is JsonArray theirs && items.Count == theirs.Count:
                for (var place = 0; place < items.Count; place++)
                {
                    Compare(items[place], theirs[place], $"{where}[{place}]", unread);
                }
                break;
            default:
                Expect(
                    Same(sent, read),
                    $"{where} is {sent?.ToJsonString() ?? "null"}, read as {read?.ToJsonString() ?? "null"}"
                );
                break;
        }
    }

    // A time has several spellings, a number too; a list without items may be left out.
    private static bool Same(JsonNode? sent, JsonNode? read) =>
        JsonNode.DeepEquals(sent, read)
        || (sent is JsonArray { Count: 0 } && read is null)
        || (sent is JsonValue one && read is JsonValue other && Same(one, other));

    private static bool Same(JsonValue one, JsonValue other) =>
        one.TryGetValue(out decimal left) && other.TryGetValue(out decimal right)
            ? left == right
            : one.TryGetValue(out string? first)
                && other.TryGetValue(out string? second)
                && Time(first) is { } time
                && time == Time(second);

    private static DateTimeOffset? Time(string text) =>
        text.Contains('T', StringComparison.Ordinal)
        && DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, out var time)
            ? time
            : null;
}
