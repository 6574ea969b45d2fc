using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Axle.Workflows.Runs;

namespace Axle.Queue.RabbitMq.Tests.Processes;

/// <summary>Engines and workers as processes of their own, that share PostgreSQL and RabbitMQ.</summary>
public sealed class NodesTests : IAsyncDisposable
{
    private readonly Installation _nodes = new(RabbitServer.Shared);

    public ValueTask DisposeAsync() => _nodes.DisposeAsync();

    [Fact]
    public async Task The_list_of_nodes_says_what_each_is_for_and_whether_it_lives()
    {
        await _nodes.StartEngineAsync();
        var worker = await _nodes.StartWorkerAsync("--pools", "llm", "--drain", "1m");
        var list = await _nodes.NodesAsync();
        list.Select(static n => (string.Join(',', n.Roles), string.Join(',', n.Pools), n.Status)).ShouldBe([("engine", "", "up"), ("worker", "llm", "up")]);
        list.ShouldAllBe(static n => n.Version.Length > 0);
        await worker.KillAsync(_nodes.Cancellation);
        (await _nodes.NodesUntilAsync(static nodes => nodes.Length == 1)).Single().Roles.ShouldBe(["engine"]);
    }

    [Fact]
    public async Task A_node_that_only_answers_leaves_runs_to_engines()
    {
        Directory.CreateDirectory(Path.Combine(_nodes.Folder, ".axle", "workflows"));
        File.WriteAllText(Path.Combine(_nodes.Folder, ".axle", "workflows", "shout.yaml"), """
            name: shout
            steps:
              - key: shout
                code: { language: python, source: 'output = "LOUD"' }
            """);
        var server = await _nodes.StartAsync("This node is api", "serve", "--role", "api", "--local", "--port", "0");
        await Task.WhenAll(_nodes.StartEngineAsync(), _nodes.StartWorkerAsync());
        using var http = new HttpClient { BaseAddress = server.Url };
        http.DefaultRequestHeaders.Authorization = new("Bearer", server.Token);
        using var started = await http.PostAsJsonAsync("api/v1/runs", new { workflow = "shout" }, _nodes.Cancellation);
        started.IsSuccessStatusCode.ShouldBeTrue(await started.Content.ReadAsStringAsync(_nodes.Cancellation));
        var id = JsonNode.Parse(await started.Content.ReadAsStringAsync(_nodes.Cancellation))!["id"]!.GetValue<string>();
        (await _nodes.EndAsync(new RunId(id))).Outputs!.ToString().ShouldContain("LOUD");
        var nodes = JsonNode.Parse(await http.GetStringAsync("api/v1/nodes", _nodes.Cancellation))!["nodes"]!.AsArray();
        nodes.Select(static n => (string)n!["roles"]![0]!).Order().ShouldBe(["api", "engine", "worker"]);
    }

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
