using System.Collections.Concurrent;
using System.Globalization;
using System.Text.Json.Serialization;
using Microsoft.OpenApi;
using MpnstApi.Annotation.Vocabulary;
using MpnstApi.Filtering;
using Swashbuckle.AspNetCore.Swagger;
using Swashbuckle.AspNetCore.SwaggerGen;

namespace MpnstApi.Http;

/// <summary>
/// Adds the OpenAPI document, which is generated from endpoints, parameter tables and the doc comments of responses.
/// </summary>
public static class OpenApi
{
    public const string DocumentPath = "/openapi/v1.json";

    private const string DocumentName = "v1";
    private const int MostDocuments = 16;
    private const string PagePath = "/swagger";

    // The page loads from and sends to this service only, and no other site may frame it. Swagger UI sets inline styles and
    // has its icons as data URLs.
    private const string PagePolicy =
        "default-src 'none'; script-src 'self'; connect-src 'self'; style-src 'self' 'unsafe-inline'; font-src 'self' data:; img-src 'self' data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    public static WebApplicationBuilder AddOpenApiDocument(this WebApplicationBuilder builder)
    {
        builder.Services.AddEndpointsApiExplorer();
        builder.Services.AddSwaggerGen(swagger =>
        {
            swagger.SwaggerDoc(
                DocumentName,
                new OpenApiInfo
                {
                    Title = "MpnstApi",
                    Version = "v1",
                    Description =
                        "The clinical trial landscape of malignant peripheral nerve sheath tumours, from registry records: every trial with drugs, targets, regimens and the evidence for each label, and the landscape of any cohort. One vocabulary and one filter serve every operation.",
                    Contact = new OpenApiContact { Name = "The maintainers of MpnstApi" },
                    License = new OpenApiLicense
                    {
                        Name = "The terms of each source, which /api/v1/dataset lists",
                        Url = new Uri("https://clinicaltrials.gov/about-site/terms-conditions"),
                    },
                }
            );
            swagger.SupportNonNullableReferenceTypes();
            swagger.NonNullableReferenceTypesAsRequired();
            swagger.CustomOperationIds(operation =>
                operation
                    .ActionDescriptor.EndpointMetadata.OfType<IEndpointNameMetadata>()
                    .Last()
                    .EndpointName
            );
            swagger.CustomSchemaIds(SchemaId);
            swagger.MapType<ResourceLink>(() => new OpenApiSchema { Type = JsonSchemaType.String });
            swagger.DocumentFilter<Document>();
            swagger.SchemaFilter<OpenApiSchemas>();
            swagger.OperationFilter<OpenApiOperations>();
            swagger.IncludeXmlComments(typeof(OpenApi).Assembly);
        });
        return builder;
    }

    public static WebApplication UseOpenApiDocument(this WebApplication app)
    {
        var documents = new ConcurrentDictionary<string, FixedDocument>(StringComparer.Ordinal);
        app.MapGet(
                DocumentPath,
                (HttpContext context, CachingOptions caching) =>
                    DocumentFor(context.Request.PathBase.ToUriComponent(), documents, app.Services)
                        .WriteAsync(context, caching)
            )
            .ExcludeFromDescription();
        app.Use(
            (context, next) =>
            {
                if (context.Request.Path.StartsWithSegments(PagePath))
                {
                    context.Response.Headers.ContentSecurityPolicy = PagePolicy;
                }
                return next(context);
            }
        );
        app.UseSwaggerUI(ui =>
        {
            ui.RoutePrefix = PagePath.TrimStart('/');
            // Relative, so that it also works behind a proxy that removes a path prefix.
            ui.SwaggerEndpoint($"..{DocumentPath}", "MpnstApi v1");
            ui.DocumentTitle = "MpnstApi";
        });
        return app;
    }

    // Known proxies use few prefixes.
    private static FixedDocument DocumentFor(
        string prefix,
        ConcurrentDictionary<string, FixedDocument> documents,
        IServiceProvider services
    ) =>
        documents.TryGetValue(prefix, out var known) || documents.Count >= MostDocuments
            ? known ?? New(prefix, services)
            : documents.GetOrAdd(prefix, _ => New(prefix, services));

    private static FixedDocument New(string prefix, IServiceProvider services) =>
        new("application/json; charset=utf-8", () => Write(services, prefix));

    private static string Write(IServiceProvider services, string prefix)
    {
        using var scope = services.CreateScope();
        var document = scope
            .ServiceProvider.GetRequiredService<ISwaggerProvider>()
            .GetSwagger(DocumentName);
        // Paths are relative to the host that serves them.
        document.Servers = [new OpenApiServer { Url = prefix.Length > 0 ? prefix : "/" }];
        using var text = new StringWriter(CultureInfo.InvariantCulture);
        document.SerializeAsV31(new OpenApiJsonWriter(text));
        return text.ToString();
    }

    private static string SchemaId(Type type) =>
        type.IsGenericType
            ? string.Concat(type.GetGenericArguments().Select(SchemaId))
                + type.Name[..type.Name.IndexOf('`', StringComparison.Ordinal)]
            : type.Name;

    /// <summary>Completes the document: no required security, and a description of each group of operations.</summary>
    private sealed class Document : IDocumentFilter
    {
        private static readonly (string Name, string Description)[] Tags =
        [
            ("Trials", "Registry records with their labels."),
            ("Targets", "Human proteins that the trials' drugs act on."),
            ("Drugs", "Drugs, cell products, vaccines and viruses that the trials give."),
            ("Landscape", "The seven panels of any cohort, and the letter's figure beside them."),
            ("Vocabularies", "Every value with its label and definition."),
            (
                "Dataset",
                "The current release, the coverage of its annotation, and earlier releases: to cite, compare and download."
            ),
            ("Changes", "The changes of each release, as a feed."),
            ("Administration", "Imports and syncs, for keys with the scope admin."),
            ("Health", "Probes."),
            ("Problems", "The types of problems and their meaning."),
        ];

        public void Apply(OpenApiDocument swaggerDoc, DocumentFilterContext context)
        {
            // An empty requirement: reading needs no key.
            swaggerDoc.Security = [new OpenApiSecurityRequirement()];
            swaggerDoc.Tags = new HashSet<OpenApiTag>(
                Tags.Select(tag => new OpenApiTag
                {
                    Name = tag.Name,
                    Description = tag.Description,
                })
            );
        }
    }
}

/// <summary>Problem details (RFC 9457) of this service.</summary>
/// <param name="Type">/problems/{code}: the kind of problem; the address has a description.</param>
/// <param name="Title">The same for every occurrence.</param>
/// <param name="Status">HTTP status.</param>
/// <param name="Detail">What is wrong and what would be right.</param>
/// <param name="Instance">Path and query of the request.</param>
/// <param name="Errors">The single errors; may be empty.</param>
/// <param name="Suggestions">The nearest valid values; may be empty.</param>
/// <param name="TraceId">The id under which it is logged.</param>
/// <param name="FirstPage">Address of the first page; only for cursor-expired.</param>
public sealed record ProblemResponse(
    [property: ClosedVocabulary(ProblemKind.TypesName)] string Type,
    string Title,
    int Status,
    string? Detail,
    string Instance,
    IReadOnlyList<ProblemError> Errors,
    IReadOnlyList<string> Suggestions,
    string TraceId,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? FirstPage
);
