using Axle.Workflows.Runs;
using RabbitMQ.Client;

namespace Axle.Queue.RabbitMq.Tests.Processes;

/// <summary>Queues that are removed, or become another's, while nodes are connected.</summary>
public sealed class LostQueuesTests : IAsyncDisposable
{
    private const string Held = """
        name: held
        steps:
          - key: held
            run: { command: [sh, -c, 'echo begin >> ledger; while [ ! -e go ]; do kill -0 $PPID || exit 1; sleep 0.05; done'] }
        """;

    private readonly Installation _nodes = new(RabbitServer.Shared) { Settings = Installation.SoonSilent };

    public ValueTask DisposeAsync() => _nodes.DisposeAsync();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task An_engine_whose_queue_of_reports_is_lost_hears_of_its_steps_all_the_same(bool becomesAnothers)
    {
        await _nodes.StartEngineAsync();
        var run = await _nodes.RunAsync(Held);
        await using var broker = await BrokerDoor.OpenAsync(_nodes, RabbitServer.Shared);
        var step = await broker.TakeAsync(broker.Steps);
        await broker.PutAsync(broker.Steps, new BasicProperties(step.BasicProperties), step.Body);
        await _nodes.StartWorkerAsync();
        await _nodes.LedgerAsync(static lines => lines.Length == 1);
        await (becomesAnothers ? broker.OccupyAsync(step.BasicProperties.ReplyTo!) : broker.DeleteAsync(step.BasicProperties.ReplyTo!));
        _nodes.Release("go");
        (await _nodes.EndAsync(run)).Status.ShouldBe(RunStatus.Completed);
        (await _nodes.LedgerAsync(static _ => true)).Length.ShouldBe(1);
    }

    [Fact]
    public async Task Workers_whose_queue_is_removed_make_it_anew_and_go_on()
    {
        _nodes.Release("go");
        await _nodes.StartEngineAsync();
        await _nodes.StartWorkerAsync();
        (await _nodes.EndAsync(await _nodes.RunAsync(Held))).Status.ShouldBe(RunStatus.Completed);
        await using var broker = await BrokerDoor.OpenAsync(_nodes, RabbitServer.Shared);
        await broker.DeleteAsync(broker.Steps);
        (await _nodes.EndAsync(await _nodes.RunAsync(Held))).Status.ShouldBe(RunStatus.Completed);
    }
}
