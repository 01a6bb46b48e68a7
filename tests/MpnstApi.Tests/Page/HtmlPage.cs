using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using AngleSharp.Html.Parser;

namespace MpnstApi.Tests.Page;

/// <summary>Opens pages as a browser without JavaScript does.</summary>
internal static class HtmlPage
{
    /// <summary>What browsers accept.</summary>
    public const string BrowserAccepts =
        "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8";

    /// <summary>The page at an address, which must have this status.</summary>
    public static async Task<IHtmlDocument> OpenAsync(
        this Service service,
        string address,
        int status = 200
    )
    {
        using var response = await service.SendAsync(address, headers: ("Accept", BrowserAccepts));
        var text = await Service.TextOf(response);
        Assert.True(status == (int)response.StatusCode, $"{address}: {text}");
        Assert.Equal("text/html", response.Content.Headers.ContentType?.MediaType);
        return await new HtmlParser().ParseDocumentAsync(
            text,
            TestContext.Current.CancellationToken
        );
    }

    /// <summary>The text of an element as a reader sees it.</summary>
    public static string Words(this IElement element) =>
        string.Join(
            ' ',
            element.TextContent.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)
        );

    /// <summary>The first element that a selector finds; the test fails where there is none.</summary>
    public static IElement One(this IParentNode parent, string selector) =>
        parent.QuerySelector(selector)
        ?? throw new Xunit.Sdk.XunitException($"The page has no {selector}.");

    /// <summary>The address that a link has.</summary>
    public static string Address(this IElement element) => element.GetAttribute("href")!;
}
