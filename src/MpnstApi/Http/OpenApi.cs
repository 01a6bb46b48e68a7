using System.Reflection;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using Microsoft.OpenApi;
using MpnstApi.Releases;
using Swashbuckle.AspNetCore.SwaggerGen;

namespace MpnstApi.Http;

/// <summary>The OpenAPI document, made from the endpoints, the tables of parameters and the doc comments of the answers.</summary>
public static class OpenApi
{
    public const string DocumentPath = "/openapi/v1.json";

    public static WebApplicationBuilder AddOpenApiDocument(this WebApplicationBuilder builder)
    {
        builder.Services.AddEndpointsApiExplorer();
        builder.Services.AddSwaggerGen(swagger =>
        {
            swagger.SwaggerDoc(
                "v1",
                new OpenApiInfo
                {
                    Title = "MpnstApi",
                    Version = "v1",
                    Description =
                        "The clinical trial landscape of malignant peripheral nerve sheath tumours, from registry records: every trial with drugs, targets, regimens and the evidence for each label, and the landscape of any slice. One vocabulary and one filter serve every operation.",
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
            swagger.DocumentFilter<Document>();
            swagger.SchemaFilter<MemberSchemas>();
            swagger.OperationFilter<ContractOperations>();
            swagger.IncludeXmlComments(typeof(OpenApi).Assembly);
        });
        return builder;
    }

    public static WebApplication UseOpenApiDocument(this WebApplication app)
    {
        app.UseSwagger(swagger =>
        {
            swagger.RouteTemplate = "openapi/{documentName}.json";
            swagger.OpenApiVersion = OpenApiSpecVersion.OpenApi3_1;
            // Paths are relative to the host that serves them.
            swagger.PreSerializeFilters.Add(
                (document, _) => document.Servers = [new OpenApiServer { Url = "/" }]
            );
        });
        app.UseSwaggerUI(ui =>
        {
            ui.RoutePrefix = "swagger";
            ui.SwaggerEndpoint(DocumentPath, "MpnstApi v1");
            ui.DocumentTitle = "MpnstApi";
        });
        // Whoever types the bare address sees what there is.
        app.MapGet("/", () => TypedResults.Redirect("/swagger")).ExcludeFromDescription();
        return app;
    }

    private static string SchemaId(Type type) =>
        type.IsGenericType
            ? string.Concat(type.GetGenericArguments().Select(SchemaId))
                + type.Name[..type.Name.IndexOf('`', StringComparison.Ordinal)]
            : type.Name;

    /// <summary>What concerns the document as a whole: reading is open, and what each group of operations is about.</summary>
    private sealed class Document : IDocumentFilter
    {
        private static readonly (string Name, string Description)[] Tags =
        [
            ("Trials", "Registry records with their labels."),
            ("Targets", "Human proteins that the trials' drugs act on."),
            ("Drugs", "Drugs, cell products, vaccines and viruses that the trials give."),
            ("Landscape", "The seven panels of any slice, and the letter's figure beside them."),
            ("Vocabularies", "Every value with a label and a definition."),
            (
                "Dataset",
                "The release that answers, how far its annotation reaches, and earlier releases: to cite, to compare, to load."
            ),
            ("Changes", "What each release changed, for readers who follow."),
            ("Health", "Probes."),
            ("Problems", "What the types of problems mean."),
        ];

        public void Apply(OpenApiDocument swaggerDoc, DocumentFilterContext context)
        {
            swaggerDoc.Security = [];
            swaggerDoc.Tags = new HashSet<OpenApiTag>(
                Tags.Select(tag => new OpenApiTag
                {
                    Name = tag.Name,
                    Description = tag.Description,
                })
            );
        }
    }

    /// <summary>
    /// Every member is always there; those that may be absent facts are null. Only formats of others, which know no null,
    /// leave members out.
    /// </summary>
    private sealed class MemberSchemas : ISchemaFilter
    {
        public void Apply(IOpenApiSchema schema, SchemaFilterContext context)
        {
            if (schema is not OpenApiSchema { Properties: { Count: > 0 } properties } open)
            {
                return;
            }
            open.AdditionalPropertiesAllowed = true;
            open.Required = new SortedSet<string>(properties.Keys, StringComparer.Ordinal);
            var nullability = new NullabilityInfoContext();
            foreach (var member in context.Type.GetProperties())
            {
                var name =
                    member.GetCustomAttribute<JsonPropertyNameAttribute>()?.Name
                    ?? System.Text.Json.JsonNamingPolicy.CamelCase.ConvertName(member.Name);
                if (
                    member.GetCustomAttribute<JsonIgnoreAttribute>() is
                    { Condition: JsonIgnoreCondition.WhenWritingNull }
                )
                {
                    open.Required.Remove(name);
                }
                // The generator says null of plain types, but loses it on references.
                if (
                    properties.TryGetValue(name, out var property)
                    && property is OpenApiSchemaReference
                    && (
                        Nullable.GetUnderlyingType(member.PropertyType) is not null
                        || nullability.Create(member).ReadState is NullabilityState.Nullable
                    )
                )
                {
                    properties[name] = new OpenApiSchema
                    {
                        Description = property.Description,
                        AnyOf = [property, new OpenApiSchema { Type = JsonSchemaType.Null }],
                    };
                }
            }
        }
    }

    /// <summary>Parameters from the endpoint's contract, and the answers every data operation may give.</summary>
    private sealed class ContractOperations : IOperationFilter
    {
        public void Apply(OpenApiOperation operation, OperationFilterContext context)
        {
            var contract = context
                .ApiDescription.ActionDescriptor.EndpointMetadata.OfType<QueryContract>()
                .LastOrDefault();
            if (contract is null)
            {
                return;
            }
            operation.RequestBody = null;
            var parameters = (operation.Parameters ?? [])
                .Where(parameter => parameter.In is ParameterLocation.Path)
                .ToList();
            if (contract.Filter)
            {
                parameters.AddRange(FilterParameters.All.SelectMany(Describe));
            }
            parameters.AddRange(contract.Parameters.Select(Describe));
            operation.Parameters = parameters;

            var problem = context.SchemaGenerator.GenerateSchema(
                typeof(ProblemAnswer),
                context.SchemaRepository
            );
            operation.Responses ??= [];
            foreach (var format in contract.Forms.Where(form => !Representation.IsJson(form)))
            {
                if (
                    operation.Responses.TryGetValue("200", out var answer)
                    && answer.Content?.ContainsKey(Representation.MediaTypeOf(format)) is true
                )
                {
                    answer.Content[Representation.MediaTypeOf(format)] = new OpenApiMediaType
                    {
                        Schema = new OpenApiSchema { Type = JsonSchemaType.String },
                    };
                }
            }
            operation.Responses["304"] = new OpenApiResponse
            {
                Description = "Nothing new since the answer whose ETag If-None-Match names.",
            };
            foreach (var (status, description) in Problems(context))
            {
                operation.Responses[status] = new OpenApiResponse
                {
                    Description = description,
                    Content = new Dictionary<string, IOpenApiMediaType>
                    {
                        ["application/problem+json"] = new OpenApiMediaType { Schema = problem },
                    },
                };
            }
        }

        private static IEnumerable<(string Status, string Description)> Problems(
            OperationFilterContext context
        )
        {
            yield return (
                "400",
                "unknown-parameter, unknown-value, invalid-value, bad-cursor or too-large: the errors say what was wrong and what would be right."
            );
            if (
                context.ApiDescription.RelativePath?.Contains('{', StringComparison.Ordinal) is true
            )
            {
                yield return (
                    "404",
                    "unknown-id: nothing has this id; suggestions name the nearest."
                );
            }
            yield return ("406", "not-acceptable: no such representation.");
            if (
                context
                    .ApiDescription.ActionDescriptor.EndpointMetadata.OfType<QueryContract>()
                    .Last()
                    .Parameters.Contains(RequestParameters.Cursor)
            )
            {
                yield return ("410", "cursor-expired: firstPage links the first page.");
            }
            yield return (
                "503",
                "not-ready: no release yet; history-unavailable: the store does not give an older release or the feed in time. Retry-After says when to ask again."
            );
        }

        private static IEnumerable<OpenApiParameter> Describe(FilterParameter parameter)
        {
            var item = Schema(parameter.Kind, parameter.Values);
            if (!parameter.IsList)
            {
                yield return Parameter(parameter.Name, parameter.Description, item);
                yield break;
            }
            yield return List(
                parameter,
                parameter.Name,
                $"{parameter.Description} Any of several will do, {Separated(parameter)}.",
                item
            );
            if (parameter.HasAll)
            {
                yield return List(
                    parameter,
                    parameter.NameOfAll,
                    $"Trials that have all of these values of {parameter.Name}, {Separated(parameter)}.",
                    item
                );
            }
        }

        private static string Separated(FilterParameter parameter) =>
            parameter.SplitsAtCommas
                ? "divided by commas or in a repeated parameter"
                : "in a repeated parameter";

        private static OpenApiParameter List(
            FilterParameter parameter,
            string name,
            string description,
            IOpenApiSchema item
        )
        {
            var list = Parameter(
                name,
                description,
                new OpenApiSchema
                {
                    Type = JsonSchemaType.Array,
                    Items = item,
                    MinItems = 1,
                }
            );
            list.Style = ParameterStyle.Form;
            // Commas are shorter; a name may have one.
            list.Explode = !parameter.SplitsAtCommas || parameter.Split is not null;
            return list;
        }

        private static OpenApiParameter Parameter(
            string name,
            string description,
            IOpenApiSchema schema
        ) =>
            new()
            {
                Name = name,
                In = ParameterLocation.Query,
                Description = description,
                Schema = schema,
            };

        private static OpenApiParameter Describe(RequestParameter parameter)
        {
            var schema = Schema(parameter.Kind, parameter.Several ? null : parameter.Values);
            schema.Minimum = parameter.Range?.Least.ToString(
                System.Globalization.CultureInfo.InvariantCulture
            );
            schema.Maximum = parameter.Range?.Greatest.ToString(
                System.Globalization.CultureInfo.InvariantCulture
            );
            schema.Default = parameter.Default switch
            {
                null => null,
                var number when parameter.Kind is ParameterKind.Number => JsonNode.Parse(number),
                var text => text,
            };
            return new()
            {
                Name = parameter.Name,
                In = ParameterLocation.Query,
                Description = parameter.Several
                    ? $"{parameter.Description} Values: {string.Join(", ", parameter.Values!)}."
                    : parameter.Description,
                Required = parameter.Required,
                Schema = schema,
            };
        }

        private static OpenApiSchema Schema(ParameterKind kind, IReadOnlyList<string>? values) =>
            new()
            {
                Type = kind switch
                {
                    ParameterKind.Boolean => JsonSchemaType.Boolean,
                    ParameterKind.Number => JsonSchemaType.Integer,
                    _ => JsonSchemaType.String,
                },
                Enum = values?.Select(value => (JsonNode)value).ToList(),
            };
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
public sealed record ProblemAnswer(
    string Type,
    string Title,
    int Status,
    string? Detail,
    string Instance,
    IReadOnlyList<ProblemError> Errors,
    IReadOnlyList<string> Suggestions,
    string TraceId
);
