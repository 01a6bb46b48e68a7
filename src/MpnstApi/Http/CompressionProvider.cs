using Microsoft.AspNetCore.ResponseCompression;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Primitives;

namespace MpnstApi.Http;

/// <summary>Compresses responses, except those that the cache has already compressed.</summary>
public sealed class CompressionProvider(
    IServiceProvider services,
    IOptions<ResponseCompressionOptions> options
) : ResponseCompressionProvider(services, options)
{
    public override bool ShouldCompressResponse(HttpContext context) =>
        StringValues.IsNullOrEmpty(context.Response.Headers.ContentEncoding)
        && base.ShouldCompressResponse(context);
}
