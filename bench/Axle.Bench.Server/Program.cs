using System.Diagnostics;
using System.Globalization;
using Axle;
using Axle.Bench.Server;

const string Usage = """
    usage: Axle.Bench.Server FOLDER RUNS [--short] [--encrypted]
    Fills a database in FOLDER with RUNS finished runs, serves it, and measures the API at 200 requests/s, pages of lists when nothing is known of their
    runs yet, the live socket with 200 and 2,000 watchers, and 1,000 agents that connect. The client is in the same process, and its time is in the figures.
    --short       a few seconds: 5 s of requests, 50 and 500 watchers, 100 agents
    --encrypted   values under the key of their tenant
    """;
string[] known = ["--short", "--encrypted"];
if (args is not [var folder, var count, .. var flags] || flags.Except(known).Any()
    || !int.TryParse(count, NumberStyles.None, CultureInfo.InvariantCulture, out var runs))
{
    Console.Error.WriteLine(Usage);
    return 2;
}

var isShort = flags.Contains("--short");
var began = Stopwatch.GetTimestamp();
await using (var filled = await Served.StartAsync(folder, flags.Contains("--encrypted")))
{
    await Filling.FillAsync(filled, runs);
    Console.WriteLine($"filled to {await filled.CompletedAsync()} finished runs in {Stopwatch.GetElapsedTime(began).TotalSeconds:0} s");
}

// Another server: what the first one learnt of runs while it made them is not known to it.
await using var served = await Served.StartAsync(folder, flags.Contains("--encrypted"));
await new Pages(served).MeasureAsync(pages: isShort ? 20 : 100);
await new Requests(served).MeasureAsync(perSecond: 200, TimeSpan.FromSeconds(isShort ? 5 : 30));
await new Watching(served).MeasureAsync(watchers: isShort ? 50 : 200, changes: isShort ? 20 : 100);
await new Watching(served).CountAsync(watchers: isShort ? 500 : 2_000);
await new Agents(served).MeasureAsync(agents: isShort ? 100 : 1_000, tasks: isShort ? 20 : 100);
Console.WriteLine($"memory {Environment.WorkingSet >> 20} MB, load average {(File.Exists("/proc/loadavg") ? File.ReadAllText("/proc/loadavg").Split(' ')[0] : "unknown")}");
return 0;
