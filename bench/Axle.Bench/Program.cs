using Axle.Bench;

IBenchmark[] benchmarks = [new ParseBenchmark(), new StepsBenchmark(), new ResumeBenchmark()];
var json = args.Contains("--json");
var names = args.Where(static a => !a.StartsWith('-')).ToArray();
var chosen = benchmarks.Where(b => names.Contains(b.Name)).ToArray();
if (chosen.Length == 0 || chosen.Length < names.Length)
{
    Console.Error.WriteLine("usage: bench/run NAME... [--json]");
    foreach (var benchmark in benchmarks)
        Console.Error.WriteLine($"  {benchmark.Name,-10} {benchmark.Purpose}");
    return 2;
}

foreach (var benchmark in chosen)
{
    var report = await benchmark.RunAsync();
    Console.WriteLine(json ? report.ToJson() : report.ToText());
}

return 0;
