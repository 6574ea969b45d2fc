using System.Diagnostics;
using Axle.Bench.Workloads;
using Axle.Workflows.Engine;
using Axle.Workflows.Ports;

namespace Axle.Bench.Crashes;

/// <summary>
/// The process that is killed: <c>worker start</c> puts runs in flight, <c>worker recover</c> goes on with them. The benchmark starts it
/// from its own program.
/// </summary>
internal static class Worker
{
    public const string Verb = "worker";

    private const int StepsPerRun = 10;

    /// <summary>Starts the program anew as a worker.</summary>
    public static Process Start(string verb, CrashFiles files, int runs)
    {
        // This program, by itself or as 'dotnet Axle.Bench.dll'.
        var start = new ProcessStartInfo(Environment.ProcessPath!);
        if (Path.GetFileNameWithoutExtension(start.FileName) == "dotnet")
            start.ArgumentList.Add(typeof(Worker).Assembly.Location);
        foreach (var argument in (string[])[Verb, verb, files.Folder, $"{runs}"])
            start.ArgumentList.Add(argument);
        return Process.Start(start) ?? throw new InvalidOperationException("The worker does not start.");
    }

    /// <summary>Is the worker, until it is killed.</summary>
    public static async Task<int> RunAsync(string verb, string folder, int runs)
    {
        var files = new CrashFiles(folder);
        using var steps = new LineLog(files.Steps);
        await using var bench = BenchEngine.Open(files.Database, new LoggingHandler(steps));
        if (verb == "start")
            await StartRunsAsync(bench, files, runs);
        await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System);
        return 0;
    }

    private static async Task StartRunsAsync(BenchEngine bench, CrashFiles files, int runs)
    {
        using var acknowledged = new LineLog(files.Acknowledged);
        var workflow = BenchWorkflows.Chain(StepsPerRun);
        await Task.WhenAll(Enumerable.Range(0, runs).Select(async i =>
        {
            var handle = await bench.Engine.StartAsync(new StartRun(workflow) { Id = new RunId($"crash-{i}") });
            acknowledged.Add(handle.Id.Value);
        }));
    }

    private sealed class LoggingHandler(LineLog log) : IStepHandler
    {
        public ValueTask<StepResult> ExecuteAsync(StepContext context, CancellationToken cancellationToken)
        {
            log.Add($"{context.RunId} {context.Path}");
            return ValueTask.FromResult(NoOpHandler.Result);
        }
    }
}
