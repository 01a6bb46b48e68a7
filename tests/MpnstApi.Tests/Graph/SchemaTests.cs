using System.Text.Json;
using GraphQL;
using GraphQL.Types;
using Microsoft.Extensions.DependencyInjection;
using MpnstApi.Filtering;
using MpnstApi.Graph.Execution;
using MpnstApi.Graph.Schema;

namespace MpnstApi.Tests.Graph;

/// <summary>The schema is a document: whole, explained, and the one that was reviewed.</summary>
public sealed class SchemaTests(Service service)
{
    private static readonly bool Update = Environment.GetEnvironmentVariable("UPDATE_SPECS") == "1";

    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    private Schema Schema => service.Services.GetRequiredService<Schema>();

    [Fact]
    public async Task The_schema_is_the_reviewed_one()
    {
        using var served = await service.SendAsync("/graphql?sdl");

        await CompareAsync("schema.graphql", await Service.TextOf(served));
    }

    [Fact]
    public async Task The_published_documents_are_the_trusted_ones()
    {
        var published = TrustedDocuments.Published.ToList();
        Assert.Equal(9, published.Count);
        foreach (var (name, text) in published)
        {
            await CompareAsync($"documents/{name}", text);
        }
        var ids = published.ToDictionary(
            document => document.Name,
            document => TrustedDocuments.IdOf(document.Text)
        );
        await CompareAsync("documents/ids.json", JsonSerializer.Serialize(ids, Indented) + "\n");
    }

    [Fact]
    public void Every_type_field_argument_and_value_is_explained()
    {
        // The specification's own scalars and introspection are explained by the specification.
        string[] standard = ["String", "Int", "Float", "Boolean", "ID"];
        var types = Schema.AllTypes.Where(type =>
            !type.Name.StartsWith("__", StringComparison.Ordinal) && !standard.Contains(type.Name)
        );
        var silent = new List<string>();
        foreach (var type in types)
        {
            Note(type.Name, type.Description);
            foreach (var field in (type as IComplexGraphType)?.Fields.ToList() ?? [])
            {
                Note($"{type.Name}.{field.Name}", field.Description);
                foreach (var argument in field.Arguments?.ToList() ?? [])
                {
                    Note($"{type.Name}.{field.Name}({argument.Name})", argument.Description);
                }
            }
            foreach (var value in (type as EnumerationGraphType)?.Values.ToList() ?? [])
            {
                Note($"{type.Name}.{value.Name}", value.Description);
            }
        }

        Assert.True(silent.Count == 0, string.Join('\n', silent));

        void Note(string what, string? description)
        {
            if (string.IsNullOrWhiteSpace(description))
            {
                silent.Add(what);
            }
        }
    }

    [Fact]
    public void The_filter_takes_what_rest_takes()
    {
        var filter = (InputObjectGraphType)Schema.AllTypes["TrialFilter"]!;

        Assert.Equal(
            [
                .. FilterParameters.Names.Select(name =>
                    name.Replace(".all", "All", StringComparison.Ordinal)
                ),
                "and",
            ],
            filter.Fields.Select(field => field.Name)
        );
        Assert.Contains("null", filter.Description, StringComparison.Ordinal);
    }

    [Fact]
    public void A_deprecation_is_printed_with_its_reason_for_who_reads_the_schema()
    {
        var status = new EnumerationGraphType { Name = "Status" };
        status.Add(new("OPEN", "OPEN"));
        status.Add(new("RECRUITING", "RECRUITING") { DeprecationReason = "It is OPEN now." });
        var query = new ObjectGraphType { Name = "Query" };
        query.Add("trials", status, "Stays.", _ => "OPEN");
        query.Add("studies", status, "Goes.", _ => "OPEN").DeprecationReason = "Use trials.";
        using var schema = new Schema { Query = query };
        schema.Initialize();

        var deprecated = schema
            .Print(new() { IncludeDescriptions = true })
            .ReplaceLineEndings("\n")
            .Split('\n')
            .Where(line => line.Contains("@deprecated", StringComparison.Ordinal));

        Assert.Equal(
            [
                """  studies: Status @deprecated(reason: "Use trials.")""",
                """  RECRUITING @deprecated(reason: "It is OPEN now.")""",
            ],
            deprecated
        );
    }

    [Fact]
    public async Task Introspection_is_that_of_the_specification_of_september_2025()
    {
        var data = await service.QueryAsync(
            """
            { __schema { directives { name isRepeatable args(includeDeprecated: true) { name isDeprecated } }
                types { name kind specifiedByURL isOneOf } } }
            """
        );

        string[] standard = ["String", "Int", "Float", "Boolean", "ID"];
        var types = data["__schema"]!.Items("types").ToList();
        Assert.All(
            types.Where(type => type.Text("kind") == "SCALAR"),
            type =>
                Assert.Equal(
                    !standard.Contains(type.Text("name")),
                    type.Text("specifiedByURL") is not null
                )
        );
        Assert.All(
            types,
            type => Assert.Equal(type.Text("kind") == "INPUT_OBJECT", type["isOneOf"] is not null)
        );
        Assert.Contains(
            data["__schema"]!.Items("directives"),
            directive => directive.Text("name") == "include"
        );
    }

    private static async Task CompareAsync(string file, string actual)
    {
        var path = Path.Combine(Repository.Root, "api-specs", file);
        if (Update)
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            await File.WriteAllTextAsync(path, actual, TestContext.Current.CancellationToken);
            return;
        }
        Assert.True(File.Exists(path), $"{file} is missing; UPDATE_SPECS=1 dotnet test writes it.");
        Assert.Equal(
            await File.ReadAllTextAsync(path, TestContext.Current.CancellationToken),
            actual
        );
    }
}
