using System.Collections.Frozen;
using MpnstApi.Annotation;

namespace MpnstApi.Indexing;

/// <summary>A country.</summary>
/// <param name="Code">ISO 3166-1 alpha-2; null if the registry's name is not a known country.</param>
/// <param name="Name">English name.</param>
public sealed record Country(string? Code, string Name);

/// <summary>Finds countries by code, name or a spelling of the registry.</summary>
public static class Countries
{
    private static readonly FrozenDictionary<string, Country> Known = Read();

    /// <summary>Gets the names of all countries, for suggestions.</summary>
    public static IReadOnlyList<string> Names { get; } =
    [.. Known.Values.Select(country => country.Name).Distinct()];

    /// <summary>Returns the country with a code or name; null if there is none.</summary>
    public static Country? Find(string codeOrName) =>
        Known.GetValueOrDefault(Text.Fold(codeOrName));

    private static FrozenDictionary<string, Country> Read()
    {
        using var stream = typeof(Countries).Assembly.GetManifestResourceStream(
            "MpnstApi.Indexing.countries.tsv"
        )!;
        using var reader = new StreamReader(stream);
        var known = new Dictionary<string, Country>();
        while (reader.ReadLine() is { } line)
        {
            if (line.StartsWith('#'))
            {
                continue;
            }
            var cells = line.Split('\t');
            var country = new Country(cells[0], cells[1]);
            foreach (
                var name in cells[2]
                    .Split(';', StringSplitOptions.RemoveEmptyEntries)
                    .Append(cells[0])
                    .Append(cells[1])
            )
            {
                known[Text.Fold(name)] = country;
            }
        }
        return known.ToFrozenDictionary();
    }
}
