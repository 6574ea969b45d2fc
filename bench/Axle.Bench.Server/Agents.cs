using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net.Http.Json;
using System.Text.Json;
using Axle.Client.Agents;

namespace Axle.Bench.Server;

/// <summary>Agents of other processes: how long until all are connected, until one has its task, and until each has done one.</summary>
/// <param name="served">What they connect to.</param>
internal sealed class Agents(Served served)
{
    private readonly ConcurrentDictionary<string, TaskCompletionSource<long>> _given = new(StringComparer.Ordinal);
    private int _connected;

    public async Task MeasureAsync(int agents, int tasks)
    {
        using var stop = new CancellationTokenSource();
        var began = Stopwatch.GetTimestamp();
        var serving = Enumerable.Range(0, agents).Select(i => Agent(i).RunAsync(stop.Token)).ToList();
        while (Volatile.Read(ref _connected) < agents && Stopwatch.GetElapsedTime(began) < TimeSpan.FromMinutes(1))
            await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System);
        Console.WriteLine($"{_connected} agents connected after {Stopwatch.GetElapsedTime(began).TotalSeconds:0.0} s");

        var (handedOut, done) = (new double[tasks], new double[tasks]);
        for (var i = 0; i < tasks; i++)
        {
            var start = Stopwatch.GetTimestamp();
            var run = await StartAsync(i * (agents / tasks));
            handedOut[i] = Stopwatch.GetElapsedTime(start, await Given(Name(i * (agents / tasks))).Task).TotalMilliseconds;
            await EndAsync(run);
            done[i] = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
        }

        Percentiles.Tell("task with agent", handedOut);
        Percentiles.Tell("task done", done);
        began = Stopwatch.GetTimestamp();
        var runs = await Task.WhenAll(Enumerable.Range(0, agents).Select(StartAsync));
        foreach (var run in runs)
            await EndAsync(run);
        Console.WriteLine($"a task for each of {agents} agents at once: all done after {Stopwatch.GetElapsedTime(began).TotalSeconds:0.00} s");
        await stop.CancelAsync();
        await Task.WhenAll(serving);
    }

    private RemoteAgent Agent(int number) => new(
        new RemoteAgentOptions
        {
            Server = served.Url,
            Token = Served.Token,
            Id = Name(number),
            Capabilities = [new AgentCapability("echo")],
            Changed = (isConnected, _) => Interlocked.Add(ref _connected, isConnected ? 1 : -1),
        },
        (_, _) =>
        {
            Given(Name(number)).TrySetResult(Stopwatch.GetTimestamp());
            return Task.FromResult(AgentTaskResult.Of(new { said = number }));
        });

    private async Task<RunId> StartAsync(int number)
    {
        using var answer = await served.Client.PostAsJsonAsync(
            "runs", new { yaml = $"name: ask\nsteps: [{{key: say, agent: {Name(number)}, action: echo}}]" }, CancellationToken.None);
        var run = await answer.EnsureSuccessStatusCode().Content.ReadFromJsonAsync<JsonElement>(CancellationToken.None);
        return new RunId(run.GetProperty("id").GetString()!);
    }

    private async Task EndAsync(RunId run)
    {
        while (true)
        {
            var status = (await served.Client.GetFromJsonAsync<JsonElement>($"runs/{run.Value}", CancellationToken.None)).GetProperty("status").GetString();
            if (status == "completed")
                return;
            if (status == "failed")
                throw new InvalidOperationException($"Run {run.Value} failed.");
            await Task.Delay(TimeSpan.FromMilliseconds(2), TimeProvider.System);
        }
    }

    private TaskCompletionSource<long> Given(string agent) =>
        _given.GetOrAdd(agent, static _ => new TaskCompletionSource<long>(TaskCreationOptions.RunContinuationsAsynchronously));

    private static string Name(int number) => $"bench-agent-{number}";
}
