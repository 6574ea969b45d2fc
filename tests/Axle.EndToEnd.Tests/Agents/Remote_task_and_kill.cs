using Axle.Client.Agents;

namespace Axle.EndToEnd.Tests.Agents;

/// <summary>The server is killed with -9 in the middle of a task of an agent that lives elsewhere.</summary>
public sealed class Remote_task_and_kill
{
    private const string Count = """
        name: count
        steps:
          - {key: first, agent: counter, action: count, with: {what: sheep}}
          - {key: second, agent: counter, action: count, with: {what: goats}, dependsOn: [first]}
        outputs:
          sheep: ${{ steps.first.output.many }}
          goats: ${{ steps.second.output.many }}
        """;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory(Timeout = 600_000)]
    [InlineData(true)]
    [InlineData(false)]
    public async Task The_agent_comes_back_and_the_run_completes_with_every_task_done_once(bool endsWhileNobodyIsThere)
    {
        using var serve = await ServeProcess.StartAsync();
        var (begun, mayEnd, connected) = (new TaskCompletionSource(), new TaskCompletionSource(), new SemaphoreSlim(0));
        var done = new List<string>();
        using var stopping = CancellationTokenSource.CreateLinkedTokenSource(Stop);
        var serving = new RemoteAgent(OptionsOf(serve, () => connected.Release()), async (task, stop) =>
        {
            await task.WriteAsync("one, two", stop);
            begun.TrySetResult();
            await mayEnd.Task;
            await task.WriteAsync(", three", stop);
            lock (done)
                done.Add($"{task.Inputs.GetProperty("what").GetString()} {task.IdempotencyKey}");
            return AgentTaskResult.Of(new { many = 3 });
        }).RunAsync(stopping.Token);
        await connected.WaitAsync(Stop);
        var run = await serve.RunAsync(Count);
        await begun.Task.WaitAsync(Stop);

        await serve.KillAsync();
        if (endsWhileNobodyIsThere)
            mayEnd.SetResult();
        await serve.BeginAsync();
        await connected.WaitAsync(Stop);
        mayEnd.TrySetResult();
        var ended = await serve.EndOfAsync(run);
        await stopping.CancelAsync();
        await serving;

        ended.GetProperty("status").GetString().ShouldBe("completed", ended.ToString());
        ended.GetProperty("outputs").ToString().ShouldBe("""{"goats":3,"sheep":3}""");
        done.ShouldBe([$"sheep {run}/first", $"goats {run}/second"]);
        var history = (await serve.GetAsync($"runs/{run}/events")).ToString();
        history.ShouldContain("run-recovered");
        history.Split("step-completed").Length.ShouldBe(3);
    }

    private static RemoteAgentOptions OptionsOf(ServeProcess serve, Action connected) => new()
    {
        Server = serve.Url,
        Token = serve.Key,
        Id = "counter",
        Capabilities = [new AgentCapability("count")],
        LongestPause = TimeSpan.FromMilliseconds(200),
        Changed = (isConnected, _) =>
        {
            if (isConnected)
                connected();
        },
    };
}
