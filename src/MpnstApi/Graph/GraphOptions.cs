using MpnstApi.Settings;

namespace MpnstApi.Graph;

/// <summary>Settings under "GraphQl".</summary>
public sealed record GraphOptions
{
    public const string MaxDepthSetting = "GraphQl:MaxDepth";
    public const string MaxCostSetting = "GraphQl:MaxCost";

    /// <summary>Greatest depth of nested fields. Introspection has its own limit.</summary>
    public int MaxDepth { get; init; } = 12;

    /// <summary>Greatest cost of a document, estimated before it is executed.</summary>
    public int MaxCost { get; init; } = 100_000;

    /// <summary>Gets whether clients may query the schema.</summary>
    public bool Introspection { get; init; } = true;

    /// <summary>Gets whether only published documents are executed.</summary>
    public bool TrustedDocumentsOnly { get; init; }

    /// <summary>Gets the folder with the IDE for browsers that src/graphiql builds; next to the program by default.</summary>
    public string IdeFolder { get; init; } = Path.Combine(AppContext.BaseDirectory, "graphiql");

    /// <summary>Reads the settings. Throws <see cref="InvalidConfigurationException"/>.</summary>
    public static GraphOptions Read(IConfiguration configuration)
    {
        var defaults = new GraphOptions();
        return new()
        {
            MaxDepth = configuration.Number(MaxDepthSetting, defaults.MaxDepth, least: 1),
            MaxCost = configuration.Number(MaxCostSetting, defaults.MaxCost, least: 1),
            Introspection = configuration.Flag("GraphQl:Introspection", defaults.Introspection),
            TrustedDocumentsOnly = configuration.Flag(
                "GraphQl:TrustedDocumentsOnly",
                defaults.TrustedDocumentsOnly
            ),
            IdeFolder = configuration.Value(
                "GraphQl:IdeFolder",
                defaults.IdeFolder,
                IsFolder,
                "the folder that the build of src/graphiql fills, or leave it out"
            ),
        };
    }

    private static bool IsFolder(string text, out string folder)
    {
        folder = Path.Combine(AppContext.BaseDirectory, text);
        return Directory.Exists(folder);
    }
}
