using System.Diagnostics.CodeAnalysis;
using MpnstApi.Annotation.Vocabulary;

namespace MpnstApi.Indexing;

/// <summary>Returns the same object for equal values while a release is built, so that trials share it.</summary>
public sealed class SharedValues
{
    private readonly HashSet<string> texts = new(StringComparer.Ordinal);
    private readonly HashSet<SponsorRef> sponsors = [];

    public SharedLists<string> TextLists { get; } = new();
    public SharedLists<Modality> Modalities { get; } = new();
    public SharedLists<DrugRef> Drugs { get; } = new();
    public SharedLists<SponsorRef> Sponsors { get; } = new();
    public SharedLists<Country> Countries { get; } = new();

    public string Text(string text) => One(texts, text);

    public string? OptionalText(string? text) => text is null ? null : Text(text);

    public IReadOnlyList<string> Texts(IReadOnlyList<string> list) =>
        TextLists.Of([.. list.Select(Text)]);

    public SponsorRef Sponsor(SponsorRef sponsor) => One(sponsors, sponsor);

    private static T One<T>(HashSet<T> known, T value)
    {
        if (known.TryGetValue(value, out var same))
        {
            return same;
        }
        known.Add(value);
        return value;
    }
}

/// <summary>Returns the same list for lists of equal items.</summary>
public sealed class SharedLists<T>
    where T : notnull
{
    private readonly HashSet<IReadOnlyList<T>> known = new(new ByItems());

    public IReadOnlyList<T> Of(IReadOnlyList<T> list)
    {
        if (list.Count == 0)
        {
            return [];
        }
        if (known.TryGetValue(list, out var same))
        {
            return same;
        }
        T[] kept = [.. list];
        known.Add(kept);
        return kept;
    }

    private sealed class ByItems : IEqualityComparer<IReadOnlyList<T>>
    {
        public bool Equals(IReadOnlyList<T>? left, IReadOnlyList<T>? right) =>
            left!.Count == right!.Count && left.SequenceEqual(right);

        public int GetHashCode([DisallowNull] IReadOnlyList<T> list)
        {
            var hash = new HashCode();
            foreach (var item in list)
            {
                hash.Add(item);
            }
            return hash.ToHashCode();
        }
    }
}
