using System.Text.Json;
using System.Text.Json.Serialization;
using MpnstApi.Filtering;

namespace MpnstApi.Http;

/// <summary>Writes links as addresses of this API.</summary>
public sealed class ResourceAddress : JsonConverter<ResourceLink>
{
    private static string Root => LocalAddress.Of(HttpRegistration.ApiRoot + "/");

    /// <summary>Returns the address from the root of the server; null if a query string cannot express the filter.</summary>
    public static string? Of(ResourceLink link) =>
        link.Filter is null ? Root + link.Path
        : link.Filter.ToQuery() is not { } query ? null
        : query.Length == 0 ? Root + link.Path
        : $"{Root}{link.Path}?{query}";

    /// <summary>
    /// Returns the base of absolute addresses, without a slash at its end: scheme, host and path base of the request. For
    /// responses that are read elsewhere, such as a citation.
    /// </summary>
    public static string RootOf(HttpRequest request) =>
        request.Scheme
        + Uri.SchemeDelimiter
        + request.Host.ToUriComponent()
        + request.PathBase.ToUriComponent();

    public override void Write(
        Utf8JsonWriter writer,
        ResourceLink value,
        JsonSerializerOptions options
    ) => writer.WriteStringValue(Of(value));

    public override ResourceLink Read(
        ref Utf8JsonReader reader,
        Type typeToConvert,
        JsonSerializerOptions options
    ) => throw new NotSupportedException("Links are written, never read.");
}
