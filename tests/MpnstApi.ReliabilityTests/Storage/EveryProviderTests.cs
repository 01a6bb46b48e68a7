using System.Reflection;
using MpnstApi.Storage;
using MpnstApi.Tests.Storage;

namespace MpnstApi.ReliabilityTests.Storage;

/// <summary>One list of cases, three databases: what is tested on a provider is tested on each.</summary>
public sealed class EveryProviderTests
{
    private static readonly Type[] Types =
    [
        .. typeof(EveryProviderTests).Assembly.GetTypes(),
        .. typeof(TestStore).Assembly.GetTypes(),
    ];

    public static TheoryData<string> Suites =>
        [.. Types.Where(type => type.IsAbstract && TakesProvider(type)).Select(type => type.Name)];

    public static TheoryData<string> Cases =>
        [
            .. Types
                .SelectMany(type => type.GetMethods())
                .Where(method =>
                    method.IsDefined(typeof(InlineDataAttribute))
                    && method
                        .GetParameters()
                        .Any(parameter => parameter.ParameterType == typeof(StorageProvider))
                )
                .Select(method => $"{method.DeclaringType!.FullName}.{method.Name}"),
        ];

    [Theory]
    [MemberData(nameof(Suites))]
    public void A_suite_runs_on_every_provider(string suite)
    {
        foreach (var provider in Enum.GetValues<StorageProvider>())
        {
            Assert.Single(
                Types,
                type => type.BaseType?.Name == suite && type.Name == $"{provider}{suite}"
            );
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void A_case_runs_on_every_provider(string name)
    {
        var dot = name.LastIndexOf('.');
        var method = Types
            .Single(type => type.FullName == name[..dot])
            .GetMethod(name[(dot + 1)..])!;

        Assert.Equal(
            Enum.GetValues<StorageProvider>().Order(),
            method
                .GetCustomAttributes<InlineDataAttribute>()
                .SelectMany(data => data.Data)
                .OfType<StorageProvider>()
                .Distinct()
                .Order()
        );
    }

    private static bool TakesProvider(Type type) =>
        type.GetConstructors(BindingFlags.Instance | BindingFlags.NonPublic | BindingFlags.Public)
            .SelectMany(constructor => constructor.GetParameters())
            .Any(parameter => parameter.ParameterType == typeof(StorageProvider));
}
