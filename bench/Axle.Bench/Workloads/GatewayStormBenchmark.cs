using Axle.Bench.Measuring;
using Axle.Bench.Storms;
using Axle.Testing.Models.Faults;

namespace Axle.Bench.Workloads;

/// <summary>
/// 200 calls in flight, every second one streamed, while providers fail: each of three by itself, equally often, or the first alone. Beside it, in the
/// same run, a loop that asks the first provider up to three times. Answered: a whole answer of a provider without a spoilt character. Wasted:
/// requests that brought no answer. Lost: time beyond the median of a calm run, given up calls included; what a calm run loses, the machine loses.
/// Of it waiting: pauses and waits for limits. Of it failed attempts: the time that these took.
/// </summary>
internal sealed class GatewayStormBenchmark : IBenchmark
{
    private const int InFlight = 200;
    private const int CallsASecond = 150;
    private const double ShareOfOneKind = 0.25;
    private static readonly double[] Shares = [0.01, 0.05, 0.10, 0.25, 0.50];

    public string Name => "gateway-storm";

    public string Purpose => "200 calls in flight while providers fail: answered, wasted, lost; beside a naive retry loop";

    public async Task<Report> RunAsync(BenchSettings settings)
    {
        var calls = (int)(CallsASecond * settings.Length.TotalSeconds);
        var rows = new List<Row>();
        foreach (var (who, open) in Callers())
        {
            await MeasureAsync(open, [], calls, floorMs: 0);
            var calm = await MeasureAsync(open, [], calls, floorMs: 0);
            var floor = calm["p50 ms"];
            rows.Add(new Row($"{who}, calm", calm));
            foreach (var share in Shares)
                rows.Add(new Row($"{who}, {share:0%} of every fault", await RepeatAsync(settings, () => MeasureAsync(open, EveryFault(share), calls, floor))));
            foreach (var share in Shares)
            {
                rows.Add(new Row(
                    $"{who}, {share:0%} of every fault at the first",
                    await RepeatAsync(settings, () => MeasureAsync(open, EveryFault(share), calls, floor, onlyFirst: true))));
            }

            // Huge answers take the cores from all others: what is lost beside them, the machine loses.
            var light = EveryFault(Shares[^1]).Where(static f => f.Fault.Kind != FaultKind.Huge).ToList();
            rows.Add(new Row($"{who}, {Shares[^1]:0%} without huge answers", await RepeatAsync(settings, () => MeasureAsync(open, light, calls, floor))));
            foreach (var kind in Enum.GetValues<FaultKind>())
                rows.Add(new Row($"{who}, {ShareOfOneKind:0%} {kind}", await MeasureAsync(open, [OneFault(kind)], calls, floor)));
        }

        // The same storm, one caller under the other.
        return new Report(Name, [.. rows.Index().OrderBy(r => r.Index % (rows.Count / 2)).ThenBy(static r => r.Index).Select(static r => r.Item)]);
    }

    private static (string Who, Func<StormProviders, IStormCaller> Open)[] Callers() =>
        [("gateway", static p => new GatewayCaller(p)), ("naive", static p => new NaiveCaller(p))];

    private static IReadOnlyList<FaultShare> EveryFault(double share) => FaultShare.OfEveryKind(share, StormProviders.Adjust);

    private static FaultShare OneFault(FaultKind kind) => new(StormProviders.Adjust(new ServedFault(kind)), ShareOfOneKind);

    private static async Task<Figures> RepeatAsync(BenchSettings settings, Func<Task<Figures>> measure)
    {
        var repetitions = new List<Figures>();
        for (var i = 0; i < settings.Repetitions; i++)
            repetitions.Add(await measure());
        return Figures.MedianOf(repetitions);
    }

    private static async Task<Figures> MeasureAsync(
        Func<StormProviders, IStormCaller> open, IReadOnlyList<FaultShare> faults, int calls, double floorMs, bool onlyFirst = false)
    {
        await using var providers = await StormProviders.StartAsync(faults, onlyFirst);
        using var caller = open(providers);
        var answered = 0;
        var load = await ClosedLoop.RunAsync(InFlight, calls, async number =>
        {
            if (IsWhole(await caller.AskAsync(stream: number % 2 == 0)))
                Interlocked.Increment(ref answered);
        });
        return new Figures
        {
            ["answered %"] = 100.0 * answered / calls,
            ["wasted of 100"] = 100.0 * (providers.Requests - answered) / calls,
            ["lost ms/call"] = load.LatenciesMs.Sum(l => Math.Max(0, l - (floorMs > 0 ? floorMs : load.P50Ms))) / calls,
            ["of it waiting"] = caller.Times.Waited / calls,
            ["of it failed attempts"] = caller.Times.Failed / calls,
            ["p50 ms"] = load.P50Ms,
            ["p99 ms"] = load.P99Ms,
        };
    }

    private static bool IsWhole(string? text) => !string.IsNullOrEmpty(text) && !text.Contains('\uFFFD', StringComparison.Ordinal);
}
