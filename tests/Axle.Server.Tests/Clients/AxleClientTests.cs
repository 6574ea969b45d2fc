using System.Reflection;
using System.Text.Json;
using Axle.Client;
using Axle.Client.Agents;
using Axle.Client.Approvals;
using Axle.Client.DeadLetters;
using Axle.Client.Runs;
using Axle.Server.Tests.Api;

namespace Axle.Server.Tests.Clients;

/// <summary>Axle.Client on the real server.</summary>
public sealed class AxleClientTests(ApiServer api) : IClassFixture<ApiServer>, IDisposable
{
    private readonly AxleClient _client = new(new AxleClientOptions { Server = api.Server.Url, Token = ApiServer.Token });

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public void Dispose() => _client.Dispose();

    [Fact]
    public async Task A_run_is_started_once_asks_and_is_answered_with_a_change()
    {
        var start = new StartRun { Workflow = "greet", Inputs = StartRun.Json(new { who = "Ann" }) };
        var run = await _client.Runs.StartAsync(start, "greet-ann", Stop);
        (await _client.Runs.StartAsync(start, "greet-ann", Stop)).Id.ShouldBe(run.Id);
        await WaitingAsync(run.Id);

        var asked = (await _client.Approvals.ListAsync(run.Id, cancellationToken: Stop)).ShouldHaveSingleItem();
        await _client.Approvals.ApproveAsync(run.Id, asked.Step, StartRun.Json(new { copies = 2 }), "twice", cancellationToken: Stop);
        var ended = await _client.Runs.EndAsync(run.Id, Stop);

        (asked.Question, asked.Editable.Single()).ShouldBe(("Send it?", "copies"));
        ended.Status.ShouldBe(RunStatus.Completed);
        ended.Outputs!.Value.GetProperty("text").GetString().ShouldBe("Hello Ann");
        ended.HasEnded().ShouldBeTrue();
    }

    [Fact]
    public async Task A_run_is_watched_signalled_and_its_history_is_what_was_watched()
    {
        var run = await _client.Runs.StartAsync(new StartRun { Workflow = "waiting" }, cancellationToken: Stop);
        var watched = new List<RunEvent>();
        await foreach (var happened in _client.Runs.WatchAsync(run.Id, cancellationToken: Stop))
        {
            watched.Add(happened);
            if (happened.Type == "step-waiting")
                (await _client.Runs.SignalAsync(run.Id, "go", key: "once", cancellationToken: Stop)).Run.Id.ShouldBe(run.Id);
        }

        var history = await _client.Runs.EventsAsync(run.Id, cancellationToken: Stop).ToListAsync(Stop);
        watched.Select(static e => (e.Seq, e.Type)).ShouldBe(history.Select(static e => (e.Seq, e.Type)));
        watched[^1].Type.ShouldBe("run-completed");
        (await _client.Runs.EndAsync(run.Id, Stop)).LastSeq.ShouldBe(watched[^1].Seq);
    }

    [Fact]
    public async Task A_run_is_paused_resumed_forked_promoted_rejected_and_cancelled()
    {
        var run = await _client.Runs.StartAsync(new StartRun { Workflow = "greet" }, cancellationToken: Stop);
        await WaitingAsync(run.Id);

        await _client.Runs.PauseAsync(run.Id, "lunch", Stop);
        await foreach (var happened in _client.Runs.WatchAsync(run.Id, cancellationToken: Stop))
        {
            if (happened.Type == "run-paused")
                break;
        }

        await _client.Runs.ResumeAsync(run.Id, cancellationToken: Stop);
        var fork = await _client.Runs.ForkAsync(run.Id, new ForkRun { At = "0", Inputs = StartRun.Json(new { who = "Bob" }), Id = $"{run.Id}-bob" }, Stop);
        await WaitingAsync(fork.Id);
        await _client.Approvals.RejectAsync(fork.Id, "not Bob", cancellationToken: Stop);
        var rejected = await _client.Runs.EndAsync(fork.Id, Stop);
        await _client.Runs.CancelAsync(run.Id, "enough", Stop);

        fork.ForkOf.ShouldBe(run.Id);
        rejected.Error!.ShouldContain("not Bob");
        (await _client.Runs.EndAsync(run.Id, Stop)).Status.ShouldBe(RunStatus.Cancelled);
        var listed = await _client.Runs.ListAsync(new RunListing { Status = [RunStatus.Cancelled], Workflow = "greet" }, Stop).ToListAsync(Stop);
        listed.Select(static r => r.Id).ShouldContain(run.Id);
        listed.ShouldAllBe(static r => r.Status == RunStatus.Cancelled);
    }

    [Fact]
    public async Task The_deepest_value_that_a_run_may_have_is_watched()
    {
        const int Deepest = 62;
        var deep = JsonElement.Parse(string.Concat(Enumerable.Repeat("[", Deepest)) + string.Concat(Enumerable.Repeat("]", Deepest)));
        var start = new StartRun { Yaml = "name: deep\ninputs: {v: {}}\nsteps:\n  - {key: a, set: {b: 1}}\nvariables: {b: 0}", Inputs = StartRun.Json(new { v = deep }) };
        var run = await _client.Runs.StartAsync(start, cancellationToken: Stop);

        var watched = await _client.Runs.WatchAsync(run.Id, cancellationToken: Stop).ToListAsync(Stop);

        watched[0].Data.GetRawText().ShouldContain(deep.GetRawText());
        watched[^1].IsEnd().ShouldBeTrue();
    }

    [Fact]
    public async Task What_the_server_refuses_is_told_in_its_words()
    {
        (await Should.ThrowAsync<AxleClientException>(() => _client.Runs.GetAsync("nobody", Stop))).Status.ShouldBe(404);
        var fault = await Should.ThrowAsync<AxleClientException>(() => _client.Runs.StartAsync(new StartRun { Workflow = "gret" }, cancellationToken: Stop));
        fault.Message.ShouldContain("Did you mean 'greet'?");
        using var stranger = new AxleClient(new AxleClientOptions { Server = api.Server.Url, Token = "wrong" });
        (await Should.ThrowAsync<AxleClientException>(() => stranger.Runs.GetAsync("any", Stop))).Status.ShouldBe(401);
        (await RefusalOfWatchingAsync(stranger)).Status.ShouldBe(401);
        (await RefusalOfWatchingAsync(_client)).Status.ShouldBe(404);
    }

    [Theory]
    [InlineData(typeof(Run), "RunDetail")]
    [InlineData(typeof(RunWait), "RunWait")]
    [InlineData(typeof(RunEvent), "EventItem")]
    [InlineData(typeof(StartRun), "StartRunRequest")]
    [InlineData(typeof(ForkRun), "ForkRunRequest")]
    [InlineData(typeof(StepEdit), "StepEdit")]
    [InlineData(typeof(Approval), "ApprovalItem")]
    [InlineData(typeof(Checkpoint), "CheckpointItem")]
    [InlineData(typeof(RunDiff), "RunDiff")]
    [InlineData(typeof(FieldDiff), "FieldDifference")]
    [InlineData(typeof(StepDiff), "StepDiff")]
    [InlineData(typeof(StepDiffSide), "StepDiffSide")]
    [InlineData(typeof(ValueChange), "ValueChange")]
    [InlineData(typeof(DeadLetter), "DeadLetterItem")]
    [InlineData(typeof(DeadStep), "DeadStepItem")]
    [InlineData(typeof(AgentListing), "AgentList")]
    [InlineData(typeof(ListedAgent), "AgentItem")]
    public async Task Shapes_are_those_of_the_description(Type shape, string schema)
    {
        var described = (await api.GetAsync("openapi.json")).GetProperty("components").GetProperty("schemas");
        var known = Properties(described, described.GetProperty(schema)).ToHashSet(StringComparer.Ordinal);

        shape.GetProperties(BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly)
            .Select(static p => JsonNamingPolicy.CamelCase.ConvertName(p.Name)).Where(n => !known.Contains(n)).ShouldBeEmpty();
    }

    [Fact]
    public async Task Statuses_are_those_of_the_description()
    {
        var described = (await api.GetAsync("openapi.json")).GetProperty("components").GetProperty("schemas").GetProperty("RunStatus");

        described.GetProperty("enum").EnumerateArray().Select(static s => s.GetString()!).Order(StringComparer.Ordinal)
            .ShouldBe(Enum.GetValues<RunStatus>().Select(static s => JsonNamingPolicy.CamelCase.ConvertName(s.ToString())).Order(StringComparer.Ordinal));
    }

    private static IEnumerable<string> Properties(JsonElement all, JsonElement schema)
    {
        if (schema.TryGetProperty("$ref", out var other))
            return Properties(all, all.GetProperty(other.GetString()!.Split('/')[^1]));
        var own = schema.TryGetProperty("properties", out var properties) ? properties.EnumerateObject().Select(static p => p.Name) : [];
        var inherited = schema.TryGetProperty("allOf", out var parts) ? parts.EnumerateArray().SelectMany(part => Properties(all, part)) : [];
        return own.Concat(inherited);
    }

    private static Task<AxleClientException> RefusalOfWatchingAsync(AxleClient client) =>
        Should.ThrowAsync<AxleClientException>(() => client.Runs.WatchAsync("nobody", cancellationToken: Stop).ToListAsync(Stop).AsTask());

    private async Task WaitingAsync(string run)
    {
        await foreach (var happened in _client.Runs.WatchAsync(run, cancellationToken: Stop))
        {
            if (happened.Type == "approval-requested")
                return;
        }
    }
}
