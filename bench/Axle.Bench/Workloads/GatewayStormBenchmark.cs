using Axle.Bench.Measuring;
using Axle.Bench.Storms;
using Axle.Testing.Models.Faults;

namespace Axle.Bench.Workloads;

/// <summary>
/// 200 calls in flight, every second one streamed, while providers fail: each of three by itself, equally often. Beside it, in the same run, a loop that
/// asks the first provider up to three times. Answered: a whole answer of a provider without a spoilt character. Wasted: requests that
/// brought no answer. Lost: time beyond the median of a calm run, given up calls included.
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
        await MeasureAsync([], calls, default);
        var calm = await MeasureAsync([], calls, default);
        var floor = (calm["gateway p50 ms"], calm["naive p50 ms"]);
        var rows = new List<Row> { new("calm", calm) };
        foreach (var share in Shares)
            rows.Add(new Row($"{share:0%} of every fault", await MeasureAsync(FaultShare.OfEveryKind(share, StormProviders.Adjust), calls, floor)));
        foreach (var kind in Enum.GetValues<FaultKind>())
        {
            var fault = StormProviders.Adjust(new ServedFault(kind));
            rows.Add(new Row($"{ShareOfOneKind:0%} {kind}", await MeasureAsync([new FaultShare(fault, ShareOfOneKind)], calls, floor)));
        }

        return new Report(Name, rows);
    }

    private static async Task<Figures> MeasureAsync(IReadOnlyList<FaultShare> faults, int calls, (double Gateway, double Naive) floor)
    {
        var figures = new Figures();
        await MeasureAsync("gateway", faults, calls, static p => new GatewayCaller(p), floor.Gateway, figures);
        await MeasureAsync("naive", faults, calls, static p => new NaiveCaller(p), floor.Naive, figures);
        return figures;
    }

    private static async Task MeasureAsync(
        string who, IReadOnlyList<FaultShare> faults, int calls, Func<StormProviders, IStormCaller> open, double floorMs, Figures figures)
    {
        await using var providers = await StormProviders.StartAsync(faults);
        using var caller = open(providers);
        var answered = 0;
        var load = await ClosedLoop.RunAsync(InFlight, calls, async number =>
        {
            if (IsWhole(await caller.AskAsync(stream: number % 2 == 0)))
                Interlocked.Increment(ref answered);
        });
        figures[$"{who} answered %"] = 100.0 * answered / calls;
        figures[$"{who} wasted/100"] = 100.0 * (providers.Requests - answered) / calls;
        figures[$"{who} lost ms/call"] = load.LatenciesMs.Sum(l => Math.Max(0, l - floorMs)) / calls;
        figures[$"{who} p50 ms"] = load.P50Ms;
        figures[$"{who} p99 ms"] = load.P99Ms;
    }

    private static bool IsWhole(string? text) => !string.IsNullOrEmpty(text) && !text.Contains('\uFFFD', StringComparison.Ordinal);
}
