using Axle.Workflows.Runs;

namespace Axle.Queue.RabbitMq.Tests.Processes;

/// <summary>Engines and workers as processes of their own, that share PostgreSQL and RabbitMQ.</summary>
public sealed class NodesTests : IAsyncDisposable
{
    private readonly Installation _nodes = new(RabbitServer.Shared);

    public ValueTask DisposeAsync() => _nodes.DisposeAsync();

    [Fact]
    public async Task A_run_goes_through_the_broker_to_workers_and_back()
    {
        await Task.WhenAll(_nodes.StartEngineAsync(), _nodes.StartEngineAsync(), _nodes.StartWorkerAsync("--pools", "code"), _nodes.StartWorkerAsync());
        var run = await _nodes.RunAsync("""
            name: through
            steps:
              - key: each
                forEach:
                  items: [a, b, c, d]
                  as: letter
                  concurrency: 4
                  steps:
                    - key: write
                      run: { command: [sh, -c, 'echo "$1" >> ledger; echo "$1"', sh, '${{ letter }}'] }
              - key: sum
                dependsOn: [each]
                code: { language: python, source: 'output = {"done": True}' }
            """);
        var state = await _nodes.EndAsync(run);
        state.Status.ShouldBe(RunStatus.Completed, state.Error?.Message);
        (await File.ReadAllLinesAsync(_nodes.Ledger, _nodes.Cancellation)).Order().ShouldBe(["a", "b", "c", "d"]);
    }
}
