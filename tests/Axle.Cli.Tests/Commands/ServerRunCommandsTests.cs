using Axle.Cli.Tests.Support;
using Axle.Client.Agents;

namespace Axle.Cli.Tests.Commands;

/// <summary>What is done to runs of a real server with <c>--server</c>: the same commands with the same answers as without.</summary>
public sealed class ServerRunCommandsTests : IAsyncLifetime
{
    private const string Held = "name: held\nsteps:\n  - {key: hold, wait: {signal: go}}\n";
    private ServedBench _bench = null!;

    public async ValueTask InitializeAsync()
    {
        _bench = await ServedBench.StartAsync();
        _bench.There.Write(".axle/workflows/three.yaml", Workbench.ThreeSteps);
        _bench.There.Write(".axle/workflows/held.yaml", Held);
        (await _bench.LoginAsync()).Code.ShouldBe(ExitCodes.Success);
    }

    public ValueTask DisposeAsync() => _bench.DisposeAsync();

    [Fact]
    public async Task A_run_is_paused_resumed_and_cancelled()
    {
        await _bench.RunAsync("workflow", "start", "held", "--run-id", "h1");
        await WaitingAsync("h1");

        var paused = await _bench.RunAsync("workflow", "pause", "h1", "--reason", "lunch");
        var again = await _bench.RunAsync("workflow", "pause", "h1");
        var resuming = _bench.Here.Begin("workflow", "resume", "h1", "--server", _bench.Url, "--json");
        await resuming.Error.Seen("run-resumed");
        await _bench.RunAsync("workflow", "signal", "h1", "go");
        var resumed = await resuming.EndAsync();
        await _bench.RunAsync("workflow", "start", "held", "--run-id", "h2");
        await WaitingAsync("h2");
        var cancelled = await _bench.RunAsync("workflow", "cancel", "h2", "--no-compensate", "--reason", "wrong", "--json");

        (paused.Code, paused.Output.Trim()).ShouldBe((ExitCodes.Success, $"Run h1 is paused. Go on with: ax workflow resume h1 --server {_bench.Url}"));
        (again.Code, again.Error.Contains("nothing to pause", StringComparison.Ordinal)).ShouldBe((ExitCodes.Invalid, true));
        resumed.Code.ShouldBe(ExitCodes.Success, resumed.Error);
        resumed.Json.GetProperty("status").GetString().ShouldBe("completed");
        (cancelled.Json.GetProperty("asked").GetString(), cancelled.Json.GetProperty("status").GetString()).ShouldBe(("cancel", "cancelled"));
        (await _bench.RunAsync("workflow", "events", "h1")).Output.ShouldContain("run-paused");
        (await _bench.RunAsync("workflow", "events", "h1", "--json")).Output.ShouldContain("lunch");
    }

    [Fact]
    public async Task A_fork_and_a_replay_go_their_own_way_and_a_comparison_says_what_one_of_here_says()
    {
        await _bench.RunAsync("workflow", "execute", "three", "--run-id", "r1");

        var fork = await _bench.RunAsync("workflow", "fork", "r1", "--at", "level-2", "--input", "word=bye", "--run-id", "f1");
        var replay = await _bench.RunAsync("workflow", "replay", "r1", "--input", "word=hey", "--run-id", "p1");
        var unknown = await _bench.RunAsync("workflow", "fork", "r1", "--var", "nothing=1");
        var forks = (await _bench.RunAsync("workflow", "forks", "r1", "--json")).Json.GetProperty("runs");
        var diff = await _bench.RunAsync("workflow", "diff", "r1", "f1");
        var document = await _bench.RunAsync("workflow", "diff", "r1", "f1", "--json");
        var same = await _bench.RunAsync("workflow", "diff", "r1", "r1");

        fork.Code.ShouldBe(ExitCodes.Success, fork.Error);
        fork.Output.ShouldContain($"ax workflow diff r1 f1 --server {_bench.Url}");
        fork.Error.ShouldNotContain("run-created", Case.Insensitive, "what both share is no news");
        replay.Code.ShouldBe(ExitCodes.Success, replay.Error);
        (_bench.There.Steps.Calls("one"), _bench.There.Steps.Calls("two"), _bench.There.Steps.Calls("three")).ShouldBe((1, 1, 3));
        unknown.Code.ShouldBe(ExitCodes.Usage);
        forks.EnumerateArray().Select(static f => f.GetProperty("runId").GetString()).Order().ShouldBe(["f1", "p1"]);
        (diff.Code, document.Code, same.Code).ShouldBe((ExitCodes.Failed, ExitCodes.Failed, ExitCodes.Success));
        // The server has the runs in its own database, where the same command without --server reads them.
        var (there, theirs) = (await _bench.There.RunAsync("workflow", "diff", "r1", "f1"), await _bench.There.RunAsync("workflow", "diff", "r1", "f1", "--json"));
        diff.Output.ShouldBe(there.Output);
        document.Output.ShouldBe(theirs.Output);
        document.Json.GetProperty("inputs")[0].GetProperty("right").GetString().ShouldBe("bye");
    }

    [Fact(Timeout = 600_000)]
    public async Task Agents_that_connect_are_listed_there_and_where_its_database_is()
    {
        var connected = new TaskCompletionSource();
        var options = new RemoteAgentOptions
        {
            Server = new Uri(_bench.Url),
            Token = _bench.Token,
            Id = "translator",
            Description = "Translates.",
            Capabilities = [new AgentCapability("translate")],
            Changed = (isThere, _) =>
            {
                if (isThere)
                    connected.TrySetResult();
            },
        };
        using var stop = new CancellationTokenSource();
        var serving = new RemoteAgent(options, static (_, _) => Task.FromResult(AgentTaskResult.Of(new { text = "bonjour" }))).RunAsync(stop.Token);
        await connected.Task.WaitAsync(TestContext.Current.CancellationToken);

        var listed = (await _bench.RunAsync("agent", "list", "--json")).Json.GetProperty("agents");
        var there = (await _bench.There.RunAsync("agent", "list", "--json")).Json.GetProperty("agents");
        var shown = await _bench.There.RunAsync("agent", "show", "translator");
        await stop.CancelAsync();
        await serving;

        listed.EnumerateArray().Select(static a => a.GetProperty("id").GetString()).ShouldContain("translator");
        there.ToString().ShouldBe(listed.ToString());
        shown.Output.ShouldContain("in a process that connects to the server");
        (await _bench.Here.RunAsync("agent", "list")).Output.ShouldNotContain("translator");
    }

    [Fact]
    public async Task A_fork_is_chosen_or_thrown_away()
    {
        _bench.Here.Write("other.yaml", Workbench.ThreeSteps.Replace("version: 1.2.0", "version: 1.3.0", StringComparison.Ordinal));
        await _bench.RunAsync("workflow", "execute", "three", "--run-id", "r1");
        await _bench.RunAsync("workflow", "fork", "r1", "--at", "level-1", "--run-id", "f1");
        var other = await _bench.RunAsync("workflow", "fork", "r1", "--at", "level-1", "--workflow", "other.yaml", "--run-id", "f2", "--json");

        var promoted = await _bench.RunAsync("workflow", "promote", "f1");
        var discarded = await _bench.RunAsync("workflow", "discard", "f2", "--json");

        other.Json.GetProperty("version").GetString().ShouldBe("1.3.0");
        promoted.Output.ShouldContain("Run f1 takes the place of r1.");
        (await _bench.RunAsync("workflow", "promote", "r1")).Code.ShouldBe(ExitCodes.Invalid);
        discarded.Json.GetProperty("runs")[0].GetString().ShouldBe("f2");
        (await _bench.RunAsync("workflow", "status", "f2")).Code.ShouldBe(ExitCodes.NotFound);
        (await _bench.RunAsync("workflow", "discard", "r1")).Code.ShouldBe(ExitCodes.Invalid);
    }

    [Fact]
    public async Task Dead_letters_are_listed_shown_redriven_and_discarded()
    {
        _bench.There.Steps.Fails("two", ErrorKind.Refused, "the door is shut");
        foreach (var id in (string[])["a", "b", "c"])
            (await _bench.RunAsync("workflow", "execute", "three", "--run-id", id)).Code.ShouldBe(ExitCodes.Failed);

        var list = await _bench.RunAsync("deadletter", "list");
        var letters = (await _bench.RunAsync("deadletter", "list", "--limit", "2", "--json")).Json.GetProperty("deadLetters");
        var shown = await _bench.RunAsync("deadletter", "show", "a");
        var discarded = await _bench.RunAsync("deadletter", "discard", "a", "--reason", "old");
        var failedAgain = await _bench.RunAsync("deadletter", "redrive", "--all", "--json");
        var look = await _bench.RunAsync("deadletter", "redrive", "--workflow", "three", "--dry-run", "--json");
        _bench.There.Steps.Succeeds("two");
        var one = await _bench.RunAsync("deadletter", "redrive", "b", "--step-input", "two={\"door\": \"open\"}");
        var rest = await _bench.RunAsync("deadletter", "redrive", "--all", "--json");

        list.Output.ShouldContain("the door is shut");
        letters.EnumerateArray().Select(static l => l.GetProperty("runId").GetString()).ShouldBe(["c", "b"]);
        letters[0].GetProperty("steps")[0].GetProperty("path").GetString().ShouldBe("two");
        shown.Output.ShouldContain($"ax deadletter redrive a --server {_bench.Url}");
        discarded.Output.ShouldContain("Run a is discarded.");
        (await _bench.RunAsync("deadletter", "show", "a")).Code.ShouldBe(ExitCodes.NotFound);
        (await _bench.RunAsync("deadletter", "discard", "a")).Code.ShouldBe(ExitCodes.Invalid);
        (await _bench.RunAsync("deadletter", "redrive")).Code.ShouldBe(ExitCodes.Usage);
        (failedAgain.Code, failedAgain.Json.GetProperty("runs").GetArrayLength()).ShouldBe((ExitCodes.Failed, 2));
        (look.Code, look.Json.GetProperty("dryRun").GetBoolean(), look.Json.GetProperty("runs").GetArrayLength()).ShouldBe((ExitCodes.Success, true, 2));
        one.Code.ShouldBe(ExitCodes.Success, one.Error);
        one.Error.ShouldContain("step-input-edited");
        rest.Json.GetProperty("runs").EnumerateArray().Select(static r => r.GetProperty("status").GetString()).ShouldBe(["completed"]);
        (await _bench.RunAsync("deadletter", "discard", "--all")).Error.ShouldContain("No dead letters.");
    }

    [Fact]
    public async Task What_became_of_an_effect_of_unknown_outcome_is_said_by_a_person()
    {
        _bench.Here.Write("once.yaml", $"name: once\nsteps:\n  - {Flows.Step("charge", "effect: once")}\n  - {Flows.Step("ship", "dependsOn: [charge]")}\n");
        _bench.There.Steps.Fails("charge", ErrorKind.Network, "the line broke");
        var run = _bench.Here.Begin("workflow", "execute", "once.yaml", "--run-id", "r1", "--server", _bench.Url, "--json");
        await run.Error.Seen("step-unresolved");

        (await _bench.RunAsync("deadletter", "list")).Output.ShouldContain("unknown outcome");
        (await _bench.RunAsync("deadletter", "resolve", "r1", "ship", "--outcome", "completed")).Code.ShouldBe(ExitCodes.Invalid);
        (await _bench.RunAsync("deadletter", "resolve", "r1", "charge", "--outcome", "failed", "--output", "1")).Code.ShouldBe(ExitCodes.Usage);
        var resolved = await _bench.RunAsync("deadletter", "resolve", "r1", "charge", "--outcome", "completed", "--output", "{\"id\": 7}");
        var ended = await run.EndAsync();

        resolved.Output.ShouldContain("Step charge of run r1: completed.");
        ended.Code.ShouldBe(ExitCodes.Success, ended.Error);
        (_bench.There.Steps.Calls("charge"), _bench.There.Steps.Calls("ship")).ShouldBe((1, 1));
    }

    private async Task WaitingAsync(string run)
    {
        var watching = _bench.Here.Begin("workflow", "events", run, "--follow", "--server", _bench.Url);
        await watching.Output.Seen("step-waiting");
        _bench.Here.Interrupts.Interrupt("Ctrl-C");
        await watching.EndAsync();
    }
}
