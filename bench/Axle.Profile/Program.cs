using Axle.Profile;
using Microsoft.Diagnostics.Tracing.Etlx;
using Microsoft.Diagnostics.Tracing.Parsers.Clr;

// Says where a program allocates: reads a .nettrace file that dotnet-trace wrote with '--profile gc-verbose'. See bench/profile.
//   Axle.Profile FILE [PREFIX]     frames whose method begins with PREFIX count as ours (default: Axle)
if (args.Length is < 1 or > 2)
{
    Console.Error.WriteLine("usage: Axle.Profile FILE.nettrace [PREFIX]");
    return 2;
}

var prefix = args.ElementAtOrDefault(1) ?? "Axle";
var (types, sites, within) = (new Shares("What is allocated"), new Shares("Where, by the nearest frame of ours"), new Shares("Under which frame of ours"));
using var log = new TraceLog(TraceLog.CreateFromEventPipeDataFile(args[0]));
foreach (var happened in log.Events)
{
    if (happened is not GCAllocationTickTraceData tick)
        continue;
    // One event for about 100 KB allocated: a sample, weighed with what was allocated since the last one.
    var frames = Frames(tick).ToArray();
    types.Add(tick.TypeName, tick.AllocationAmount64);
    sites.Add($"{frames.FirstOrDefault("(outside)")}  allocates {tick.TypeName}", tick.AllocationAmount64);
    foreach (var frame in frames.Distinct())
        within.Add(frame, tick.AllocationAmount64);
}

Console.WriteLine($"{types.Total / (1024.0 * 1024):#,0} MB allocated");
foreach (var shares in (Shares[])[types, sites, within])
    Console.WriteLine(shares.ToText(types.Total));
return 0;

IEnumerable<string> Frames(GCAllocationTickTraceData tick)
{
    for (var frame = tick.CallStack(); frame is not null; frame = frame.Caller)
    {
        var name = frame.CodeAddress.FullMethodName;
        if (name.StartsWith(prefix, StringComparison.Ordinal))
            yield return name.Split('(')[0];
    }
}
