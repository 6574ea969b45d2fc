using Axle.Bench;
using Axle.Bench.Cluster;
using Axle.Bench.Crashes;
using Axle.Bench.Workloads;

if (args is [Worker.Verb, var verb, var folder, var runs])
    return await Worker.RunAsync(verb, folder, int.Parse(runs, System.Globalization.CultureInfo.InvariantCulture));

if (args is [NodeCommand.Verb, var role, var store, var queue, var concurrency])
    return await NodeCommand.RunAsync(role, store, queue, int.Parse(concurrency, System.Globalization.CultureInfo.InvariantCulture));

IBenchmark[] benchmarks =
[
    new SequentialRunsBenchmark(), new FanOutBenchmark(), new SingleRunBenchmark(), new ParkedRunsBenchmark(), new KilledWorkerBenchmark(),
    new StartUpBenchmark(), new ParseBenchmark(), new ResumeBenchmark(), new QueueBenchmark(), new RouteBenchmark(), new LedgerBenchmark(),
    new GatewayStormBenchmark(), new AgentRoutingBenchmark(), new AgentsAtOnceBenchmark(), new SandboxBenchmark(),
    new CollaborationBenchmark(), new AnswerGuardBenchmark(), new SharedRunsBenchmark(), new ClusterStepsBenchmark(),
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
    if (command.Save is { } file)
        File.AppendAllText(file, report.ToJson() + "\n");
}

return 0;
