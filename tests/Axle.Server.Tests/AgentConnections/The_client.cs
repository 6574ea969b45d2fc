using System.Text.Json;
using Axle.Client;
using Axle.Client.Agents;

namespace Axle.Server.Tests.AgentConnections;

/// <summary>Agents that are written with Axle.Client, on the real server.</summary>
public sealed class The_client
{
    private const string Translate = """
        name: translate
        steps:
          - {key: say, agent: translator, action: translate, with: {text: "good morning"}}
        outputs:
          text: ${{ steps.say.output.text }}
        """;

    private readonly TaskCompletionSource _connected = new(TaskCreationOptions.RunContinuationsAsynchronously);

    [Fact(Timeout = 600_000)]
    public async Task An_agent_of_a_few_lines_does_a_step_and_stops_when_it_is_told()
    {
        await using var stage = await AgentStage.StartAsync();
        using var stopping = new CancellationTokenSource();
        var serving = new RemoteAgent(Options(stage), async (task, stop) =>
        {
            await task.TellAsync("dictionary", "Looked it up.", stop);
            await task.WriteAsync("bonjour", stop);
            return AgentTaskResult.Of(new { text = $"bonjour ({task.Inputs.GetProperty("text").GetString()})" }) with { Usd = 0.25m, Tokens = 12 };
        }).RunAsync(stopping.Token);
        await _connected.Task;

        var ended = await stage.EndOfAsync(await stage.RunAsync(Translate));
        await stopping.CancelAsync();
        await serving;

        ended.GetProperty("outputs").GetProperty("text").GetString().ShouldBe("bonjour (good morning)");
        ended.GetProperty("usd").GetDecimal().ShouldBe(0.25m);
        stage.Agents.StandingOf(stage.Agents.Of(null).Single()).Working.ShouldBe(0);
    }

    [Fact(Timeout = 600_000)]
    public async Task A_task_survives_the_server_that_is_started_anew_and_everything_that_was_said_meanwhile_arrives()
    {
        await using var stage = await AgentStage.StartAsync();
        var (begun, mayEnd) = (new TaskCompletionSource(), new TaskCompletionSource());
        var times = 0;
        using var stopping = new CancellationTokenSource();
        var serving = new RemoteAgent(Options(stage), async (task, stop) =>
        {
            Interlocked.Increment(ref times);
            begun.SetResult();
            await mayEnd.Task;
            await task.WriteAsync("said while nobody was there", stop);
            return AgentTaskResult.Of(new { text = "bonjour" });
        }).RunAsync(stopping.Token);
        await _connected.Task;
        var run = await stage.RunAsync(Translate);
        await begun.Task;

        await stage.RestartAsync(mayEnd.SetResult);
        var ended = await stage.EndOfAsync(run);
        await stopping.CancelAsync();
        await serving;

        ended.GetProperty("outputs").GetProperty("text").GetString().ShouldBe("bonjour");
        times.ShouldBe(1);
    }

    [Fact(Timeout = 600_000)]
    public async Task One_that_stops_ends_its_task_first()
    {
        await using var stage = await AgentStage.StartAsync();
        var (begun, mayEnd) = (new TaskCompletionSource(), new TaskCompletionSource());
        using var stopping = new CancellationTokenSource();
        var serving = new RemoteAgent(Options(stage), async (_, _) =>
        {
            begun.SetResult();
            await mayEnd.Task;
            return AgentTaskResult.Of(new { text = "the last word" });
        }).RunAsync(stopping.Token);
        await _connected.Task;
        var run = await stage.RunAsync(Translate);
        await begun.Task;

        await stopping.CancelAsync();
        serving.IsCompleted.ShouldBeFalse();
        mayEnd.SetResult();
        await serving;

        (await stage.EndOfAsync(run)).GetProperty("outputs").GetProperty("text").GetString().ShouldBe("the last word");
    }

    [Fact(Timeout = 600_000)]
    public async Task What_a_task_fails_with_is_the_error_of_the_step()
    {
        await using var stage = await AgentStage.StartAsync();
        using var stopping = new CancellationTokenSource();
        var serving = new RemoteAgent(
            Options(stage), static (_, _) => throw new AgentTaskException("validation", "Say which language.")).RunAsync(stopping.Token);
        await _connected.Task;

        var ended = await stage.EndOfAsync(await stage.RunAsync(Translate));
        await stopping.CancelAsync();
        await serving;

        ended.GetProperty("error").GetString()!.ShouldContain("Say which language.");
    }

    [Theory(Timeout = 600_000)]
    [InlineData(5000, 0, "the server takes 4096")]
    [InlineData(0, 100, "JsonException")]
    public async Task A_result_that_the_server_does_not_take_is_the_error_of_the_step(int length, int depth, string told)
    {
        await using var stage = await AgentStage.StartAsync(AgentStage.Patient with { LargestMessage = 4096 });
        using var stopping = new CancellationTokenSource();
        var more = new string('[', depth) + new string(']', depth);
        var output = JsonElement.Parse($$"""{"text":"{{new string('x', length)}}","more":[{{more}}]}""", new JsonDocumentOptions { MaxDepth = 200 });
        var serving = new RemoteAgent(Options(stage), (_, _) => Task.FromResult(new AgentTaskResult(output))).RunAsync(stopping.Token);
        await _connected.Task;

        var ended = await stage.EndOfAsync(await stage.RunAsync(Translate));
        await stopping.CancelAsync();
        await serving;

        ended.GetProperty("error").GetString()!.ShouldContain(told);
    }

    [Fact(Timeout = 600_000)]
    public async Task A_task_that_is_taken_back_is_cancelled()
    {
        await using var stage = await AgentStage.StartAsync();
        var (begun, cancelled) = (new TaskCompletionSource(), new TaskCompletionSource());
        using var stopping = new CancellationTokenSource();
        var serving = new RemoteAgent(Options(stage), async (_, stop) =>
        {
            await using var told = stop.Register(cancelled.SetResult);
            begun.SetResult();
            await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, stop);
            throw new InvalidOperationException("It was not cancelled.");
        }).RunAsync(stopping.Token);
        await _connected.Task;
        var run = await stage.RunAsync(Translate);
        await begun.Task;

        (await stage.PostAsync($"runs/{run}/cancel", new { })).IsSuccessStatusCode.ShouldBeTrue();

        await cancelled.Task;
        await stopping.CancelAsync();
        await serving;
    }

    [Theory(Timeout = 600_000)]
    [InlineData("wrong", "translator", "does not know the key")]
    [InlineData(null, "Not An Id", "'agent' must be lower-case letters")]
    public async Task What_the_server_refuses_for_good_ends_the_agent(string? token, string id, string message)
    {
        await using var stage = await AgentStage.StartAsync();
        var agent = new RemoteAgent(
            Options(stage) with { Token = token ?? AgentStage.Key, Id = id }, static (_, _) => throw new InvalidOperationException("Nobody asks."));

        var fault = await Should.ThrowAsync<AxleClientException>(() => agent.RunAsync(TestContext.Current.CancellationToken));

        fault.Message.ShouldContain(message);
    }

    private RemoteAgentOptions Options(AgentStage stage) => new()
    {
        Server = stage.Url,
        Token = AgentStage.Key,
        Id = "translator",
        Version = "1.0",
        Description = "Translates texts.",
        Capabilities =
        [
            new AgentCapability("translate")
            {
                Description = "Translates a text.",
                Inputs = JsonElement.Parse("""{"type":"object","properties":{"text":{"type":"string"}},"required":["text"]}"""),
                Output = JsonElement.Parse("""{"type":"object","properties":{"text":{"type":"string"}},"required":["text"]}"""),
            },
        ],
        Changed = (connected, _) =>
        {
            if (connected)
                _connected.TrySetResult();
        },
    };
}
