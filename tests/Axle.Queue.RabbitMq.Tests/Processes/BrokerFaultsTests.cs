using Axle.Workflows.Engine;
using Axle.Workflows.Runs;
using Axle.Workflows.Runs.Events;

namespace Axle.Queue.RabbitMq.Tests.Processes;

/// <summary>The broker dies, comes back, or comes back empty, while runs are under way.</summary>
public sealed class BrokerFaultsTests : IAsyncDisposable
{
    private readonly RabbitServer _broker = RabbitServer.StartOwn();
    private readonly Installation _nodes;

    public BrokerFaultsTests() => _nodes = new Installation(_broker) { Settings = Installation.SoonSilent + "&heartbeat=2" };

    public async ValueTask DisposeAsync()
    {
        await _nodes.DisposeAsync();
        _broker.Dispose();
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Runs_go_on_when_the_broker_was_killed(bool comesBackEmpty)
    {
        await _nodes.StartEngineAsync();
        await _nodes.StartWorkerAsync("--concurrency", "4");
        await SettleAsync();
        var runs = new List<RunHandle>();
        for (var i = 0; i < 6; i++)
            runs.Add(await _nodes.RunAsync(Three));
        await _nodes.LedgerAsync(static lines => lines.Length >= 4);
        _broker.Kill();
        if (comesBackEmpty)
            _broker.Forget();
        _nodes.Release("go");
        _broker.Start();
        foreach (var run in runs)
        {
            var state = await _nodes.EndAsync(run);
            state.Status.ShouldBe(RunStatus.Completed, state.Error?.Message);
            (await _nodes.Reader.HistoryAsync(run.Id, _nodes.Cancellation)).Count(static e => e.Event is StepCompleted).ShouldBe(3);
        }
    }

    [Fact]
    public async Task Queues_that_were_used_and_are_empty_work_after_the_broker_was_killed()
    {
        await _nodes.StartEngineAsync();
        await _nodes.StartWorkerAsync();
        await SettleAsync();
        _nodes.Release("go");
        for (var i = 0; i < 2; i++)
        {
            (await _nodes.EndAsync(await _nodes.RunAsync(Three))).Status.ShouldBe(RunStatus.Completed);
            _broker.Kill();
            _broker.Start();
        }

        (await _nodes.EndAsync(await _nodes.RunAsync(Three))).Status.ShouldBe(RunStatus.Completed);
    }

    /// <summary>A broker that has too little memory reads nothing from those who send: no step, no report, no acknowledgement.</summary>
    [Fact]
    public async Task A_worker_says_that_the_broker_takes_nothing_and_its_reports_arrive_when_it_takes_again()
    {
        await _nodes.StartEngineAsync();
        var worker = await _nodes.StartWorkerAsync("--concurrency", "2");
        await SettleAsync();
        var run = await _nodes.RunAsync(Three);
        await _nodes.LedgerAsync(static lines => lines.Length == 2);
        _broker.Control("set_vm_memory_high_watermark", "absolute", "1");
        await worker.SaysAsync("takes no messages at present", _nodes.Cancellation);
        _nodes.Release("go");
        _broker.Control("set_vm_memory_high_watermark", "absolute", "1GB");
        await worker.SaysAsync("takes messages again", _nodes.Cancellation);
        (await _nodes.EndAsync(run)).Status.ShouldBe(RunStatus.Completed);
        (await _nodes.LedgerAsync(static _ => true)).Distinct().Order().ShouldBe(["a", "b", "c"]);
    }

    /// <summary>Nobody hears of a step then for longer than a worker may be silent, and its worker lives all the same.</summary>
    [Fact]
    public async Task A_step_that_goes_on_while_the_broker_takes_nothing_is_made_once_and_reported_once()
    {
        await _nodes.StartEngineAsync();
        AxProcess[] workers = [await _nodes.StartWorkerAsync("--concurrency", "1"), await _nodes.StartWorkerAsync("--concurrency", "1")];
        await SettleAsync();
        var run = await _nodes.RunAsync(Long);
        await _nodes.LedgerAsync(static lines => lines.Length == 1);
        _broker.Control("set_vm_memory_high_watermark", "absolute", "1");
        await await Task.WhenAny(workers.Select(w => w.SaysAsync("takes no messages at present", _nodes.Cancellation)));
        // Silence is 3 s here.
        (await _nodes.EndAsync(await _nodes.RunAsync("{ name: meanwhile, steps: [{ key: wait, wait: { duration: 7s } }] }"))).Status.ShouldBe(RunStatus.Completed);
        _broker.Control("set_vm_memory_high_watermark", "absolute", "1GB");
        await await Task.WhenAny(workers.Select(w => w.SaysAsync("takes messages again", _nodes.Cancellation)));
        // It needs the other worker, which has made by then whatever was sent before.
        (await _nodes.EndAsync(await _nodes.RunAsync("{ name: behind, steps: [{ key: last, run: { command: [sh, -c, 'echo last >> ledger'] } }] }"))).Status
            .ShouldBe(RunStatus.Completed);
        _nodes.Release("go");
        var state = await _nodes.EndAsync(run);
        state.Status.ShouldBe(RunStatus.Completed, state.Error?.Message);
        (await _nodes.LedgerAsync(static _ => true)).ShouldBe(["long", "last"]);
        (await _nodes.Reader.HistoryAsync(run.Id, _nodes.Cancellation)).Count(static e => e.Event is StepCompleted).ShouldBe(1);
    }

    /// <summary>A broker writes down some time later that a quorum queue was made. One that is killed before has it without a leader for ever.</summary>
    private async Task SettleAsync() => (await _nodes.EndAsync(await _nodes.RunAsync("""
        name: settle
        steps:
          - key: first
            run: { command: [sh, -c, 'true'] }
          - key: wait
            dependsOn: [first]
            wait: { duration: 4s }
        """))).Status.ShouldBe(RunStatus.Completed);

    /// <summary>A step that waits for a file.</summary>
    private const string Long = """
        name: long
        steps:
          - key: long
            run: { command: [sh, -c, 'echo long >> ledger; while [ ! -e go ]; do kill -0 $PPID || exit 1; sleep 0.05; done'] }
        """;

    /// <summary>Two steps that wait for a file beside each other, and one after them.</summary>
    private const string Three = """
        name: three
        steps:
          - key: a
            run: { command: [sh, -c, 'echo a >> ledger; while [ ! -e go ]; do kill -0 $PPID || exit 1; sleep 0.05; done'] }
          - key: b
            run: { command: [sh, -c, 'echo b >> ledger; while [ ! -e go ]; do kill -0 $PPID || exit 1; sleep 0.05; done'] }
          - key: c
            dependsOn: [a, b]
            run: { command: [sh, -c, 'echo c >> ledger'] }
        """;
}
