using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using ModelContextProtocol.Client;

namespace Axle.Server.Tests.AgentConnections;

/// <summary>An agent that connects is found and asked like any other, at every door of the server, and its answer is told as it comes.</summary>
public sealed class Agents_at_every_door : IAsyncLifetime
{
    private AgentStage _stage = null!;
    private HttpClient _http = null!;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _stage = await AgentStage.StartAsync();
        _http = new HttpClient { BaseAddress = _stage.Url };
        _http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", AgentStage.Key);
    }

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        await _stage.DisposeAsync();
    }

    [Fact]
    public async Task It_is_named_by_the_card_the_models_and_the_tools_from_the_moment_it_connects()
    {
        await using var mcp = await McpAsync();
        var before = await NamesAsync(mcp);

        using var agent = await _stage.ConnectAsync(AgentPeer.Registration("a"));

        before.ShouldBe([false, false, false]);
        (await NamesAsync(mcp)).ShouldBe([true, true, true]);
        (await _http.GetFromJsonAsync<JsonElement>("v1/models/agent%2Ftranslator", Stop)).GetProperty("id").GetString().ShouldBe("agent/translator");
    }

    [Fact]
    public async Task A_client_of_MCP_and_an_agent_of_A2A_have_it_do_a_task()
    {
        await using var mcp = await McpAsync();
        using var agent = await _stage.ConnectAsync(AgentPeer.Registration("a"));

        var called = mcp.CallToolAsync(
            "agent_run", new Dictionary<string, object?> { ["agent"] = "translator", ["task"] = "good morning" }, cancellationToken: Stop).AsTask();
        await DoAsync(agent, "bonjour");
        var message = new { messageId = "m1", parts = new[] { new { text = "good evening" } }, metadata = new { skill = "translator" } };
        var sent = _http.PostAsJsonAsync("a2a", new { jsonrpc = "2.0", id = 1, method = "SendMessage", @params = new { message } }, Stop);
        await DoAsync(agent, "bonsoir");

        (await called).StructuredContent!.Value.GetProperty("outputs").GetProperty("summary").GetString().ShouldBe("bonjour");
        (await (await sent).Content.ReadAsStringAsync(Stop)).ShouldContain("bonsoir");
        var unknown = await mcp.CallToolAsync("agent_run", new Dictionary<string, object?> { ["agent"] = "nobody", ["task"] = "x" }, cancellationToken: Stop);
        unknown.IsError.ShouldBe(true);
    }

    [Theory]
    [InlineData("bonjour", "START CONTENT:bon CONTENT:jour END")]
    [InlineData("bonjour!", "START CONTENT:bon CONTENT:jour CONTENT:! END")]
    [InlineData("salut", "START CONTENT:bon CONTENT:jour END START CONTENT:salut END")]
    public async Task A_chat_tells_its_text_as_it_comes_and_begins_anew_when_the_answer_is_another(string answer, string told)
    {
        using var agent = await _stage.ConnectAsync(AgentPeer.Registration("a"));
        using var chat = await AskAsync("api/v1/agents/translator/chat", new { message = "good morning" });
        var task = await agent.TaskAsync();
        var heard = new List<string>();

        await agent.SayAsync(new { type = "text", task, seq = 1, text = "bon" });
        await foreach (var message in Messages(chat))
        {
            heard.Add(message);
            // Only what was told while it works has the agent go on.
            if (message == "CONTENT:bon")
                await agent.SayAsync(new { type = "text", task, seq = 2, text = "jour" });
            else if (message == "CONTENT:jour")
                await agent.SayAsync(new { type = "result", task, seq = 3, output = new { summary = answer, done = true } });
        }

        string.Join(' ', heard).ShouldBe(told);
    }

    [Fact]
    public async Task A_task_that_is_handed_out_again_begins_its_text_anew()
    {
        using var agent = await _stage.ConnectAsync(AgentPeer.Registration("a"));
        using var chat = await AskAsync("api/v1/agents/translator/chat", new { message = "good morning" });
        var first = await agent.TaskAsync();
        var heard = new List<string>();

        await agent.SayAsync(new { type = "text", task = first, seq = 1, text = "guten" });
        await foreach (var message in Messages(chat))
        {
            heard.Add(message);
            if (message != "CONTENT:guten")
                continue;
            await agent.SayAsync(new { type = "result", task = first, seq = 2, output = new { summary = 7 } });
            await agent.HearAsync("ack");
            await agent.HearAsync("ack");
            var second = await agent.TaskAsync();
            await agent.SayAsync(new { type = "text", task = second, seq = 1, text = "bonjour" });
            await agent.SayAsync(new { type = "result", task = second, seq = 2, output = new { summary = "bonjour", done = true } });
        }

        string.Join(' ', heard).ShouldBe("START CONTENT:guten END START CONTENT:bonjour END");
    }

    [Fact]
    public async Task As_a_model_it_answers_as_a_whole_and_as_a_stream_that_is_taken_back_when_the_answer_is_another()
    {
        using var agent = await _stage.ConnectAsync(AgentPeer.Registration("a"));
        object Ask(bool stream) => new { model = "agent/translator", stream, messages = new[] { new { role = "system", content = "To French." }, new { role = "user", content = "good morning" } } };

        var whole = _http.PostAsJsonAsync("v1/chat/completions", Ask(false), Stop);
        var work = await DoAsync(agent, "bonjour");
        using var stream = await AskAsync("v1/chat/completions", Ask(true), agent);
        var pieces = new List<string>();
        await foreach (var piece in Events(stream))
        {
            var choice = piece.GetProperty("choices")[0];
            if (choice.GetProperty("delta").TryGetProperty("content", out var content))
                pieces.Add(content.GetString()!);
            if (piece.TryGetProperty("axle.retraction", out var back))
                pieces.Add($"-{back.GetProperty("characters").GetInt32()}");
            if (choice.GetProperty("finish_reason").GetString() is { } reason)
                pieces.Add(reason);
            if (pieces is ["bon"])
                await agent.SayAsync(new { type = "result", task = _task, seq = 2, output = new { summary = "salut", done = true } });
        }

        var answer = await (await whole).Content.ReadFromJsonAsync<JsonElement>(Stop);
        answer.GetProperty("choices")[0].GetProperty("message").GetProperty("content").GetString().ShouldBe("bonjour");
        answer.GetProperty("model").GetString().ShouldBe("agent/translator");
        work.GetProperty("inputs").GetProperty("task").GetString().ShouldBe("good morning");
        work.GetProperty("inputs").ToString().ShouldContain("To French.");
        pieces.ShouldBe(["bon", "-3", "salut", "stop"]);
    }

    [Theory]
    [InlineData("""{"type":"function","function":{"name":"f"}}""", null, HttpStatusCode.BadRequest, "has tools of its own")]
    [InlineData(null, """{"type":"json_object"}""", HttpStatusCode.BadRequest, "answers in words")]
    public async Task As_a_model_it_says_what_it_does_not_take(string? tool, string? format, HttpStatusCode status, string message)
    {
        using var agent = await _stage.ConnectAsync(AgentPeer.Registration("a"));
        var ask = new Dictionary<string, object> { ["model"] = "agent/translator", ["messages"] = new[] { new { role = "user", content = "hi" } } };
        if (tool is not null)
            ask["tools"] = new[] { JsonElement.Parse(tool) };
        if (format is not null)
            ask["response_format"] = JsonElement.Parse(format);

        using var answer = await _http.PostAsJsonAsync("v1/chat/completions", ask, Stop);

        answer.StatusCode.ShouldBe(status);
        (await answer.Content.ReadAsStringAsync(Stop)).ShouldContain(message);
    }

    [Fact]
    public async Task As_a_model_what_goes_wrong_there_is_an_error()
    {
        using var agent = await _stage.ConnectAsync(AgentPeer.Registration("a"));
        var asked = _http.PostAsJsonAsync(
            "v1/chat/completions", new { model = "agent/translator", messages = new[] { new { role = "user", content = "hi" } } }, Stop);
        await agent.SayAsync(new { type = "result", task = await agent.TaskAsync(), seq = 1, error = new { kind = "validation", message = "There is no language in it." } });

        using var answer = await asked;

        answer.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await answer.Content.ReadAsStringAsync(Stop)).ShouldContain("There is no language in it.");
    }

    private string _task = "";

    /// <summary>Does its next task.</summary>
    /// <returns>What it was asked.</returns>
    private static async Task<JsonElement> DoAsync(AgentPeer agent, string summary)
    {
        var task = await agent.HearAsync("task");
        var id = task.GetProperty("task").GetString()!;
        await agent.SayAsync(new { type = "result", task = id, seq = 1, output = new { summary, done = true } });
        await agent.HearAsync("ack");
        return task.GetProperty("work");
    }

    /// <summary>Asks for a stream. With an agent, it has said its first piece before the stream begins.</summary>
    private async Task<HttpResponseMessage> AskAsync(string address, object body, AgentPeer? agent = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, address) { Content = JsonContent.Create(body) };
        var asked = _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, Stop);
        if (agent is not null)
        {
            _task = await agent.TaskAsync();
            await agent.SayAsync(new { type = "text", task = _task, seq = 1, text = "bon" });
        }

        return await asked;
    }

    private static async IAsyncEnumerable<JsonElement> Events(HttpResponseMessage stream)
    {
        using var lines = new StreamReader(await stream.Content.ReadAsStreamAsync(Stop));
        while (await lines.ReadLineAsync(Stop) is { } line)
        {
            if (line.StartsWith("data: {", StringComparison.Ordinal))
                yield return JsonElement.Parse(line["data: ".Length..]);
        }
    }

    private static async IAsyncEnumerable<string> Messages(HttpResponseMessage stream)
    {
        await foreach (var told in Events(stream))
        {
            var type = told.GetProperty("type").GetString()!;
            if (type.StartsWith("TEXT_MESSAGE_", StringComparison.Ordinal))
                yield return type["TEXT_MESSAGE_".Length..] + (told.TryGetProperty("delta", out var delta) ? $":{delta.GetString()}" : "");
        }
    }

    private async Task<bool[]> NamesAsync(McpClient mcp)
    {
        var card = await _http.GetStringAsync(".well-known/agent-card.json", Stop);
        var models = await _http.GetStringAsync("v1/models", Stop);
        var tool = (await mcp.ListToolsAsync(cancellationToken: Stop)).Single(static t => t.Name == "agent_run");
        return
        [
            card.Contains("translator", StringComparison.Ordinal), models.Contains("agent/translator", StringComparison.Ordinal),
            tool.JsonSchema.ToString().Contains("translator", StringComparison.Ordinal),
        ];
    }

    private Task<McpClient> McpAsync() => McpClient.CreateAsync(
        new HttpClientTransport(new HttpClientTransportOptions
        {
            Endpoint = new Uri(_stage.Url, "mcp"),
            TransportMode = HttpTransportMode.StreamableHttp,
            AdditionalHeaders = new Dictionary<string, string> { ["Authorization"] = $"Bearer {AgentStage.Key}" },
        }),
        cancellationToken: Stop);
}
