using System.Reflection;
using System.Runtime.CompilerServices;
using MpnstApi.Annotation;
using MpnstApi.Filtering;
using MpnstApi.Importing;
using MpnstApi.Indexing;
using MpnstApi.Storage;
using MpnstApi.Tests.Storage;
using MpnstApi.Trials;

namespace MpnstApi.Tests.Importing;

/// <summary>A trial has several lists of its members. A failure names the list from which one is missing.</summary>
public sealed class TrialMemberTests
{
    /// <summary>What identifies a trial, and what only annotation reads or writes: no change of them is reported.</summary>
    private static readonly string[] NeverReported =
    [
        nameof(TrialFacts.Id),
        nameof(TrialFacts.Registry),
        nameof(TrialFacts.SnapshotScope),
        nameof(TrialFacts.SnapshotNamedIn),
        nameof(TrialLabels.DictionaryVersion),
    ];

    private static readonly TrialState Trial = State();

    public static TheoryData<string> Facts => Members<TrialFacts>();

    public static TheoryData<string> Narrative => Members<TrialNarrative>();

    public static TheoryData<string> Labels => Members<TrialLabels>();

    [Theory]
    [MemberData(nameof(Facts))]
    public void The_change_feed_reports_a_fact_that_changes(string member) =>
        AssertReported(member, Trial with { Facts = Changed(Trial.Facts, member) });

    [Theory]
    [MemberData(nameof(Narrative))]
    public void The_change_feed_reports_a_long_text_that_changes(string member) =>
        AssertReported(member, Trial with { Texts = Changed(Trial.Texts, member) });

    [Theory]
    [MemberData(nameof(Labels))]
    public void The_change_feed_reports_a_label_that_changes(string member) =>
        AssertReported(member, Trial with { Labels = Changed(Trial.Labels, member) });

    [Fact]
    public void Exports_have_a_column_for_each_member_of_a_summary()
    {
        var columns = TrialQuery
            .Table.Columns.Select(column => column.Member ?? column.Name)
            .ToHashSet(StringComparer.OrdinalIgnoreCase);

        Assert.DoesNotContain(
            typeof(TrialSummary).GetProperties(),
            member => member.Name != "EqualityContract" && !columns.Contains(member.Name)
        );
    }

    [Fact]
    public void Every_facet_is_a_filter_and_every_dimension_a_facet_that_is_indexed()
    {
        Assert.All(Facets.All, facet => Assert.NotNull(FilterParameters.Find(facet.Name)));
        Assert.All(Facets.Dimensions, facet => Assert.Contains(facet, Facets.All));
        Assert.Equal(Facets.All.Count, Facets.All.Select(facet => facet.Name).Distinct().Count());
    }

    private static void AssertReported(string member, TrialState changed) =>
        Assert.True(
            TrialDifference.Between(Trial, changed).Any(),
            $"{member} is missing from the members that TrialDifference compares."
        );

    private static TheoryData<string> Members<T>() =>
        [
            .. typeof(T)
                .GetProperties()
                .Where(member => member.CanWrite && !NeverReported.Contains(member.Name))
                .Select(member => member.Name),
        ];

    private static T Changed<T>(T record, string name)
        where T : notnull
    {
        var member = typeof(T).GetProperty(name)!;
        var changed = (T)
            typeof(T)
                .GetMethod("<Clone>$", BindingFlags.Public | BindingFlags.Instance)!
                .Invoke(record, null)!;
        member.SetValue(changed, Other(member.PropertyType, member.GetValue(record)));
        return changed;
    }

    private static object? Other(Type type, object? value)
    {
        var bare = Nullable.GetUnderlyingType(type) ?? type;
        return bare == typeof(string) ? $"not {value}"
            : bare == typeof(int) ? ((int?)value ?? 0) + 1
            : bare == typeof(bool) ? !((bool?)value ?? false)
            : bare.IsEnum ? Enum.GetValues(bare).Cast<object>().First(other => !other.Equals(value))
            : bare.IsGenericType ? OneMore(bare.GetGenericArguments()[0])
            : Empty(bare);
    }

    private static Array OneMore(Type item)
    {
        var list = Array.CreateInstance(item, 1);
        list.SetValue(
            item == typeof(string) ? "another"
                : item.IsEnum ? Enum.GetValues(item).GetValue(0)
                : Empty(item),
            0
        );
        return list;
    }

    // Lists that are there but empty: everything else of it is absent.
    private static object Empty(Type type)
    {
        var record = RuntimeHelpers.GetUninitializedObject(type);
        foreach (var member in type.GetProperties().Where(member => member.CanWrite))
        {
            if (member.PropertyType == typeof(string))
            {
                member.SetValue(record, "another");
            }
            else if (member.PropertyType is { IsGenericType: true, IsValueType: false } list)
            {
                member.SetValue(record, Array.CreateInstance(list.GetGenericArguments()[0], 0));
            }
        }
        return record;
    }

    private static TrialState State()
    {
        var facts = new TrialFacts
        {
            Id = "NCT99990001",
            Registry = "ClinicalTrials.gov",
            Source = new StoredSource("ClinicalTrials.gov", null, []),
        };
        return new(
            Origin.File,
            facts,
            new TrialNarrative(),
            TestStore.Today.Annotate(TrialMapping.ForAnnotation(facts, new TrialNarrative()))
        );
    }
}
