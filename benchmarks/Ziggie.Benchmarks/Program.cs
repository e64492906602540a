using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Diagnosers;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Running;
using BenchmarkDotNet.Toolchains.InProcess.Emit;
using Ziggie.Benchmarks.Macro;
using Ziggie.Benchmarks.Usage;

switch (args)
{
    // The whole program beside a peer; benchmarks/run builds and starts it so.
    case ["macro", .. var names]:
        return await MacroProgram.RunAsync(names);
    case ["import", .. var numbers]:
        await ImportCost.RunAsync(numbers);
        return 0;
}

// In this process: the benchmarks see internals, and nothing is restored or built beside the solution.
var config = DefaultConfig.Instance
    .AddJob(Job.Default.WithToolchain(InProcessEmitToolchain.Instance))
    .AddDiagnoser(MemoryDiagnoser.Default);
BenchmarkSwitcher.FromAssembly(typeof(Program).Assembly).Run(args, config);
return 0;
