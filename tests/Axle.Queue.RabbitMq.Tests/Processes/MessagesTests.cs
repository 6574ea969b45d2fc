using Axle.Workflows.Engine;
using Axle.Workflows.Remote;
using Axle.Workflows.Runs;
using RabbitMQ.Client;

namespace Axle.Queue.RabbitMq.Tests.Processes;

/// <summary>Messages that cannot be read, come twice, or are too large.</summary>
public sealed class MessagesTests : IAsyncDisposable
{
    private const string Held = """
        name: held
        steps:
          - key: held
            retry: { maxAttempts: 1 }
            run: { command: [sh, -c, 'echo begin >> ledger; while [ ! -e go ]; do kill -0 $PPID || exit 1; sleep 0.05; done'] }
        """;

    private readonly Installation _nodes = new(RabbitServer.Shared);

    public ValueTask DisposeAsync() => _nodes.DisposeAsync();

    [Fact]
    public async Task A_step_that_no_worker_can_read_goes_from_one_to_the_next_and_then_fails()
    {
        _nodes.Settings = "&deliveries=2";
        await _nodes.StartEngineAsync();
        var (broker, run, step) = await TakeAsync();
        await using var _ = broker;
        AxProcess[] workers = [await _nodes.StartWorkerAsync(), await _nodes.StartWorkerAsync()];
        await broker.PutAsync(broker.Steps, new BasicProperties(step.BasicProperties), "no step"u8.ToArray());
        var state = await _nodes.EndAsync(run);
        state.Error!.Message.ShouldContain("cannot read it, and gave it back 3 times");
        foreach (var worker in workers)
            await worker.SaysAsync("cannot be read here", _nodes.Cancellation);
    }

    [Fact]
    public async Task Nothing_is_left_of_a_step_that_a_worker_got_twice()
    {
        await _nodes.StartEngineAsync();
        var (broker, run, step) = await TakeAsync();
        await using var _ = broker;
        for (var i = 0; i < 2; i++)
            await broker.PutAsync(broker.Steps, new BasicProperties(step.BasicProperties), step.Body);
        var worker = await _nodes.StartWorkerAsync("--drain", "1m");
        await _nodes.LedgerAsync(static lines => lines.Length == 1);
        await broker.UntilAsync(broker.Steps, messages: 0);
        _nodes.Release("go");
        (await _nodes.EndAsync(run)).Status.ShouldBe(RunStatus.Completed);
        // Its engine has the result before the worker knows that, and has said that it is done with the step.
        worker.Signal("TERM");
        (await worker.WaitAsync(_nodes.Cancellation)).ShouldBe(0);
        // What a worker leaves is back when the broker has seen that it is gone.
        await broker.UntilAsync(broker.Steps, consumers: 0);
        await broker.UntilAsync(broker.Steps, messages: 0);
        (await _nodes.LedgerAsync(static _ => true)).Length.ShouldBe(1);
    }

    /// <summary>Another worker had it in between, and is gone without a word.</summary>
    [Fact]
    public async Task A_step_that_comes_back_to_the_worker_that_makes_it_counts_for_that_worker()
    {
        await _nodes.StartEngineAsync();
        var (broker, run, step) = await TakeAsync();
        await using var _ = broker;
        var again = new BasicProperties(step.BasicProperties) { Headers = new Dictionary<string, object?> { ["x-axle-again"] = 1 } };
        await broker.PutAsync(broker.Steps, again, step.Body);
        await _nodes.StartWorkerAsync();
        await _nodes.LedgerAsync(static lines => lines.Length == 1);
        var ghost = new StepReport { Dispatch = step.BasicProperties.MessageId!, Kind = StepReportKind.Taken, Claim = "ghost", Worker = "ghost" };
        await broker.PutAsync(step.BasicProperties.ReplyTo!, new BasicProperties { MessageId = ghost.Dispatch }, ghost.Write(null));
        await broker.PutAsync(broker.Steps, new BasicProperties(step.BasicProperties), step.Body);
        await broker.UntilAsync(broker.Steps, messages: 0);
        _nodes.Release("go");
        (await _nodes.EndAsync(run)).Status.ShouldBe(RunStatus.Completed);
        (await _nodes.LedgerAsync(static _ => true)).Length.ShouldBe(1);
    }

    [Theory]
    [InlineData("output", """
        name: large
        steps:
          - key: large
            code: { language: python, source: 'output = "x" * 1100000' }
        """)]
    [InlineData("input", """
        name: large
        steps:
          - key: one
            code: { language: python, source: 'output = "x" * 600000' }
          - key: two
            dependsOn: [one]
            run: { command: [cat, '${{ steps.one.output }}', '${{ steps.one.output }}'] }
        """)]
    public async Task What_is_larger_than_the_broker_takes_fails_the_attempt(string what, string workflow)
    {
        _nodes.Settings = "&largest=1";
        await _nodes.StartEngineAsync();
        await _nodes.StartWorkerAsync();
        var state = await _nodes.EndAsync(await _nodes.RunAsync(workflow));
        state.Status.ShouldBe(RunStatus.Failed);
        state.Error!.Message.ShouldContain($"Its {what} is larger than the broker takes");
    }

    /// <summary>Starts a run, and takes its step off the broker before there is a worker.</summary>
    private async Task<(BrokerDoor Broker, RunHandle Run, BasicGetResult Step)> TakeAsync()
    {
        var run = await _nodes.RunAsync(Held);
        var broker = await BrokerDoor.OpenAsync(_nodes, RabbitServer.Shared);
        return (broker, run, await broker.TakeAsync(broker.Steps));
    }
}
