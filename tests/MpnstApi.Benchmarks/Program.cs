using BenchmarkDotNet.Running;
using MpnstApi.Benchmarks;

// The tools of bench/run.sh, and the benchmarks of the kernels for everything else.
switch (args)
{
    case ["studies", var count, var snapshot, var path]:
        await MadeUpStudies.WriteAsync(
            int.Parse(count, System.Globalization.CultureInfo.InvariantCulture),
            snapshot,
            path
        );
        return 0;
    case ["ceiling", var address, var folder]:
        await CeilingServer.RunAsync(address, folder);
        return 0;
    default:
        BenchmarkSwitcher.FromAssembly(typeof(MadeUpStudies).Assembly).Run(args);
        return 0;
}
