using MpnstApi.Annotation.Language;
using static MpnstApi.Annotation.Matching.NameWords;

namespace MpnstApi.Annotation.Matching;

/// <summary>Finds what a name says of time and patients, which names treatments that it does not give.</summary>
internal static class NameContext
{
    /// <summary>
    /// Returns the words that say when or to whom something is given, if they name a treatment, which the intervention
    /// itself does not give: "before each anthracycline dose", "in patients receiving doxorubicin". A treatment before or
    /// after another is a sequence, and both are given: "chemotherapy before surgery".
    /// </summary>
    public static (int From, int End)? In(Words words, IReadOnlyList<Mention> mentions)
    {
        for (var i = 1; i < words.Count; i++)
        {
            if (IsMentioned(i, mentions) || !Starts(words, i, mentions))
            {
                continue;
            }

            var end = i + 1;
            while (end < words.Count && !Ends(words, end))
            {
                end++;
            }

            if (mentions.Any(m => m.From > i && m.From < end && m.Agents.Any(a => a.Counts)))
            {
                return (i, end);
            }
        }
        return null;
    }

    private static bool Starts(Words words, int index, IReadOnlyList<Mention> mentions)
    {
        var next = index + 1 < words.Count ? words[index + 1].Form : "";
        var form = words[index].Form;
        if (form is "receiving" or "undergoing" || (form is "treated" && next is "with"))
        {
            return true;
        }

        var isTime =
            form is "before" or "after" or "during" or "until" or "for"
            || (form is "prior" && next is "to")
            || (
                form is "following"
                && words[index - 1].Form != "the"
                && !words.Before(index + 1).Contains(':')
            );
        if (!isTime)
        {
            return false;
        }

        var earlier = mentions.Where(m => m.From < index).ToList();
        return next is "each" or "every" or "any"
            || (
                earlier.Count > 0
                    ? earlier.TrueForAll(m => m.Agents.All(a => !a.Counts))
                    : Enumerable.Range(0, index).Any(i => IsUnknown(words, i))
            );
    }

    private static bool Ends(Words words, int index) =>
        words.Before(index).ContainsAny('+', ';')
        || words[index - 1].Form is "plus"
        || (words[index - 1].Form is "by" && words[index - 2].Form is "followed");
}
