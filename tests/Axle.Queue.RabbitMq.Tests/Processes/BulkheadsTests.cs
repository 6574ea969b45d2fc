using Axle.Workflows.Runs;

namespace Axle.Queue.RabbitMq.Tests.Processes;

/// <summary>A bulkhead holds for all nodes together, and what waits for its slots holds up nobody.</summary>
public sealed class BulkheadsTests : IAsyncDisposable
{
    private const string Narrow = """
        name: narrow
        steps:
          - key: each
            forEach:
              items: [1, 2, 3, 4, 5, 6]
              as: number
              concurrency: 6
              steps:
                - key: scan
                  bulkhead: scanner
                  run: { command: [sh, -c, 'echo in >> ledger; until [ -e go ]; do sleep 0.02; done; echo out >> ledger'] }
        """;

    private const string Free = """
        name: free
        steps:
          - { key: write, run: { command: [sh, -c, 'echo free >> ledger'] } }
        """;

    private readonly Installation _nodes = new(RabbitServer.Shared);

    public BulkheadsTests() => File.WriteAllText(Path.Combine(_nodes.Folder, "axle.yaml"), "bulkheads: { scanner: 2 }\n");

    public ValueTask DisposeAsync() => _nodes.DisposeAsync();

    [Fact]
    public async Task Two_engines_and_two_workers_make_no_more_steps_of_a_bulkhead_than_it_holds_and_others_go_past_those_that_wait()
    {
        await Task.WhenAll(
            _nodes.StartEngineAsync(), _nodes.StartEngineAsync(), _nodes.StartWorkerAsync("--concurrency", "3"), _nodes.StartWorkerAsync("--concurrency", "3"));
        var runs = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => _nodes.RunAsync(Narrow)));
        await _nodes.LedgerAsync(static lines => lines.Length == 2);
        // As many steps wait for a slot as workers could take, and more: none of them is in the way.
        var free = await _nodes.EndAsync(await _nodes.RunAsync(Free));
        free.Status.ShouldBe(RunStatus.Completed, free.Error?.Message);
        (await File.ReadAllLinesAsync(_nodes.Ledger, _nodes.Cancellation)).ShouldBe(["in", "in", "free"]);
        var scanner = await _nodes.BulkheadUntilAsync("scanner", static b => (int)b["waiting"]! == 22);
        ((int)scanner["size"]!, (int)scanner["taken"]!).ShouldBe((2, 2));
        _nodes.Release("go");
        foreach (var run in runs)
            (await _nodes.EndAsync(run)).Status.ShouldBe(RunStatus.Completed);
        var lines = await File.ReadAllLinesAsync(_nodes.Ledger, _nodes.Cancellation);
        var (inside, most) = (0, 0);
        foreach (var line in lines)
            most = Math.Max(most, inside += line switch { "in" => 1, "out" => -1, _ => 0 });
        (lines.Count(static l => l == "in"), most, inside).ShouldBe((24, 2, 0));
    }

    [Fact]
    public async Task The_slots_of_an_engine_that_dies_are_others()
    {
        var engine = await _nodes.StartEngineAsync();
        await _nodes.StartWorkerAsync("--concurrency", "3");
        var run = await _nodes.RunAsync(Narrow);
        await _nodes.LedgerAsync(static lines => lines.Length == 2);
        await engine.KillAsync(_nodes.Cancellation);
        await _nodes.StartEngineAsync();
        await _nodes.BulkheadUntilAsync("scanner", static b => ((int)b["taken"]!, (int)b["waiting"]!, (int)b["processes"]!) == (2, 4, 1));
        _nodes.Release("go");
        var state = await _nodes.EndAsync(run);
        state.Status.ShouldBe(RunStatus.Completed, state.Error?.Message);
    }
}
