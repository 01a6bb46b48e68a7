using MpnstApi.Annotation.Language;
using MpnstApi.Annotation.Vocabulary;

namespace MpnstApi.Annotation.Dictionary;

/// <summary>The kinds of entries that an intervention's name can match.</summary>
internal enum EntryKind
{
    Drug,
    Class,
    Procedure,
    Regimen,

    /// <summary>Not an entry: a nonproprietary name of which only the stem was recognized.</summary>
    Stem,
}

/// <summary>One name of one entry.</summary>
/// <param name="Exact">The required spelling of names that are too short to be distinguished from ordinary words; null for all others.</param>
internal sealed record EntryName(EntryKind Kind, string Id, string Name, string? Exact)
{
    public bool Fits(string original) => Exact is null || Exact == original;
}

/// <summary>All names of the dictionary by folded key. Two entries cannot share a key.</summary>
internal sealed class NameIndex
{
    private readonly Dictionary<string, List<EntryName>> _byKey = new(StringComparer.Ordinal);

    /// <summary>Gets the number of words in the longest name.</summary>
    public int LongestName { get; private set; }

    /// <summary>Gets all names, in the order of the dictionary; near misses are suggested from these.</summary>
    public IReadOnlyList<EntryName> All => _all;

    private readonly List<EntryName> _all = [];

    public static NameIndex Of(DrugDictionary dictionary)
    {
        var index = new NameIndex();
        foreach (var drug in dictionary.Drugs)
        {
            foreach (var name in drug.Synonyms.Prepend(drug.Name))
            {
                index.Add(EntryKind.Drug, drug.Id, name, name.Length <= 3);
            }
        }

        foreach (var drugClass in dictionary.Classes)
        {
            foreach (var name in drugClass.Synonyms.Prepend(drugClass.Name))
            {
                index.Add(EntryKind.Class, drugClass.Id, name, name.Length <= 3);
            }
        }

        foreach (var procedure in dictionary.Procedures)
        {
            foreach (var name in procedure.Terms)
            {
                index.Add(EntryKind.Procedure, procedure.Id, name, name.Length <= 2);
            }
        }

        foreach (var regimen in dictionary.Regimens)
        {
            foreach (var name in regimen.Synonyms.Append(regimen.Id))
            {
                index.Add(
                    EntryKind.Regimen,
                    regimen.Id,
                    name,
                    regimen.CaseSensitive && !name.Contains(' ', StringComparison.Ordinal)
                );
            }
        }

        return index;
    }

    /// <summary>Returns the entry with this whole name; null if there is none or more than one.</summary>
    public EntryName? Find(string name)
    {
        var words = Words.Of(name);
        return words.Count == 0 ? null : Find(words, 0, words.Count);
    }

    /// <summary>Returns the entry that a run of words names.</summary>
    public EntryName? Find(Words words, int from, int count)
    {
        if (!_byKey.TryGetValue(words.Key(from, count), out var names))
        {
            return null;
        }

        var original = words.Original(from, count);
        // "AP" is not a name inside "AP-L1898".
        var isJoined =
            (words.Before(from) is "-" && words[from - 1].Form is not ("hd" or "ld"))
            || (from + count < words.Count && words.Before(from + count) is "-");
        // "TBI-1301" and "ATG 017" are codes, not acronyms.
        if (count == 1 && IsAcronym(original) && IsNumbered(words, from + 1))
        {
            return null;
        }

        return names.Find(n => n.Fits(original) && !(isJoined && n.Exact is not null));
    }

    private static bool IsAcronym(string name) =>
        name.Length <= 5 && name.All(char.IsAsciiLetterUpper);

    /// <summary>Returns whether the following number is part of the name: joined by a hyphen, or separated by a space and not a quantity.</summary>
    private static bool IsNumbered(Words words, int index)
    {
        if (index >= words.Count || !char.IsAsciiDigit(words[index].Form[0]))
        {
            return false;
        }

        var form = words[index].Form;
        if (!form.TrimEnd('a', 'b', 'c', 'd').All(char.IsAsciiDigit))
        {
            return false;
        }

        return words.Before(index) switch
        {
            "-" => true,
            " " => form.Length >= 3
                && (
                    index + 1 == words.Count
                    || words[index + 1].AfterBreak
                    || !Quantities.IsUnit(words[index + 1].Form)
                ),
            _ => false,
        };
    }

    private void Add(EntryKind kind, string id, string name, bool exact)
    {
        var words = Words.Of(name);
        if (words.Count == 0)
        {
            throw new InvalidDataException($"The {kind} {id} has an empty name.");
        }

        var entry = new EntryName(kind, id, name, exact ? words.Original(0, words.Count) : null);
        if (!_byKey.TryGetValue(words.Key(), out var names))
        {
            _byKey[words.Key()] = names = [];
        }

        var clash = names.Find(n =>
            (n.Kind != kind || n.Id != id)
            && (n.Exact is null || entry.Exact is null || n.Exact == entry.Exact)
        );
        if (clash is not null)
        {
            throw new InvalidDataException(
                $"\"{name}\" names two entries: the {clash.Kind} {clash.Id} and the {kind} {id}."
            );
        }

        names.Add(entry);
        _all.Add(entry);
        LongestName = Math.Max(LongestName, words.Count);
    }
}
