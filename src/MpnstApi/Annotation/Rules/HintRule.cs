using MpnstApi.Annotation.Dictionary;
using MpnstApi.Annotation.Language;
using MpnstApi.Annotation.Matching;
using MpnstApi.Annotation.Vocabulary;

namespace MpnstApi.Annotation.Rules;

/// <summary>
/// For a record without arms, a title such as "A or B", "A with or without B", "A versus B" separates the regimens, if both
/// sides are interventions of the record (or placebo, observation). "Unresectable or metastatic" is not a hint.
/// </summary>
internal static class HintRule
{
    private enum Conjunction
    {
        WithOrWithout,
        AloneOrWith,
        Versus,
        AndOr,
        Or,
    }

    private static readonly PhraseList<Conjunction> Links = new([
        ("with or without", Conjunction.WithOrWithout),
        ("with and without", Conjunction.WithOrWithout),
        ("with without", Conjunction.WithOrWithout),
        (
            "[as] [a] {monotherapy|single agent|alone} [or] [as] [or] [in] combination with",
            Conjunction.AloneOrWith
        ),
        (
            "[as] [a] {monotherapy|single agent|alone} {or|and} [in] combination with",
            Conjunction.AloneOrWith
        ),
        ("alone or with", Conjunction.AloneOrWith),
        ("{versus|v}", Conjunction.Versus),
        ("vs", Conjunction.Versus),
        ("compared {with|to}", Conjunction.Versus),
        ("better than", Conjunction.Versus),
        ("and or", Conjunction.AndOr),
        ("or", Conjunction.Or),
    ]);

    private static readonly PhraseList<bool> Comparing = Phrases.Of(
        "{compare|comparing|comparison|comparative}"
    );

    private static readonly HashSet<string> NullTreatments = ["placebo", "observation"];

    /// <summary>A name in the title and the interventions of the record that it refers to.</summary>
    private sealed record Side(int From, int End, IReadOnlyList<Given> Givens, bool IsPlacebo);

    /// <summary>Returns one regimen for each side; one undetermined regimen if the sides cannot be separated; null without a hint.</summary>
    public static IReadOnlyList<Sketch>? Of(
        Passages passages,
        IReadOnlyList<Given> all,
        DrugDictionary dictionary
    )
    {
        var active = all.Where(g => g.Agent.Counts).DistinctBy(g => g.Agent.Id).ToList();
        if (active.Count < 2)
        {
            return null;
        }

        foreach (var title in passages.Titles)
        {
            if (Read(title, all, active, dictionary) is { } sketches)
            {
                return sketches;
            }
        }
        return null;
    }

    private static List<Sketch>? Read(
        Passage title,
        IReadOnlyList<Given> all,
        IReadOnlyList<Given> active,
        DrugDictionary dictionary
    )
    {
        var words = title.Words;
        var links = Links.Find(words).ToList();
        var sides = Mentions
            .In(words, dictionary)
            .Select(m => Resolve(m, all))
            .OfType<Side>()
            .ToList();

        var versus = links.Where(l => l.Value == Conjunction.Versus).ToList();
        if (versus.Count == 0 && ComparedWith(words, sides) is { } compared)
        {
            versus = [compared];
        }

        if (versus.Count > 0)
        {
            return Versus(title, versus, sides, all, active);
        }

        if (One(Conjunction.WithOrWithout) is { } without)
        {
            return Without(title, without, sides, all, active);
        }

        if (One(Conjunction.AloneOrWith) is { } alone)
        {
            return Without(title, alone, sides, all, active);
        }

        if (One(Conjunction.AndOr) is { } andOr)
        {
            return Before(sides, andOr).Exists(Counts) && After(sides, andOr).Exists(Counts)
                ? [Undetermined(title, all)]
                : null;
        }
        return links.Exists(l => l.Value == Conjunction.Or)
            ? Alternatives(title, words, sides, all, active)
            : null;

        Hit<Conjunction>? One(Conjunction kind) =>
            links.Exists(l => l.Value == kind) ? links.Find(l => l.Value == kind) : null;
    }

    /// <summary>"Compare the efficacy of A with B": the link is the word between the two names.</summary>
    private static Hit<Conjunction>? ComparedWith(Words words, List<Side> sides)
    {
        if (Comparing.First(words) is not { } comparing)
        {
            return null;
        }

        for (var i = 1; i < sides.Count; i++)
        {
            if (
                sides[i - 1].From > comparing.From
                && sides[i].From - sides[i - 1].End == 1
                && words[sides[i].From - 1].Form is "with" or "to"
            )
            {
                return new Hit<Conjunction>(sides[i].From - 1, 1, Conjunction.Versus);
            }
        }
        return null;
    }

    private static List<Sketch>? Versus(
        Passage title,
        List<Hit<Conjunction>> links,
        List<Side> sides,
        IReadOnlyList<Given> all,
        IReadOnlyList<Given> active
    )
    {
        var bounds = links.Select(l => l.From).Prepend(-1).Append(title.Words.Count).ToList();
        var groups = new List<List<Side>>();
        for (var i = 1; i < bounds.Count; i++)
        {
            groups.Add([.. sides.Where(s => s.From > bounds[i - 1] && s.From < bounds[i])]);
        }

        var readable =
            groups.TrueForAll(g => g.Count > 0)
            && groups.Exists(g => g.Exists(Counts))
            && groups
                .Select(g => Key(g) + (g.Exists(s => s.IsPlacebo) ? "+placebo" : ""))
                .Distinct()
                .Count() > 1;
        if (readable)
        {
            return Sketches(title, groups, all, active);
        }
        // One side is a treatment and the other is not stated, so they cannot be separated.
        var differ = active.Where(g => g.Agent.Modality != Modality.Surgery).ToList();
        return
            groups.Exists(g => g.Exists(Counts))
            && differ.Count > 1
            && differ.Exists(g =>
                g.Agent.Modality is not (Modality.Radiotherapy or Modality.Hyperthermia)
            )
            ? [Undetermined(title, all)]
            : null;
    }

    private static List<Sketch>? Without(
        Passage title,
        Hit<Conjunction> link,
        List<Side> sides,
        IReadOnlyList<Given> all,
        IReadOnlyList<Given> active
    )
    {
        var left = Before(sides, link);
        var right = After(sides, link);
        if (!left.Exists(Counts) || !right.Exists(Counts))
        {
            return null;
        }
        // "With or without B or C": whether C is also given with B is not stated.
        return Split(title.Words, right).Count > 1
            ? [Undetermined(title, all)]
            : Sketches(title, [left, [.. left, .. right]], all, active);
    }

    private static List<Sketch>? Alternatives(
        Passage title,
        Words words,
        List<Side> sides,
        IReadOnlyList<Given> all,
        IReadOnlyList<Given> active
    )
    {
        // The word must be between two names: "A or B", not "unresectable or metastatic".
        var between = Enumerable
            .Range(1, Math.Max(0, sides.Count - 1))
            .Any(i =>
                sides[i].From - sides[i - 1].End is 1 or 2 && words[sides[i].From - 1].Form == "or"
            );
        if (!between)
        {
            return null;
        }

        var groups = Split(words, sides).Where(g => g.Count > 0).ToList();
        return groups.Count > 1 ? Sketches(title, groups, all, active) : null;
    }

    /// <summary>
    /// Splits adjacent names at "or" and at commas. Agents joined by "with" to the first or the last alternative are given
    /// with each: "A or B in combination with C" is A with C, or B with C.
    /// </summary>
    private static List<List<Side>> Split(Words words, List<Side> sides)
    {
        var hasOr = false;
        for (var i = 1; i < sides.Count; i++)
        {
            for (var w = sides[i - 1].End; w < sides[i].From; w++)
            {
                hasOr |= words[w].Form == "or";
            }
        }
        if (!hasOr)
        {
            return [sides];
        }

        var groups = new List<List<Side>>();
        var partners = new List<(int Group, int Index)>();
        foreach (var side in sides)
        {
            var joiner = words[side.From].AfterBreak
                ? null
                : words[Math.Max(0, side.From - 1)].Form;
            if (groups.Count == 0 || joiner is not ("and" or "plus" or "with"))
            {
                groups.Add([side]);
                continue;
            }
            if (joiner == "with")
            {
                partners.Add((groups.Count - 1, groups[^1].Count));
            }

            groups[^1].Add(side);
        }
        return partners is [var partner] ? WithEach(groups, partner.Group, partner.Index) : groups;
    }

    private static List<List<Side>> WithEach(List<List<Side>> groups, int group, int index)
    {
        var joined = groups[group];
        if (groups.Count > 1 && group == groups.Count - 1)
        {
            return [.. groups[..^1].Select(g => g.Concat(joined[index..]).ToList()), joined];
        }

        if (groups.Count > 1 && group == 0)
        {
            return [joined, .. groups[1..].Select(g => joined[..index].Concat(g).ToList())];
        }

        return groups;
    }

    private static List<Sketch> Sketches(
        Passage title,
        List<List<Side>> groups,
        IReadOnlyList<Given> all,
        IReadOnlyList<Given> active
    )
    {
        var named = groups
            .SelectMany(g => g)
            .SelectMany(s => s.Givens)
            .Select(g => g.Agent.Id)
            .ToHashSet();
        var rest = active.Where(g => !named.Contains(g.Agent.Id)).ToList();
        var support = all.Where(g => !g.Agent.Counts).ToList();
        var withPlacebo = groups.Exists(g => g.Exists(s => s.IsPlacebo));
        // Placebo replaces what the other side receives, even if the title spells it differently from the list.
        var sameNames = groups.Select(Key).Distinct().Count() == 1;
        return
        [
            .. groups
                .Select(group =>
                {
                    var isPlacebo = group.Exists(s => s.IsPlacebo);
                    var others = withPlacebo && sameNames && isPlacebo ? [] : rest;
                    return group.SelectMany(s => s.Givens).Concat(others).ToList();
                })
                .Where(given => given.Count > 0)
                .Select(given => new Sketch(
                    null,
                    [
                        .. given
                            .Concat(support)
                            .DistinctBy(g => g.Agent.Id)
                            .Select(g => g with { Certainty = Certainty.Hint }),
                    ],
                    Certainty.Hint,
                    "regimen-hint",
                    title.Field,
                    title.Words.Text
                )),
        ];
    }

    private static Sketch Undetermined(Passage title, IReadOnlyList<Given> all) =>
        new(
            null,
            all,
            Certainty.Hint,
            "regimen-sides-not-told-apart",
            title.Field,
            title.Words.Text,
            Undetermined: true
        );

    private static Side? Resolve(Mention mention, IReadOnlyList<Given> all)
    {
        var isPlacebo = mention.Agents.Any(a => NullTreatments.Contains(a.Id));
        var givens = all.Where(g => mention.Agents.Any(a => Means(a, g.Agent))).ToList();
        return givens.Count > 0 || isPlacebo
            ? new Side(mention.From, mention.End, [.. givens.Where(g => g.Agent.Counts)], isPlacebo)
            : null;
    }

    /// <summary>Returns whether a name in the title refers to an agent of the list: the agent itself, or its class.</summary>
    private static bool Means(Agent named, Agent listed) =>
        named.Id == listed.Id
        || (
            named.Modality == listed.Modality
            && (
                named.Kind == EntryKind.Procedure
                    ? listed.Kind == EntryKind.Procedure && named.Counts
                    : named.Kind == EntryKind.Class
                        && (
                            named.Targets.Count > 0
                                ? named.Targets.All(t =>
                                    listed.Targets.Any(l => l.Symbol == t.Symbol)
                                )
                                : named.Types.All(t => listed.Types.Contains(t))
                        )
            )
        );

    private static bool Counts(Side side) => side.Givens.Count > 0;

    private static string Key(IEnumerable<Side> group) =>
        string.Join(
            '+',
            group
                .SelectMany(s => s.Givens)
                .Select(g => g.Agent.Id)
                .Distinct()
                .Order(StringComparer.Ordinal)
        );

    private static List<Side> Before(List<Side> sides, Hit<Conjunction> link) =>
        [.. sides.Where(s => s.From < link.From)];

    private static List<Side> After(List<Side> sides, Hit<Conjunction> link) =>
        [.. sides.Where(s => s.From > link.From)];
}
