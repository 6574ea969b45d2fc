using System.Diagnostics;
using System.Globalization;
using Axle;
using Axle.Bench.Server;

if (args is not [var folder, var count] || !int.TryParse(count, NumberStyles.None, CultureInfo.InvariantCulture, out var runs))
{
    Console.Error.WriteLine(
        "usage: Axle.Bench.Server FOLDER RUNS    fills a database in FOLDER with RUNS finished runs, serves it, and measures the API and the live socket");
    return 2;
}

await using var served = await Served.StartAsync(folder);
var began = Stopwatch.GetTimestamp();
await Filling.FillAsync(served, runs);
Console.WriteLine($"filled to {runs} finished runs in {Stopwatch.GetElapsedTime(began).TotalSeconds:0} s");
await new Requests(served).MeasureAsync(perSecond: 200, TimeSpan.FromSeconds(30));
await new Watching(served).MeasureAsync(watchers: 200, changes: 100);
await new Watching(served).CountAsync(watchers: 2_000);
Console.WriteLine($"memory {Environment.WorkingSet >> 20} MB");
return 0;
