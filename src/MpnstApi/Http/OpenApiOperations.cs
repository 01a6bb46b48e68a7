using System.Globalization;
using System.Text.Json.Nodes;
using Microsoft.OpenApi;
using MpnstApi.Annotation.Vocabulary;
using MpnstApi.Filtering;
using MpnstApi.Indexing;
using Swashbuckle.AspNetCore.SwaggerGen;

namespace MpnstApi.Http;

/// <summary>Describes operations: parameters from their contracts, headers, and the problems that each may respond with.</summary>
internal sealed class OpenApiOperations : IOperationFilter
{
    private const string ProblemMedia = "application/problem+json";

    /// <summary>The headers of every response with data.</summary>
    private static readonly (string Name, string Description)[] DataHeaders =
    [
        (
            "ETag",
            "Changes if and only if the response changes. Send it as If-None-Match to get a 304 until then."
        ),
        ("X-Dataset-Version", "The release that the response is made from, YYYY-MM-DD.N."),
        ("Cache-Control", "How long the response may be cached; an older release never changes."),
        ("Vary", "Request headers that the response depends on."),
        ("RateLimit", "The rest of the caller's budget: r requests; full again in t seconds."),
        ("RateLimit-Policy", "The caller's budget: q requests in w seconds."),
    ];

    public void Apply(OpenApiOperation operation, OperationFilterContext context)
    {
        var metadata = context.ApiDescription.ActionDescriptor.EndpointMetadata;
        var contract = metadata.OfType<QueryContract>().LastOrDefault();
        operation.Responses ??= [];
        operation.RequestBody = contract?.Content is { } content ? Describe(content) : null;
        operation.Parameters =
        [
            .. (operation.Parameters ?? [])
                .Where(parameter => parameter.In is ParameterLocation.Path)
                .Select(parameter => Describe(parameter, metadata, context.SchemaRepository)),
        ];
        if (contract is not null)
        {
            foreach (var parameter in Query(contract, context.SchemaRepository))
            {
                operation.Parameters.Add(parameter);
            }
            if (contract.NeedsRelease)
            {
                DescribeData(operation, contract);
            }
        }
        if (operation.Responses.GetValueOrDefault("200") is OpenApiResponse success)
        {
            success.Description = operation.Summary + ".";
        }
        var problem = context.SchemaGenerator.GenerateSchema(
            typeof(ProblemResponse),
            context.SchemaRepository
        );
        foreach (var (status, description) in Problems(context, contract))
        {
            operation.Responses[status] = new OpenApiResponse
            {
                Description = description,
                Headers = status is "429" or "503"
                    ? Headers([("Retry-After", "Seconds to wait.")])
                    : null,
                Content = new Dictionary<string, IOpenApiMediaType>
                {
                    [ProblemMedia] = new OpenApiMediaType { Schema = problem },
                },
            };
        }
    }

    private static OpenApiRequestBody Describe(RequestContent content) =>
        new()
        {
            Description = content.Description,
            Required = true,
            Content = content.MediaTypes.ToDictionary(
                type => type,
                IOpenApiMediaType (_) => new OpenApiMediaType { Schema = new OpenApiSchema() }
            ),
        };

    private static IEnumerable<OpenApiParameter> Query(
        QueryContract contract,
        SchemaRepository schemas
    ) =>
        (contract.Filter ? FilterParameters.All : [])
            .SelectMany(parameter => Describe(parameter, schemas))
            .Concat(contract.Parameters.Select(parameter => Describe(parameter, schemas)));

    private static void DescribeData(OpenApiOperation operation, QueryContract contract)
    {
        if (operation.Responses!.GetValueOrDefault("200") is not OpenApiResponse success)
        {
            return;
        }
        foreach (var format in contract.Forms.Where(form => !Representation.IsJson(form)))
        {
            var media = Representation.MediaTypeOf(format);
            if (success.Content?.ContainsKey(media) is true)
            {
                success.Content[media] = new OpenApiMediaType
                {
                    Schema = new OpenApiSchema
                    {
                        Type = JsonSchemaType.String,
                        Format = Representation.IsBinary(format) ? "binary" : null,
                    },
                };
            }
        }
        var headers = DataHeaders.AsEnumerable();
        if (contract.Parameters.Contains(RequestParameters.Cursor))
        {
            headers = headers.Append(
                ("Link", "The first page and the next (RFC 8288), with rel first and next.")
            );
        }
        if (contract.Forms.Any(Representation.IsExport))
        {
            headers = headers.Append(
                ("Content-Disposition", "For an export: the name of the file.")
            );
        }
        success.Headers = Headers(headers);
        operation.Responses!["304"] = new OpenApiResponse
        {
            Description = "Not changed since the response with the ETag in If-None-Match.",
            Headers = Headers(DataHeaders),
        };
    }

    private static Dictionary<string, IOpenApiHeader> Headers(
        IEnumerable<(string Name, string Description)> headers
    ) =>
        headers.ToDictionary(
            header => header.Name,
            IOpenApiHeader (header) =>
                new OpenApiHeader
                {
                    Description = header.Description,
                    Schema = new OpenApiSchema { Type = JsonSchemaType.String },
                }
        );

    private static IEnumerable<(string Status, string Description)> Problems(
        OperationFilterContext context,
        QueryContract? contract
    )
    {
        if (contract is not null)
        {
            yield return (
                "400",
                "unknown-parameter, unknown-value, invalid-value, bad-cursor or too-large: errors lists what is wrong and what would be right."
            );
        }
        if (context.ApiDescription.RelativePath?.Contains('{', StringComparison.Ordinal) is true)
        {
            yield return ("404", "unknown-id: nothing has this id; suggestions lists the nearest.");
        }
        if (contract is { NeedsRelease: true })
        {
            yield return ("406", "not-acceptable: no such representation.");
            if (contract.Parameters.Contains(RequestParameters.Cursor))
            {
                yield return ("410", "cursor-expired: firstPage is the address of the first page.");
            }
            yield return ("414", "uri-too-long: GraphQL takes longer lists by POST.");
            yield return (
                "503",
                "not-ready: no release yet; history-unavailable: the store does not return an older release or the feed in time."
            );
        }
        if (contract is { NeedsRelease: false })
        {
            if (contract.Content is not null)
            {
                yield return (
                    "415",
                    "unsupported-media-type: the detail names the supported types."
                );
            }
            if (!HttpMethods.IsGet(context.ApiDescription.HttpMethod!))
            {
                yield return (
                    "409",
                    "conflict: another import or sync is running, or one was held back."
                );
                yield return (
                    "502",
                    "registry-unavailable: the registry could not be read completely."
                );
            }
            yield return ("503", "store-unavailable: the database does not respond.");
        }
        if (contract is not null)
        {
            yield return ("429", "rate-limited: the caller's budget is used up for now.");
        }
        yield return ("default", "Any other error, also as problem details.");
    }

    private static IOpenApiParameter Describe(
        IOpenApiParameter parameter,
        IEnumerable<object> metadata,
        SchemaRepository schemas
    )
    {
        if (
            parameter is not OpenApiParameter open
            || metadata
                .OfType<PathParameter>()
                .FirstOrDefault(known => known.Name == parameter.Name)
                is not { } known
        )
        {
            return parameter;
        }
        open.Description = known.Description;
        if (known.Vocabulary is var (name, values))
        {
            open.Schema = OpenApiSchemas.Vocabulary(schemas, name, values);
        }
        return open;
    }

    private static IEnumerable<OpenApiParameter> Describe(
        FilterParameter parameter,
        SchemaRepository schemas
    )
    {
        var item = ItemOf(parameter, schemas);
        if (!parameter.IsList)
        {
            yield return Query(parameter.Name, parameter.Description, item);
            yield break;
        }
        yield return List(
            parameter,
            parameter.Name,
            $"{parameter.Description} Matches any of several values, {Separated(parameter)}.",
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
            ? "separated by commas or given by repeating the parameter"
            : "given by repeating the parameter";

    private static IOpenApiSchema ItemOf(FilterParameter parameter, SchemaRepository schemas)
    {
        if (parameter.Facet is { Vocabulary: { } terms } facet)
        {
            var values = terms.Select(term => term.Value);
            if (facet == Facets.Scope)
            {
                values = values.Append(FilterParameters.EveryScope);
            }
            return OpenApiSchemas.Vocabulary(
                schemas,
                parameter.ChoiceName,
                [.. values, Facets.Unclassified],
                $"Values of the filter parameter {parameter.Name}, in any case. UNCLASSIFIED: absent or not stated."
            );
        }
        return parameter.Values is { } few
            ? OpenApiSchemas.Vocabulary(schemas, parameter.ChoiceName, few, parameter.Description)
            : Schema(parameter.Kind);
    }

    private static OpenApiParameter List(
        FilterParameter parameter,
        string name,
        string description,
        IOpenApiSchema item
    )
    {
        var list = Query(
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
        // Commas are shorter, but a name may contain one.
        list.Explode = !parameter.SplitsAtCommas || parameter.Split is not null;
        return list;
    }

    private static OpenApiParameter Describe(RequestParameter parameter, SchemaRepository schemas)
    {
        var query = parameter.Vocabulary is { } vocabulary
            ? Query(
                parameter.Name,
                parameter.Default is { } otherwise
                    ? $"{parameter.Description} {otherwise} if left out."
                    : parameter.Description,
                OpenApiSchemas.Vocabulary(schemas, vocabulary, parameter.Values!)
            )
            : Query(parameter.Name, parameter.Description, SchemaOf(parameter));
        query.Required = parameter.Required;
        if (parameter.Several)
        {
            query.Style = ParameterStyle.Form;
            query.Explode = false;
            query.Schema = new OpenApiSchema { Type = JsonSchemaType.Array, Items = query.Schema };
        }
        return query;
    }

    private static OpenApiSchema SchemaOf(RequestParameter parameter)
    {
        var schema = Schema(parameter.Kind);
        schema.Minimum = parameter.Range?.Least.ToString(CultureInfo.InvariantCulture);
        schema.Maximum = parameter.Range?.Greatest.ToString(CultureInfo.InvariantCulture);
        schema.Default = parameter.Default switch
        {
            null => null,
            var literal when parameter.Kind is ParameterKind.Number or ParameterKind.Boolean =>
                JsonNode.Parse(literal),
            var text => text,
        };
        if (parameter.Range is { Greatest: > int.MaxValue })
        {
            schema.Format = "int64";
        }
        return schema;
    }

    private static OpenApiParameter Query(string name, string description, IOpenApiSchema schema) =>
        new()
        {
            Name = name,
            In = ParameterLocation.Query,
            Description = description,
            Schema = schema,
        };

    private static OpenApiSchema Schema(ParameterKind kind) =>
        new()
        {
            Type = kind switch
            {
                ParameterKind.Boolean => JsonSchemaType.Boolean,
                ParameterKind.Number => JsonSchemaType.Integer,
                _ => JsonSchemaType.String,
            },
        };
}
