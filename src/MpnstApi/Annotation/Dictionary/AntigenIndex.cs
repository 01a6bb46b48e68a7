using MpnstApi.Annotation.Language;

namespace MpnstApi.Annotation.Dictionary;

/// <summary>An antigen as a name identifies it.</summary>
/// <param name="Name">The name from which ids of classes are composed.</param>
/// <param name="Symbols">HGNC symbols; empty for an antigen that is not a protein.</param>
/// <param name="IsFamily">True for a family: several proteins under one name (FGFR).</param>
internal sealed record AntigenName(string Name, IReadOnlyList<string> Symbols, bool IsFamily)
{
    /// <summary>Gets all names of the antigen, in the form of ids.</summary>
    public required IReadOnlyList<string> Ids { get; init; }
}

/// <summary>Names of proteins, families of proteins and other antigens by folded key.</summary>
internal sealed class AntigenIndex
{
    private readonly Dictionary<string, (AntigenName Antigen, string Original)> _byKey = new(
        StringComparer.Ordinal
    );
    private int _longest;

    public static AntigenIndex Of(DrugDictionary dictionary)
    {
        var index = new AntigenIndex();
        foreach (var antigen in dictionary.Antigens)
        {
            index.Add(antigen.Name, antigen.Aliases, antigen.Targets, false);
        }

        foreach (var target in dictionary.Targets)
        {
            index.Add(target.Symbol, target.Aliases, [target.Symbol], false);
        }

        foreach (var family in dictionary.Families)
        {
            index.Add(family.Id, family.Aliases, family.Members, true);
        }

        return index;
    }

    /// <summary>Returns the antigen with the longest name that begins at a word, and the number of words in that name.</summary>
    public (AntigenName Antigen, int Count)? At(Words words, int from, int end)
    {
        for (var count = Math.Min(_longest + 1, end - from); count > 0; count--)
        {
            if (
                _byKey.TryGetValue(words.Key(from, count), out var found)
                && Fits(found.Original, words.Original(from, count))
            )
            {
                return (found.Antigen, count);
            }
        }
        return null;
    }

    /// <summary>Returns the antigen with a folded key; null if there is none.</summary>
    public AntigenName? Find(string key) =>
        _byKey.TryGetValue(key, out var found) ? found.Antigen : null;

    // A short symbol without a digit is an ordinary word unless written in capitals: "MET", "KIT", "RET".
    private static bool Fits(string name, string original) =>
        name.Length > 4 || name.Any(char.IsAsciiDigit) || name == original;

    private void Add(
        string name,
        IReadOnlyList<string> aliases,
        IReadOnlyList<string> symbols,
        bool isFamily
    )
    {
        string[] names = [name, .. aliases];
        var antigen = new AntigenName(name, symbols, isFamily)
        {
            Ids = [.. names.Select(Text.Id).Distinct()],
        };
        foreach (var alias in names)
        {
            var words = Words.Of(alias);
            _byKey.TryAdd(words.Key(), (antigen with { Name = alias }, alias));
            _longest = Math.Max(_longest, words.Count);
        }
    }
}
