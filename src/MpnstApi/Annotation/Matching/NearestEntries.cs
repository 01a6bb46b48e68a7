using MpnstApi.Annotation.Dictionary;
using MpnstApi.Annotation.Language;

namespace MpnstApi.Annotation.Matching;

/// <summary>Finds entries with names similar to an unmatched one, as suggestions for a curator.</summary>
internal static class NearestEntries
{
    private const int Most = 3;

    public static IReadOnlyList<string> To(Words words, DrugDictionary dictionary)
    {
        var whole = words.Key();
        var parts = new HashSet<string>(StringComparer.Ordinal) { whole };
        for (var i = 0; i < words.Count; i++)
        {
            if (words[i].Form.Length >= 5 && !InterventionMatcher.IsAccompanying(words[i].Form))
            {
                parts.Add(words[i].Form);
            }
        }
        return
        [
            .. dictionary
                .Names.All.Select(name => (name.Id, Distance: Nearest(name.Name, parts)))
                .Where(near => near.Distance is not null)
                .GroupBy(near => near.Id)
                .Select(group => (Id: group.Key, Distance: group.Min(n => n.Distance)))
                .OrderBy(near => near.Distance)
                .ThenBy(near => near.Id, StringComparer.Ordinal)
                .Take(Most)
                .Select(near => near.Id),
        ];
    }

    private static double? Nearest(string name, HashSet<string> parts)
    {
        var words = Words.Of(name);
        var key = words.Key();
        double? best = null;
        foreach (var part in parts)
        {
            // Up to one letter in four may differ.
            var allowed = Math.Max(key.Length, part.Length) / 4;
            if (key.Length < 4 || Math.Abs(key.Length - part.Length) > allowed)
            {
                continue;
            }

            var distance = Edits(key, part, allowed);
            if (distance <= allowed && (best is null || distance < best))
            {
                best = distance;
            }
        }
        if (best is null && words.Count > 1)
        {
            var shared = 0;
            for (var i = 0; i < words.Count; i++)
            {
                if (words[i].Form.Length >= 5 && parts.Contains(words[i].Form))
                {
                    shared++;
                }
            }
            if (2 * shared >= words.Count && shared > 0)
            {
                best = 10 + words.Count - shared;
            }
        }
        return best;
    }

    private static int Edits(string a, string b, int most)
    {
        var previous = Enumerable.Range(0, b.Length + 1).ToArray();
        var current = new int[b.Length + 1];
        for (var i = 1; i <= a.Length; i++)
        {
            current[0] = i;
            var least = i;
            for (var j = 1; j <= b.Length; j++)
            {
                var cost = a[i - 1] == b[j - 1] ? 0 : 1;
                current[j] = Math.Min(
                    Math.Min(current[j - 1] + 1, previous[j] + 1),
                    previous[j - 1] + cost
                );
                least = Math.Min(least, current[j]);
            }
            if (least > most)
            {
                return most + 1;
            }

            (previous, current) = (current, previous);
        }
        return previous[b.Length];
    }
}
