using System.Globalization;
using MpnstApi.Storage;

namespace MpnstApi.Graph;

/// <summary>Settings under "GraphQl".</summary>
public sealed record GraphOptions
{
    /// <summary>How deep fields may be nested. Introspection has a limit of its own.</summary>
    public int MaxDepth { get; init; } = 12;

    /// <summary>What a document may cost, reckoned before it runs.</summary>
    public int MaxCost { get; init; } = 100_000;

    /// <summary>Whether the schema can be asked for.</summary>
    public bool Introspection { get; init; } = true;

    /// <summary>Whether published documents alone are answered.</summary>
    public bool TrustedDocumentsOnly { get; init; }

    /// <summary>Where the IDE for browsers is that src/graphiql builds; beside the program unless said.</summary>
    public string IdeFolder { get; init; } = Path.Combine(AppContext.BaseDirectory, "graphiql");

    /// <summary>Reads the settings. Throws <see cref="InvalidConfigurationException"/>.</summary>
    public static GraphOptions Read(IConfiguration configuration)
    {
        var defaults = new GraphOptions();
        return new()
        {
            MaxDepth = Number(configuration, nameof(MaxDepth), defaults.MaxDepth),
            MaxCost = Number(configuration, nameof(MaxCost), defaults.MaxCost),
            Introspection = Flag(configuration, nameof(Introspection), defaults.Introspection),
            TrustedDocumentsOnly = Flag(
                configuration,
                nameof(TrustedDocumentsOnly),
                defaults.TrustedDocumentsOnly
            ),
            IdeFolder = Folder(configuration, nameof(IdeFolder), defaults.IdeFolder),
        };
    }

    private static int Number(IConfiguration configuration, string name, int otherwise)
    {
        var text = configuration[$"GraphQl:{name}"];
        return string.IsNullOrWhiteSpace(text) ? otherwise
            : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            && number > 0
                ? number
            : throw new InvalidConfigurationException(
                $"GraphQl:{name} is '{text}'; give a whole number above 0, for example {otherwise}."
            );
    }

    private static bool Flag(IConfiguration configuration, string name, bool otherwise)
    {
        var text = configuration[$"GraphQl:{name}"];
        return string.IsNullOrWhiteSpace(text) ? otherwise
            : bool.TryParse(text, out var truth) ? truth
            : throw new InvalidConfigurationException(
                $"GraphQl:{name} is '{text}'; give true or false."
            );
    }

    private static string Folder(IConfiguration configuration, string name, string otherwise)
    {
        var text = configuration[$"GraphQl:{name}"];
        if (string.IsNullOrWhiteSpace(text))
        {
            return otherwise;
        }
        var folder = Path.Combine(AppContext.BaseDirectory, text);
        return Directory.Exists(folder)
            ? folder
            : throw new InvalidConfigurationException(
                $"GraphQl:{name} is '{text}', which is no folder; give the one that the build of src/graphiql fills, or leave it out."
            );
    }
}
