using Microsoft.AspNetCore.Authorization;
using Microsoft.OpenApi;
using Swashbuckle.AspNetCore.SwaggerGen;

namespace MpnstApi.Access;

/// <summary>Describes in the OpenAPI document which operations need a key, and how to send it.</summary>
internal sealed class OpenApiSecurity : IDocumentFilter, IOperationFilter
{
    public void Apply(OpenApiDocument swaggerDoc, DocumentFilterContext context)
    {
        swaggerDoc.AddComponent(
            ApiKeyHandler.Scheme,
            new OpenApiSecurityScheme
            {
                Type = SecuritySchemeType.ApiKey,
                In = ParameterLocation.Header,
                Name = ApiKeyHandler.Header,
                Description =
                    "A key from the operator of the service. Reading needs no key; a key has its own rate limit.",
            }
        );
        // An empty requirement makes the key optional.
        swaggerDoc.Security = [new OpenApiSecurityRequirement(), Requirement(swaggerDoc)];
    }

    public void Apply(OpenApiOperation operation, OperationFilterContext context)
    {
        var policies = context
            .ApiDescription.ActionDescriptor.EndpointMetadata.OfType<IAuthorizeData>()
            .Select(data => data.Policy)
            .ToList();
        if (policies.Count == 0)
        {
            return;
        }
        var scopes = string.Join(", ", policies);
        operation.Security = [Requirement(context.Document)];
        operation.Responses ??= [];
        var problem = operation.Responses["default"].Content?.ToDictionary();
        operation.Responses["401"] = new OpenApiResponse
        {
            Description =
                $"unauthorized: no key in {ApiKeyHandler.Header}, or one that is not valid.",
            Content = problem,
        };
        operation.Responses["403"] = new OpenApiResponse
        {
            Description = $"forbidden: the key does not have the scope {scopes}.",
            Content = problem,
        };
    }

    private static OpenApiSecurityRequirement Requirement(OpenApiDocument document) =>
        new() { [new OpenApiSecuritySchemeReference(ApiKeyHandler.Scheme, document)] = [] };
}
