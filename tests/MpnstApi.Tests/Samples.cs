using CsCheck;

namespace MpnstApi.Tests;

/// <summary>
/// Checks a property on samples. An ordinary run takes the same ones each time, drawn from the seed, so that it fails
/// for a change and never by chance; with MPNST_LONG=1 they are others each time, and many more. CsCheck_Seed, which
/// a failure names, begins with the failed one.
/// </summary>
internal static class Samples
{
    private static readonly bool Long = Environment.GetEnvironmentVariable("MPNST_LONG") == "1";

    private static bool AtRandom => Long || CsCheck.Check.Seed is not null;

    public static void Check<T>(
        this Gen<T> samples,
        ulong seed,
        int count,
        int longCount,
        Action<T> property
    )
    {
        if (AtRandom)
        {
            samples.Sample(property, iter: Long ? longCount : count, print: Print);
            return;
        }
        foreach (var one in Seeds(seed, count))
        {
            samples.Sample(property, seed: one, iter: 1, threads: 1, print: Print);
        }
    }

    /// <summary>One sample after another, for properties of one store or service.</summary>
    public static async Task CheckAsync<T>(
        this Gen<T> samples,
        ulong seed,
        int count,
        int longCount,
        Func<T, Task> property
    )
    {
        if (AtRandom)
        {
            await samples.SampleAsync(
                property,
                iter: Long ? longCount : count,
                threads: 1,
                print: Print
            );
            return;
        }
        foreach (var one in Seeds(seed, count))
        {
            await samples.SampleAsync(property, seed: one, iter: 1, threads: 1, print: Print);
        }
    }

    // A seed given to CsCheck decides its first sample only, so that each sample gets one of its own.
    private static IEnumerable<string> Seeds(ulong seed, int count)
    {
        var random = new PCG(0, seed);
        return Enumerable.Range(0, count).Select(_ => new PCG(0, random.Next64()).ToString());
    }

    private static string Print<T>(T sample) => CsCheck.Check.Print(sample);
}
