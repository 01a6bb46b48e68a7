using GraphQLParser.AST;

namespace MpnstApi.Graph.Execution;

/// <summary>
/// Estimates the work of validating that a document's fields can be merged: validation compares fields of the same response
/// name pairwise, so a few kilobytes of one field repeated would keep it busy for seconds.
/// </summary>
internal sealed class MergeWork(GraphQLDocument document)
{
    /// <summary>Comparisons that take some tenths of a second.</summary>
    public const long Most = 20_000;

    // With its fragments expanded, a document has hundreds of fields; one that doubles at every level has billions.
    private const int MaxVisited = 10_000;

    private readonly Dictionary<string, GraphQLFragmentDefinition> fragments = document
        .Definitions.OfType<GraphQLFragmentDefinition>()
        .GroupBy(fragment => fragment.FragmentName.Name.StringValue)
        .ToDictionary(group => group.Key, group => group.First());
    private readonly HashSet<string> open = [];
    private int visited;
    private long work;

    /// <summary>The fields with one path in the response.</summary>
    private sealed class Place
    {
        public long Count;
        public Dictionary<string, Place> Members { get; } = [];
    }

    /// <summary>Returns the number of comparisons; above <see cref="Most"/> counting stops.</summary>
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
            if (++visited > MaxVisited)
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
