using GraphQLParser.AST;

namespace MpnstApi.Graph.Execution;

/// <summary>
/// How much work it is to see that a document's fields can be merged: validation compares those that would land under
/// one name pairwise, so a few kilobytes of one field repeated would keep it busy for seconds.
/// </summary>
internal sealed class MergeWork(GraphQLDocument document)
{
    /// <summary>Comparisons that take some tenths of a second.</summary>
    public const long Most = 20_000;

    // A document written out with its fragments has hundreds of fields; one that doubles at every level has billions.
    private const int MostVisited = 10_000;

    private readonly Dictionary<string, GraphQLFragmentDefinition> fragments = document
        .Definitions.OfType<GraphQLFragmentDefinition>()
        .GroupBy(fragment => fragment.FragmentName.Name.StringValue)
        .ToDictionary(group => group.Key, group => group.First());
    private readonly HashSet<string> open = [];
    private int visited;
    private long work;

    /// <summary>Fields that land at one place of the answer.</summary>
    private sealed class Place
    {
        public long Count;
        public Dictionary<string, Place> Members { get; } = [];
    }

    /// <summary>Comparisons needed; more than <see cref="Most"/> where they were not counted to the end.</summary>
    public long Estimate()
    {
        foreach (var definition in document.Definitions.OfType<IHasSelectionSetNode>())
        {
            Visit(definition.SelectionSet, new Place());
        }
        return work;
    }

    private void Visit(GraphQLSelectionSet? set, Place place)
    {
        foreach (var selection in set?.Selections ?? [])
        {
            if (++visited > MostVisited)
            {
                work = long.MaxValue;
            }
            if (work > Most)
            {
                return;
            }
            switch (selection)
            {
                case GraphQLField field:
                    var name = (field.Alias?.Name ?? field.Name).StringValue;
                    if (!place.Members.TryGetValue(name, out var member))
                    {
                        place.Members[name] = member = new Place();
                    }
                    work += member.Count++;
                    Visit(field.SelectionSet, member);
                    break;
                case GraphQLInlineFragment inline:
                    Visit(inline.SelectionSet, place);
                    break;
                case GraphQLFragmentSpread spread:
                    var fragment = spread.FragmentName.Name.StringValue;
                    if (fragments.TryGetValue(fragment, out var known) && open.Add(fragment))
                    {
                        Visit(known.SelectionSet, place);
                        open.Remove(fragment);
                    }
                    break;
            }
        }
    }
}
