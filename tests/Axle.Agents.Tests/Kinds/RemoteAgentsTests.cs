using System.Net.WebSockets;
using Axle.Agents.Definition;
using Axle.Agents.Kinds;
using Axle.Agents.Tests.Support;
using Microsoft.AspNetCore.Http;

namespace Axle.Agents.Tests.Kinds;

public sealed class RemoteAgentsTests
{
    private readonly ManualTime _time = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact(Timeout = 600_000)]
    public async Task The_work_goes_over_the_wire_and_the_answer_comes_back()
    {
        await using var server = await AgentServer.AnsweringAsync("""{"output":{"licence":"MIT"},"usage":{"usd":0.01,"tokens":120}}""");
        var agent = Remote(server.Url) with { Actions = [Crew.Action("review-licences")] };
        using var remote = Agents();

        var result = await remote.PerformAsync(Crew.Call(agent, """{"path":"src"}"""), Token);

        result.Output.GetProperty("licence").GetString().ShouldBe("MIT");
        result.Usage.ShouldBe(new Axle.Workflows.Runs.ModelUsage(0.01m, 120, 1));
        result.Decisions.ShouldHaveSingleItem().Kind.ShouldBe("agent-remote");
        var (body, headers) = server.Asked.ShouldHaveSingleItem();
        body.GetProperty("agent").GetString().ShouldBe("legal");
        body.GetProperty("action").GetString().ShouldBe("review-licences");
        body.GetProperty("inputs").GetProperty("path").GetString().ShouldBe("src");
        body.GetProperty("apply").GetBoolean().ShouldBeFalse();
        body.GetProperty("output").GetProperty("type").GetString().ShouldBe("object");
        headers["Authorization"].ShouldBe("Bearer 123");
        headers["Idempotency-Key"].ShouldBe("run-1/review");
    }

    [Theory(Timeout = 600_000)]
    [InlineData(503, "", ErrorKind.Overloaded, "HTTP status 503")]
    [InlineData(429, "", ErrorKind.RateLimited, "HTTP status 429")]
    [InlineData(401, "", ErrorKind.Authentication, "HTTP status 401")]
    [InlineData(404, "", ErrorKind.NotFound, "HTTP status 404")]
    [InlineData(307, "", ErrorKind.MalformedAnswer, "redirects are not followed")]
    [InlineData(422, """{"error":{"kind":"validation","message":"no path"}}""", ErrorKind.Validation, "failed: no path")]
    [InlineData(200, """{"error":{"kind":"cancelled","message":"no"}}""", ErrorKind.Unknown, "failed: no")]
    [InlineData(200, "<html>", ErrorKind.MalformedAnswer, "answered no JSON")]
    [InlineData(200, """{"answer":1}""", ErrorKind.MalformedAnswer, "neither")]
    public async Task What_goes_wrong_there_is_told_here_by_its_kind(int status, string body, ErrorKind kind, string message)
    {
        await using var server = await AgentServer.AnsweringAsync(body, status);
        using var remote = Agents();
        var error = await FailAsync(remote, Crew.Call(Remote(server.Url)));
        error.Kind.ShouldBe(kind);
        error.Message.ShouldContain(message);
    }

    [Fact(Timeout = 600_000)]
    public async Task An_agent_that_asks_for_time_is_given_it()
    {
        await using var server = await AgentServer.StartAsync(static context =>
        {
            (context.Response.StatusCode, context.Response.Headers.RetryAfter) = (503, "7");
            return Task.CompletedTask;
        });
        using var remote = Agents();
        (await FailAsync(remote, Crew.Call(Remote(server.Url)))).RetryAfter.ShouldBe(TimeSpan.FromSeconds(7));
    }

    [Fact(Timeout = 600_000)]
    public async Task An_agent_that_does_not_answer_is_given_up_after_its_time()
    {
        var isAsked = new TaskCompletionSource();
        await using var server = await AgentServer.StartAsync(async context =>
        {
            isAsked.SetResult();
            await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, context.RequestAborted);
        });
        using var remote = Agents();
        var working = remote.PerformAsync(Crew.Call(Remote(server.Url)), Token).AsTask();
        await isAsked.Task;
        _time.Pass(TimeSpan.FromSeconds(10));
        var error = (await Should.ThrowAsync<AxleException>(working)).Error;
        (error.Kind, error.Message).ShouldBe((ErrorKind.Timeout, $"Agent 'legal' at {server.Url.Authority} did not answer within 10 s. Raise 'timeout' in legal.md if it needs longer."));
    }

    [Fact(Timeout = 600_000)]
    public async Task An_endless_answer_is_cut_off()
    {
        await using var server = await AgentServer.StartAsync(static context => context.Response.WriteAsync(new string('x', AgentWire.MostBytes + 1)));
        using var remote = Agents();
        (await FailAsync(remote, Crew.Call(Remote(server.Url)))).Message.ShouldContain("more than 4 MB");
    }

    [Fact(Timeout = 600_000)]
    public async Task A_server_that_is_not_there_is_a_network_fault()
    {
        Uri url;
        await using (var server = await AgentServer.AnsweringAsync("{}"))
            url = server.Url;
        using var remote = Agents();
        (await FailAsync(remote, Crew.Call(Remote(url)))).Kind.ShouldBe(ErrorKind.Network);
    }

    [Fact(Timeout = 600_000)]
    public async Task An_agent_from_the_workspaces_files_is_asked_only_in_a_run_that_trusts_them()
    {
        await using var server = await AgentServer.AnsweringAsync("""{"output":{}}""");
        using var remote = Agents();
        var agent = Remote(server.Url) with { Origin = AgentOrigin.Workspace };
        var error = await FailAsync(remote, Crew.Call(agent));
        (error.Kind, server.Asked.IsEmpty).ShouldBe((ErrorKind.Refused, true));
        error.Message.ShouldContain("--allow-run");
        (await remote.PerformAsync(Crew.Call(agent, allowRun: true), Token)).Output.ToString().ShouldBe("{}");
    }

    [Fact(Timeout = 600_000)]
    public async Task An_agent_can_be_asked_over_a_socket()
    {
        await using var server = await AgentServer.StartAsync(static async context =>
        {
            var socket = (WebSocket)context.Items[typeof(WebSocket)]!;
            await socket.SendAsync("{\"output\":"u8.ToArray(), WebSocketMessageType.Text, false, context.RequestAborted);
            await socket.SendAsync("{\"licence\":\"MIT\"}}"u8.ToArray(), WebSocketMessageType.Text, true, context.RequestAborted);
        });
        using var remote = Agents();
        var result = await remote.PerformAsync(Crew.Call(Remote(Socket(server))), Token);
        result.Output.GetProperty("licence").GetString().ShouldBe("MIT");
        var (body, headers) = server.Asked.ShouldHaveSingleItem();
        (body.GetProperty("agent").GetString(), headers["Authorization"], headers["Idempotency-Key"]).ShouldBe(("legal", "Bearer 123", "run-1/review"));
    }

    [Fact(Timeout = 600_000)]
    public async Task A_socket_that_is_closed_without_an_answer_or_is_none_is_told()
    {
        await using var server = await AgentServer.StartAsync(static context =>
            ((WebSocket)context.Items[typeof(WebSocket)]!).CloseAsync(WebSocketCloseStatus.NormalClosure, null, context.RequestAborted));
        using var remote = Agents();
        (await FailAsync(remote, Crew.Call(Remote(Socket(server))))).Message.ShouldEndWith("hung up without an answer.");
        var none = new UriBuilder(Socket(server)) { Path = "/nothing" }.Uri;
        var error = await FailAsync(remote, Crew.Call(Remote(none)));
        (error.Kind, error.Message).ShouldBe((ErrorKind.NotFound, $"Agent 'legal' at {server.Url.Authority} answered with HTTP status 404 instead of a WebSocket."));
    }

    [Fact(Timeout = 600_000)]
    public async Task A_header_whose_variable_is_not_set_is_told_without_asking()
    {
        await using var server = await AgentServer.AnsweringAsync("""{"output":{}}""");
        using var remote = Agents();
        var agent = Remote(server.Url);
        agent = agent with { Remote = agent.Remote! with { Headers = agent.Remote.Headers.Add("X-Other", "env:NOT_SET") } };
        var error = await FailAsync(remote, Crew.Call(agent));
        (error.Kind, server.Asked.IsEmpty).ShouldBe((ErrorKind.Authentication, true));
        error.Message.ShouldContain("NOT_SET");
    }

    private static Uri Socket(AgentServer server) => new UriBuilder(server.Url) { Scheme = "ws", Path = "/socket" }.Uri;

    private RemoteAgents Agents() => new(Crew.Trusts, static name => name == "LEGAL_TOKEN" ? "Bearer 123" : null, _time);

    private static AgentDefinition Remote(Uri url) => Crew.Agent("legal") with
    {
        Remote = new RemoteEndpoint(url, TimeSpan.FromSeconds(10)) { Headers = RemoteHeaders },
        Origin = AgentOrigin.User,
    };

    private static System.Collections.Immutable.ImmutableSortedDictionary<string, string> RemoteHeaders { get; } =
        System.Collections.Immutable.ImmutableSortedDictionary<string, string>.Empty.Add("Authorization", "env:LEGAL_TOKEN");

    private static async Task<AxleError> FailAsync(RemoteAgents remote, AgentCall call) =>
        (await Should.ThrowAsync<AxleException>(async () => await remote.PerformAsync(call, Token))).Error;
}
