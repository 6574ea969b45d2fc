using System.Globalization;
using System.Text.Json;
using Axle.Bench.Measuring;
using Axle.Bench.Workloads;
using Axle.Models.Configuration;
using Axle.Queue.RabbitMq;
using Axle.Workflows.Engine;
using Axle.Workflows.Ports;
using Axle.Workflows.Runs;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Axle.Bench.Cluster;

/// <summary>
/// A process of the cluster, composed as <c>ax serve --role engine</c> and <c>ax worker</c> are but for what its steps do. It is asked by lines, each
/// of which is answered by a line <c>= VERB JSON</c>, and ends with its input.
/// </summary>
internal static class NodeCommand
{
    public const string Verb = "cluster-node";

    public const string Engine = "engine";

    public const string Worker = "worker";

    /// <summary>Is the process.</summary>
    /// <param name="role">What it is for.</param>
    /// <param name="store">Address of the database.</param>
    /// <param name="queue">Address of the broker.</param>
    /// <param name="concurrency">Steps at the same time.</param>
    public static async Task<int> RunAsync(string role, string store, string queue, int concurrency)
    {
        using var folder = new ScratchFolder();
        var handler = new NodeHandler();
        var services = new ServiceCollection();
        services.AddSingleton(ModelOptions.None);
        services.AddAxle(options =>
        {
            options.ProjectDirectory = folder[""];
            options.HomeDirectory = null;
            options.Store = store;
            options.Queue = queue;
            options.TakeUpRuns = role == Engine;
            options.WorkerPools = role == Worker ? WorkPools.All : [];
            options.StepConcurrency = concurrency;
        }).UseStepHandler(_ => handler);
        await using var axle = services.BuildServiceProvider();
        var background = axle.GetServices<IHostedService>().ToArray();
        foreach (var service in background)
            await service.StartAsync(CancellationToken.None);
        Console.WriteLine("ready");
        while (await Console.In.ReadLineAsync() is { } line)
            _ = AnswerAsync(axle, handler, line.Split(' '));
        await Task.WhenAll(background.Select(static s => s.StopAsync(CancellationToken.None)));
        return 0;
    }

    private static async Task AnswerAsync(ServiceProvider axle, NodeHandler handler, string[] asked)
    {
        try
        {
            object? answer = asked switch
            {
                ["load", var callers, var seconds, var tool] => await LoadAsync(axle.GetRequiredService<WorkflowEngine>(), Number(callers), Number(seconds), tool),
                ["count"] => new { times = handler.Ended },
                _ => throw new InvalidOperationException("This node is not asked that."),
            };
            Console.WriteLine($"= {asked[0]} {JsonSerializer.Serialize(answer, JsonSerializerOptions.Web)}");
        }
        catch (Exception fault)
        {
            Console.WriteLine($"! {fault.Message}");
        }
    }

    private static async Task<NodeLoad> LoadAsync(WorkflowEngine engine, int callers, int seconds, string tool)
    {
        var workflow = BenchWorkflows.Chain(NodeLoad.StepsPerRun, $"tool: {tool}");
        var load = await ClosedLoop.RunAsync(callers, TimeSpan.FromSeconds(seconds), async () =>
        {
            var handle = await engine.StartAsync(new StartRun(workflow));
            var outcome = await handle.Completion;
            if (outcome.Status != RunStatus.Completed)
                throw new InvalidOperationException($"Run {handle.Id} of the benchmark is {outcome.Status}: {outcome.Error?.Message}");
        });
        return new NodeLoad(load.Times, load.Seconds, [.. load.LatenciesMs.Select(static l => Math.Round(l, 1))]);
    }

    private static int Number(string text) => int.Parse(text, CultureInfo.InvariantCulture);
}

/// <summary>What a closed loop in a node did.</summary>
/// <param name="Times">Runs.</param>
/// <param name="Seconds">How long all of it took.</param>
/// <param name="LatenciesMs">How long each run took.</param>
internal sealed record NodeLoad(int Times, double Seconds, double[] LatenciesMs)
{
    public const int StepsPerRun = 10;

    public double StepsPerSecond => Times * StepsPerRun / Seconds;
}
