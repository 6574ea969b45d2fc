using System.Net;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Axle.Workflows.Runs;

namespace Axle.Queue.RabbitMq.Tests.Processes;

/// <summary>How large pools should be, asked of real nodes as an autoscaler asks.</summary>
public sealed partial class ScalingTests : IAsyncDisposable
{
    /// <summary>Eight steps that take a slot until a file named <c>go</c> is there.</summary>
    private const string Eight = """
        name: eight
        steps:
          - key: each
            forEach:
              items: [1, 2, 3, 4, 5, 6, 7, 8]
              as: number
              concurrency: 8
              steps:
                - key: hold
                  run: { command: [sh, -c, 'while [ ! -e go ]; do kill -0 $PPID || exit 1; sleep 0.05; done'] }
        """;

    private readonly Installation _nodes = new(RabbitServer.Shared);

    public ValueTask DisposeAsync() => _nodes.DisposeAsync();

    [Fact]
    public async Task Steps_that_wait_ask_for_workers_and_the_same_is_said_to_people_autoscalers_and_prometheus()
    {
        var server = await _nodes.StartAsync("This node is api", "serve", "--role", "api", "--local", "--port", "0");
        await Task.WhenAll(_nodes.StartEngineAsync(), _nodes.StartWorkerAsync("--pools", "code", "--concurrency", "2"));
        var run = await _nodes.RunAsync(Eight);
        var seen = await _nodes.ScalingUntilAsync("code", static p => (int)p["waiting"]! == 6 && (int)p["making"]! == 2);
        ((int)seen["desiredWorkers"]!, (int)seen["desiredSlots"]!, (int)seen["slotsPerWorker"]!, (int)seen["workers"]!).ShouldBe((4, 8, 2, 1));
        using var http = new HttpClient { BaseAddress = new Uri(server.Url, "api/v1/") };
        http.DefaultRequestHeaders.Authorization = new("Bearer", server.Token);
        var told = JsonNode.Parse(await http.GetStringAsync("scaling/code?slots=3&max=2", _nodes.Cancellation))!;
        ((int)told["desiredWorkers"]!, (string)told["heldBy"]!).ShouldBe((2, "maximum"));
        var metrics = await http.GetStringAsync("metrics", _nodes.Cancellation);
        metrics.ShouldContain("\naxle_pool_waiting{pool=\"code\"} 6\n");
        metrics.ShouldContain("\naxle_pool_workers_desired{pool=\"code\"} 4\n");
        metrics.ShouldContain("\naxle_nodes{role=\"worker\",status=\"up\"} 1\n");
        foreach (Match alerted in Named().Matches(await File.ReadAllTextAsync(Path.Combine(Repository.Folder, "deploy/prometheus/alerts.yaml"), _nodes.Cancellation)))
            metrics.ShouldContain($"# TYPE {alerted.Value} gauge\n");
        using var unknown = await http.GetAsync("scaling/gpu", _nodes.Cancellation);
        unknown.StatusCode.ShouldBe(HttpStatusCode.NotFound);
        _nodes.Release("go");
        (await _nodes.EndAsync(run)).Status.ShouldBe(RunStatus.Completed);
        var after = await _nodes.ScalingUntilAsync("code", static p => (int)p["making"]! == 0 && (int)p["waiting"]! == 0 && p["serviceSeconds"] is not null);
        // It needed more a short while ago.
        ((string)after["heldBy"]!, (int)after["desiredSlots"]!).ShouldBe(("recent", 8));
    }

    [Fact]
    public async Task A_worker_that_may_choose_makes_more_at_once_while_steps_wait()
    {
        await Task.WhenAll(_nodes.StartEngineAsync(), _nodes.StartWorkerAsync("--pools", "code", "--concurrency", "1..8"));
        var run = await _nodes.RunAsync(Eight);
        await _nodes.ScalingUntilAsync("code", static p => (int)p["making"]! == 8 && (int)p["waiting"]! == 0);
        _nodes.Release("go");
        (await _nodes.EndAsync(run)).Status.ShouldBe(RunStatus.Completed);
    }

    [Fact]
    public async Task Nodes_tell_whether_they_live_and_can_work()
    {
        using var http = new HttpClient();
        var engine = await _nodes.StartAsync("are executed here", "serve", "--role", "engine", "--health", "http://127.0.0.1:0");
        var worker = await _nodes.StartWorkerAsync("--pools", "code", "--health", "http://127.0.0.1:0");
        foreach (var node in (AxProcess[])[engine, worker])
        {
            (await http.GetAsync(new Uri(HealthOf(node), "live"), _nodes.Cancellation)).StatusCode.ShouldBe(HttpStatusCode.OK);
            (await _nodes.ReadyAsync(http, HealthOf(node), "ok")).ShouldBe(HttpStatusCode.OK);
        }

        var run = await _nodes.RunAsync(Eight);
        await _nodes.ScalingUntilAsync("code", static p => (int)p["making"]! == 8);
        worker.Signal("TERM");
        (await _nodes.ReadyAsync(http, HealthOf(worker), "The worker drains.")).ShouldBe(HttpStatusCode.ServiceUnavailable);
        (await http.GetAsync(new Uri(HealthOf(worker), "live"), _nodes.Cancellation)).StatusCode.ShouldBe(HttpStatusCode.OK);
        _nodes.Release("go");
        (await _nodes.EndAsync(run)).Status.ShouldBe(RunStatus.Completed);
    }

    /// <summary>Metrics that an alert names.</summary>
    [GeneratedRegex("axle_[a-z_]+")]
    private static partial Regex Named();

    private static Uri HealthOf(AxProcess node) => new(node.Said.Split('\n').First(static l => l.StartsWith("Health at ", StringComparison.Ordinal))[10..]);

    [Fact]
    public async Task A_worker_that_drains_is_not_counted_and_its_last_steps_are()
    {
        await _nodes.StartEngineAsync();
        var worker = await _nodes.StartWorkerAsync("--concurrency", "8");
        var run = await _nodes.RunAsync(Eight);
        await _nodes.ScalingUntilAsync("code", static p => (int)p["making"]! == 8);
        worker.Signal("TERM");
        await _nodes.ScalingUntilAsync("code", static p => (int)p["workers"]! == 0 && (int)p["slots"]! == 0);
        _nodes.Release("go");
        (await worker.WaitAsync(_nodes.Cancellation)).ShouldBe(0);
        (await _nodes.EndAsync(run)).Status.ShouldBe(RunStatus.Completed);
        (await _nodes.EndedAsync("code")).ShouldBe(8);
    }
}
