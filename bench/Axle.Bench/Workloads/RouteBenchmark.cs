using System.Diagnostics;
using Axle.Bench.Measuring;
using Axle.Models;
using Axle.Models.Configuration;
using Axle.Models.Providers;
using Axle.Models.Routing;
using Axle.Models.Telemetry;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Logging.Abstractions;

namespace Axle.Bench.Workloads;

/// <summary>Who answers a call: from the question to the chosen deployment and back, among 1, 20 and 60 deployments of one model, on one thread.</summary>
internal sealed class RouteBenchmark : IBenchmark
{
    private const int Decisions = 20_000;

    public string Name => "route";

    public string Purpose => "choosing who answers a call, among 1, 20 and 60 deployments";

    public async Task<Report> RunAsync(BenchSettings settings)
    {
        var rows = new List<Row>();
        foreach (var deployments in (int[])[1, 20, 60])
        {
            foreach (var strategy in Enum.GetValues<RoutingStrategy>())
                rows.Add(new Row($"{deployments} deployments, by {strategy}", await MeasureAsync(deployments, strategy, settings)));
        }

        var slowest = rows.Where(static r => r.What.StartsWith("20 ", StringComparison.Ordinal)).MaxBy(static r => r.Figures[Microseconds])!;
        return new Report(Name, slowest.Figures, [Goal.Most(Microseconds, 10)], rows);
    }

    private const string Microseconds = "decisionMicroseconds";

    private static async Task<Figures> MeasureAsync(int deployments, RoutingStrategy strategy, BenchSettings settings)
    {
        var router = RouterOver(deployments, strategy);
        var request = new ModelRequest([new ChatMessage(ChatRole.User, "Say hello.")]) { Model = "fake" };
        var options = new ChatOptions();
        await DecideAsync(router, request, options, Decisions);
        await DecideAsync(router, request, options, Decisions);
        var repetitions = new List<Figures>();
        for (var repetition = 0; repetition < settings.Repetitions; repetition++)
        {
            var bytes = GC.GetAllocatedBytesForCurrentThread();
            var start = Stopwatch.GetTimestamp();
            await DecideAsync(router, request, options, Decisions);
            repetitions.Add(new Figures
            {
                [Microseconds] = Stopwatch.GetElapsedTime(start).TotalMicroseconds / Decisions,
                ["bytesAllocated"] = (GC.GetAllocatedBytesForCurrentThread() - bytes) / (double)Decisions,
            });
        }

        return Figures.MedianOf(repetitions);
    }

    private static async Task DecideAsync(Router router, ModelRequest request, ChatOptions options, int times)
    {
        for (var i = 0; i < times; i++)
        {
            var call = new ModelCall(request);
            var course = router.Start(call, request.Messages, options);
            using var attempt = await router.NextAsync(call, course, CancellationToken.None);
            router.Succeed(attempt, Usage, TimeSpan.FromMilliseconds(200));
        }
    }

    private static readonly ModelUsage Usage = ModelUsage.From(new UsageDetails { InputTokenCount = 9, OutputTokenCount = 7 });

    private static Router RouterOver(int deployments, RoutingStrategy strategy)
    {
        var routing = new RoutingOptions { Strategy = strategy };
        var options = new ModelOptions([.. Enumerable.Range(0, deployments).Select(static i => new ProviderOptions($"server-{i}", "openai-compatible")
        {
            DefaultModel = "fake",
            BaseUrl = new Uri("http://127.0.0.1:9/v1"),
            RequestsPerMinute = 1_000_000_000,
            TokensPerMinute = 1_000_000_000_000,
            InputPrice = 1,
            OutputPrice = 2,
        })])
        {
            Routing = routing,
        };
        var planner = new RoutePlanner(options, ProviderCatalog.All, new DeploymentTable(static (_, _) => null, routing));
        return new Router(planner, routing, new GatewayListeners([]), TimeProvider.System, NullLogger.Instance);
    }
}
