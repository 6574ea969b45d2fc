using Axle.Bench;
using Axle.Bench.Workloads;

IBenchmark[] benchmarks =
[
    new SequentialRunsBenchmark(), new FanOutBenchmark(), new SingleRunBenchmark(), new ParseBenchmark(), new ResumeBenchmark(),
];
if (BenchCommand.Read(args, benchmarks) is not { } command)
{
    Console.Error.WriteLine(BenchCommand.Usage(benchmarks));
    return 2;
}

if (command.IsHelp)
{
    Console.WriteLine(BenchCommand.Usage(benchmarks));
    return 0;
}

foreach (var benchmark in command.Benchmarks)
{
    var report = await benchmark.RunAsync(command.Settings);
    Console.WriteLine(command.IsJson ? report.ToJson() : report.ToText());
}

return 0;
