using System.Reflection;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using Microsoft.OpenApi;
using MpnstApi.Annotation.Vocabulary;
using MpnstApi.Indexing;
using MpnstApi.Statistics;
using Swashbuckle.AspNetCore.SwaggerGen;

namespace MpnstApi.Http;

/// <summary>
/// Completes the schemas of responses. Every member is always present, with null for an absent fact; only members of
/// external formats that do not allow null are left out.
/// </summary>
internal sealed class OpenApiSchemas : ISchemaFilter
{
    private const JsonSchemaType AnyType =
        JsonSchemaType.Null
        | JsonSchemaType.String
        | JsonSchemaType.Number
        | JsonSchemaType.Boolean
        | JsonSchemaType.Array
        | JsonSchemaType.Object;

    // Vocabularies whose values come from a table.
    private static readonly Dictionary<string, Func<IEnumerable<string>>> Tables = new()
    {
        [ClosedVocabularyAttribute.PanelName] = () => Panels.All.Select(panel => panel.Key),
        [ClosedVocabularyAttribute.Dimension] = () => Facets.Dimensions.Select(facet => facet.Name),
        [ProblemKind.TypesName] = () => ProblemKind.All.Select(kind => kind.Type),
    };

    private static readonly Dictionary<string, string> Definitions = new()
    {
        ["AgentKind"] = "A drug, or a class of drugs if trials do not name a drug.",
        ["BiologyKind"] = "The kind of evidence that links a protein to MPNST.",
        [RequestParameters.CitationFormatName] = "The format of a citation.",
        [ComparabilityVocabularyAttribute.Vocabulary] =
            "How a panel of the letter can be compared with ours: by percent, by percent after mapping, by rank, or not.",
        [ClosedVocabularyAttribute.Dimension] = "A dimension of crosstabs and timelines.",
        [RequestParameters.FeedFormatName] = "The format of the change feed.",
        ["FigureName"] = "A figure of a cohort, by its name in paths.",
        ["FigureDpi"] = "Pixels of an inch of a figure.",
        ["FigureWidth"] = "Width of a figure in millimetres.",
        [GapKeyVocabularyAttribute.Vocabulary] = "A share that the letter calls too small.",
        ["HealthStatus"] =
            "The state of the service: alive for a liveness probe; ready, degraded or starting for a readiness probe.",
        [RequestParameters.ImmunoAxisName] = "PD-1 and PD-L1 as one bucket or separately.",
        [ClosedVocabularyAttribute.PanelName] = "A panel of the landscape, by its name in paths.",
        ["ProblemCode"] = "A kind of problem.",
        [ProblemKind.TypesName] = "A kind of problem, by the address of its description.",
        ["RunKind"] =
            "What a run reads: the bundled snapshot, a file, stored trials for a new dictionary, or the registry.",
        ["RunState"] =
            "The state of a run. A run that was abandoned or held back published nothing.",
        ["SyncOutcome"] = "How a sync ended.",
        [RequestParameters.TableFormatName] = "The format of a list.",
        ["TargetKind"] = "A protein, or a family: a name for several proteins.",
        [RequestParameters.ColumnName] =
            "A column of the table of trials, by the member of the summary that it is read from.",
        [RequestParameters.OrderName] = "An order of trials; '-' is descending.",
    };

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
                ?? JsonNamingPolicy.CamelCase.ConvertName(member.Name);
            if (!properties.TryGetValue(name, out var property))
            {
                continue;
            }
            if (
                member.GetCustomAttribute<JsonIgnoreAttribute>() is
                { Condition: JsonIgnoreCondition.WhenWritingNull }
            )
            {
                open.Required.Remove(name);
            }
            properties[name] = Describe(member, property, nullability, context.SchemaRepository);
        }
    }

    private static IOpenApiSchema Describe(
        PropertyInfo member,
        IOpenApiSchema property,
        NullabilityInfoContext nullability,
        SchemaRepository repository
    )
    {
        if (member.GetCustomAttribute<ClosedVocabularyAttribute>() is { } vocabulary)
        {
            var description = property.Description;
            property = Vocabulary(
                repository,
                vocabulary.Name,
                vocabulary.Values is { Count: > 0 } values ? values : [.. Tables[vocabulary.Name]()]
            );
            property.Description = description;
        }
        if (property is OpenApiSchema plain)
        {
            // readOnly would mean that clients must not send the member; they send none of these.
            plain.ReadOnly = false;
            if (member.PropertyType == typeof(JsonElement?))
            {
                plain.Type = AnyType;
                plain.Items = new OpenApiSchema();
            }
        }
        // The generator marks plain types as nullable, but not references.
        return
            property is OpenApiSchemaReference
            && (
                Nullable.GetUnderlyingType(member.PropertyType) is not null
                || nullability.Create(member).ReadState is NullabilityState.Nullable
            )
            ? new OpenApiSchema
            {
                Description = property.Description,
                OneOf = [property, new OpenApiSchema { Type = JsonSchemaType.Null }],
            }
            : property;
    }

    /// <summary>Adds a closed vocabulary, once for the document.</summary>
    public static OpenApiSchemaReference Vocabulary(
        SchemaRepository repository,
        string name,
        IReadOnlyList<string> values,
        string? description = null
    )
    {
        if (!repository.Schemas.ContainsKey(name))
        {
            repository.AddDefinition(
                name,
                new OpenApiSchema
                {
                    Type = JsonSchemaType.String,
                    Description = description ?? Definitions[name],
                    Enum = [.. values.Select(value => (JsonNode)value)],
                }
            );
        }
        return new OpenApiSchemaReference(name);
    }
}
