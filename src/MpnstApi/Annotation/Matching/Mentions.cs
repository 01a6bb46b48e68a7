using MpnstApi.Annotation.Dictionary;
using MpnstApi.Annotation.Language;
using MpnstApi.Annotation.Vocabulary;

namespace MpnstApi.Annotation.Matching;

/// <summary>Finds dictionary names in a text: whole words, the longest first, left to right.</summary>
internal static class Mentions
{
    public static IReadOnlyList<Mention> In(Words words, DrugDictionary dictionary)
    {
        var found = new List<Mention>();
        for (var i = 0; i < words.Count; )
        {
            if (At(words, i, dictionary) is { } mention)
            {
                found.Add(mention);
                i = mention.End;
            }
            else
            {
                i++;
            }
        }
        return found;
    }

    /// <summary>Returns the agents of an entry: itself, the components of a fixed combination, or the drugs of a regimen.</summary>
    public static IReadOnlyList<Agent> Expand(EntryName entry, DrugDictionary dictionary) =>
        entry.Kind switch
        {
            EntryKind.Drug => [Agent.Of(dictionary.FindDrug(entry.Id)!)],
            EntryKind.Class => [Agent.Of(dictionary.FindClass(entry.Id)!)],
            EntryKind.Procedure => [Agent.Of(dictionary.FindProcedure(entry.Id)!)],
            _ =>
            [
                .. dictionary
                    .Regimens.First(r => r.Id == entry.Id)
                    .Drugs.Select(d => Agent.Of(dictionary.FindDrug(d)!)),
            ],
        };

    private static Mention? At(Words words, int from, DrugDictionary dictionary)
    {
        var longest = Math.Min(dictionary.Names.LongestName + 2, words.Count - from);
        for (var count = longest; count > 0; count--)
        {
            if (dictionary.Names.Find(words, from, count) is { } entry)
            {
                return new Mention(from, count, entry.Kind, entry.Id, Expand(entry, dictionary));
            }
        }
        return null;
    }
}
