using System.Collections.Concurrent;
using System.Globalization;
using System.Text.Json.Serialization;
using Microsoft.OpenApi;
using MpnstApi.Annotation.Vocabulary;
using MpnstApi.Filtering;
using Swashbuckle.AspNetCore.Swagger;
using Swashbuckle.AspNetCore.SwaggerGen;

namespace MpnstApi.Http;

/// <summary>The OpenAPI document, made from the endpoints, the tables of parameters and the doc comments of the responses.</summary>
public static class OpenApi
{
    public const string DocumentPath = "/openapi/v1.json";

    private const string DocumentName = "v1";
    private const int MostDocuments = 16;
    private const string PagePath = "/swagger";

    // The page loads from and sends to this service alone, and no other site may show it in a frame. Swagger UI sets styles
    // on its elements and has its icons as data.
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
            // Relative, so that it is right behind a proxy that takes a prefix off the path.
            ui.SwaggerEndpoint($"..{DocumentPath}", "MpnstApi v1");
            ui.DocumentTitle = "MpnstApi";
        });
        return app;
    }

    // Proxies that are known give few prefixes.
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

    /// <summary>Completes the document as a whole: no security, and a description for each group of operations.</summary>
    private sealed class Document : IDocumentFilter
    {
        private static readonly (string Name, string Description)[] Tags =
        [
            ("Trials", "Registry records with their labels."),
            ("Targets", "Human proteins that the trials' drugs act on."),
            ("Drugs", "Drugs, cell products, vaccines and viruses that the trials give."),
            ("Landscape", "The seven panels of any cohort, and the letter's figure beside them."),
            ("Vocabularies", "Every value with a label and a definition."),
            (
                "Dataset",
                "The release that answers, how far its annotation reaches, and earlier releases: to cite, to compare, to load."
            ),
            ("Changes", "What each release changed, for readers who follow."),
            ("Administration", "Imports and syncs; for keys with the scope admin."),
            ("Health", "Probes."),
            ("Problems", "What the types of problems mean."),
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

/// <summary>Problem details (RFC 9457) as this service gives them.</summary>
/// <param name="Type">/problems/{code}: what kind of problem, with an explanation behind it.</param>
/// <param name="Title">The same for every occurrence.</param>
/// <param name="Status">HTTP status.</param>
/// <param name="Detail">What was wrong and what would be right.</param>
/// <param name="Instance">Path and query it is about.</param>
/// <param name="Errors">Each thing wrong; may be empty.</param>
/// <param name="Suggestions">Nearest valid ones; may be empty.</param>
/// <param name="TraceId">Under which it is logged.</param>
/// <param name="FirstPage">Address of the first page; of cursor-expired alone.</param>
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
