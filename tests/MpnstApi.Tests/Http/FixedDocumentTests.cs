using Microsoft.AspNetCore.Http;
using MpnstApi.Http;

namespace MpnstApi.Tests.Http;

/// <summary>What follows from the build alone is not made again for every caller.</summary>
public sealed class FixedDocumentTests
{
    [Fact]
    public async Task A_description_of_the_service_is_made_once_and_then_served_from_memory()
    {
        var made = 0;
        var document = new FixedDocument(
            "text/plain",
            () =>
            {
                made++;
                return "text";
            }
        );
        var caching = new CachingOptions { MaxAge = TimeSpan.FromMinutes(1), VaryByOrigin = false };
        Assert.Equal(0, made);

        for (var i = 0; i < 3; i++)
        {
            using var body = new MemoryStream();
            var context = new DefaultHttpContext();
            context.Response.Body = body;
            await document.WriteAsync(context, caching);
            Assert.Equal("text"u8.ToArray(), body.ToArray());
        }

        Assert.Equal(1, made);
    }
}
