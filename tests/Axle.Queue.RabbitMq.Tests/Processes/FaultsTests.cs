using System.Globalization;
using Axle.Workflows.Runs;
using Axle.Workflows.Runs.Events;

namespace Axle.Queue.RabbitMq.Tests.Processes;

/// <summary>What dies, stops or comes back in the middle of a step, and what the run makes of it. Effects are counted in a ledger outside.</summary>
public sealed class FaultsTests : IAsyncDisposable
{
    /// <summary>Writes that it began, waits for a file named <c>go</c>, and writes that it ended; each with the worker that has it do so.</summary>
    private const string Held = """
        sh, -c, 'echo "begin $PPID" >> ledger; while [ ! -e go ]; do kill -0 $PPID || exit 1; sleep 0.05; done; echo "end $PPID" >> ledger; echo "made by $PPID"'
        """;

    private readonly Installation _nodes = new(RabbitServer.Shared);

    public ValueTask DisposeAsync() => _nodes.DisposeAsync();

    [Fact]
    public async Task A_worker_that_is_killed_in_the_middle_of_a_step_is_stood_in_for()
    {
        await _nodes.StartEngineAsync();
        var first = await _nodes.StartWorkerAsync();
        var run = await _nodes.RunAsync(OneStep(Held));
        await _nodes.LedgerAsync(lines => lines.Contains(Line("begin", first)));
        var second = await _nodes.StartWorkerAsync();
        await first.KillAsync(_nodes.Cancellation);
        await _nodes.LedgerAsync(lines => lines.Contains(Line("begin", second)));
        _nodes.Release("go");
        var state = await _nodes.EndAsync(run);
        state.Status.ShouldBe(RunStatus.Completed, state.Error?.Message);
        state.Outputs!.ToString().ShouldContain(Line("made by", second));
        (await EndsAsync(run)).ShouldBe(1);
    }

    [Fact]
    public async Task A_worker_that_was_stopped_and_comes_back_records_nothing()
    {
        _nodes.Settings = Installation.SoonSilent;
        await _nodes.StartEngineAsync();
        var ghost = await _nodes.StartWorkerAsync();
        var run = await _nodes.RunAsync(OneStep(Held));
        await _nodes.LedgerAsync(lines => lines.Contains(Line("begin", ghost)));
        ghost.Signal("STOP");
        var heir = await _nodes.StartWorkerAsync();
        await _nodes.LedgerAsync(lines => lines.Contains(Line("begin", heir)));
        _nodes.Release("go");
        var state = await _nodes.EndAsync(run);
        state.Outputs!.ToString().ShouldContain(Line("made by", heir));
        await heir.KillAsync(_nodes.Cancellation);
        ghost.Signal("CONT");
        // What the ghost has to say of the first run is said before it makes the second.
        var second = await _nodes.EndAsync(await _nodes.RunAsync(OneStep(Held)));
        second.Outputs!.ToString().ShouldContain(Line("made by", ghost));
        (await EndsAsync(run)).ShouldBe(1);
        (await _nodes.Reader.StateAsync(run.Id, null, _nodes.Cancellation)).Outputs!.ToString().ShouldContain(Line("made by", heir));
    }

    [Fact]
    public async Task An_effect_that_must_happen_at_most_once_is_not_made_again_when_its_worker_is_killed()
    {
        // Who gets it next lets go of it where the database takes its first worker for alive too long; its engine asks again.
        _nodes.Settings = Installation.SoonSilent;
        await _nodes.StartEngineAsync();
        var first = await _nodes.StartWorkerAsync();
        var run = await _nodes.RunAsync(OneStep(Held, "effect: once"));
        await _nodes.LedgerAsync(lines => lines.Contains(Line("begin", first)));
        await _nodes.StartWorkerAsync();
        await first.KillAsync(_nodes.Cancellation);
        await _nodes.UntilAsync(run.Id, static s => s.Records.Any(static step => step.Status == StepStatus.Unresolved));
        var history = await _nodes.Reader.HistoryAsync(run.Id, _nodes.Cancellation);
        history.Select(static e => e.Event).OfType<StepUnresolved>().ShouldHaveSingleItem().Error.Kind.ShouldBe(ErrorKind.Unknown);
        (await _nodes.LedgerAsync(static _ => true)).ShouldBe([Line("begin", first)]);
    }

    [Fact]
    public async Task A_worker_that_is_told_to_stop_ends_its_steps_first()
    {
        await _nodes.StartEngineAsync();
        var worker = await _nodes.StartWorkerAsync("--drain", "1m");
        var run = await _nodes.RunAsync(OneStep(Held));
        await _nodes.LedgerAsync(lines => lines.Contains(Line("begin", worker)));
        worker.Signal("TERM");
        await worker.SaysAsync("stopping", _nodes.Cancellation);
        var later = await _nodes.RunAsync(OneStep("sh, -c, 'echo later >> ledger'"));
        _nodes.Release("go");
        (await _nodes.EndAsync(run)).Outputs!.ToString().ShouldContain(Line("made by", worker));
        (await worker.WaitAsync(_nodes.Cancellation)).ShouldBe(0);
        (await _nodes.LedgerAsync(static _ => true)).ShouldBe([Line("begin", worker), Line("end", worker)]);
        await _nodes.StartWorkerAsync();
        (await _nodes.EndAsync(later)).Status.ShouldBe(RunStatus.Completed);
    }

    [Fact]
    public async Task An_engine_that_is_killed_is_stood_in_for()
    {
        var first = await _nodes.StartEngineAsync();
        var worker = await _nodes.StartWorkerAsync();
        var run = await _nodes.RunAsync(OneStep(Held));
        await _nodes.LedgerAsync(lines => lines.Contains(Line("begin", worker)));
        await first.KillAsync(_nodes.Cancellation);
        await _nodes.StartEngineAsync();
        await _nodes.LedgerAsync(static lines => lines.Length == 2);
        _nodes.Release("go");
        var state = await _nodes.EndAsync(run);
        state.Status.ShouldBe(RunStatus.Completed, state.Error?.Message);
        (await EndsAsync(run)).ShouldBe(1);
    }

    /// <summary>Any engine hears first that a step is given up; of three, mostly not the one that handed it out.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public async Task A_step_that_kills_its_workers_is_given_up(int engines)
    {
        _nodes.Settings = "&deliveries=1";
        for (var i = 0; i < engines; i++)
            await _nodes.StartEngineAsync();
        AxProcess[] doomed = [await _nodes.StartWorkerAsync(), await _nodes.StartWorkerAsync()];
        var run = await _nodes.RunAsync(OneStep("sh, -c, 'echo \"begin $PPID\" >> ledger; kill -9 $PPID'", "retry: { maxAttempts: 1 }"));
        foreach (var worker in doomed)
            await worker.WaitAsync(_nodes.Cancellation);
        await _nodes.StartWorkerAsync();
        var state = await _nodes.EndAsync(run);
        state.Status.ShouldBe(RunStatus.Failed);
        state.Error!.Message.ShouldContain("not delivered any more");
        (await _nodes.LedgerAsync(static _ => true)).Order().ShouldBe(doomed.Select(static w => Line("begin", w)).Order());
    }

    private static string OneStep(string command, string more = "description: held") => $$"""
        name: one
        steps:
          - key: held
            {{more}}
            run: { command: [{{command.Trim()}}] }
        """;

    private static string Line(string what, AxProcess by) => string.Create(CultureInfo.InvariantCulture, $"{what} {by.Id}");

    /// <summary>How many results of the step the history has.</summary>
    private async Task<int> EndsAsync(Axle.Workflows.Engine.RunHandle run) =>
        (await _nodes.Reader.HistoryAsync(run.Id, _nodes.Cancellation)).Count(static e => e.Event is StepCompleted);
}
