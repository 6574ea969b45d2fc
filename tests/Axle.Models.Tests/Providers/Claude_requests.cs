using System.Text.Json;
using Axle.Models.Providers;
using Axle.Models.Tests.Wire;
using Microsoft.Extensions.AI;

namespace Axle.Models.Tests.Providers;

public sealed class Claude_requests
{
    private const string Thinking = """
        {"id":"msg_1","type":"message","role":"assistant","model":"claude-sonnet-4-5","stop_reason":"tool_use","usage":{"input_tokens":1,"output_tokens":2},"content":[
          {"type":"thinking","thinking":"Hm.","signature":"sig-1"},
          {"type":"redacted_thinking","data":"secret-of-claude"},
          {"type":"server_tool_use","id":"srv_1","name":"web_search","input":{"query":"rain"}},
          {"type":"web_search_tool_result","tool_use_id":"srv_1","content":[{"type":"web_search_result","url":"https://example.org/","title":"Rain","encrypted_content":"e"}]},
          {"type":"block_of_tomorrow","shape":[1,2]},
          {"type":"text","text":"I look."},
          {"type":"tool_use","id":"toolu_1","name":"weather","input":{"city":"Bonn"}}]}
        """;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(false, false)]
    [InlineData(true, false)]
    [InlineData(false, true)]
    public async Task What_only_Claude_understands_is_sent_back_as_it_came(bool stream, bool stored)
    {
        await using var server = await FakeServer.StartAsync(
            stream ? Reply.Stream(ToStream(Thinking)) : new Reply(Thinking), new Reply(WireAnswers.Anthropic("It rains.")));
        using var client = Setup.Connect("anthropic", server.Url);
        var first = stream
            ? await client.GetStreamingResponseAsync("Rain?", cancellationToken: Stop).ToChatResponseAsync(Stop)
            : await client.GetResponseAsync("Rain?", cancellationToken: Stop);
        var said = stored ? Store(first.Messages) : [.. first.Messages];

        await client.GetResponseAsync(
            [new ChatMessage(ChatRole.User, "Rain?"), .. said, new ChatMessage(ChatRole.Tool, [new FunctionResultContent("toolu_1", "yes")])], cancellationToken: Stop);

        var sent = Samples.Json(server.Requests.Last().Body).GetProperty("messages")[1].GetProperty("content");
        JsonElement.DeepEquals(sent, Samples.Json(Thinking).GetProperty("content")).ShouldBeTrue(sent.GetRawText());
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_turn_that_Claude_pauses_is_gone_on_with_and_stays_one_answer(bool stream)
    {
        const string Paused = """
            {"type":"message","id":"msg_1","role":"assistant","model":"claude-opus-4-7","stop_reason":"pause_turn","usage":{"input_tokens":5,"output_tokens":7},
             "content":[{"type":"text","text":"I look."},{"type":"server_tool_use","id":"srv_1","name":"web_search","input":{"query":"rain"}}]}
            """;
        await using var server = await FakeServer.StartAsync(
            new Reply(Paused), new Reply(Paused.Replace("srv_1", "srv_2", StringComparison.Ordinal)), new Reply(WireAnswers.Anthropic(" It rains.")));
        using var client = Setup.Connect("anthropic", server.Url);
        var options = new ChatOptions { Tools = [new HostedWebSearchTool()] };

        var answer = stream
            ? await client.GetStreamingResponseAsync("Rain?", options, Stop).ToChatResponseAsync(Stop)
            : await client.GetResponseAsync("Rain?", options, Stop);

        answer.Messages.ShouldHaveSingleItem();
        answer.Text.ShouldBe("I look.I look. It rains.");
        answer.FinishReason.ShouldBe(ChatFinishReason.Stop);
        answer.Usage!.InputTokenCount.ShouldNotBeNull().ShouldBeGreaterThan(10);
        server.Requests.Count.ShouldBe(3);
        var messages = Samples.Json(server.Requests.Last().Body).GetProperty("messages");
        messages.GetArrayLength().ShouldBe(2);
        messages[1].GetProperty("role").GetString().ShouldBe("assistant");
        messages[1].GetProperty("content").EnumerateArray().Count(static c => c.GetProperty("type").GetString() == "server_tool_use").ShouldBe(2);
    }

    [Fact]
    public async Task Thoughts_of_another_provider_are_left_out()
    {
        var body = await AskAsync([
            new ChatMessage(ChatRole.User, "Hello"),
            new ChatMessage(ChatRole.Assistant, [new TextReasoningContent("Hm.") { ProtectedData = "of someone else" }, new TextContent("Hi.")]),
            new ChatMessage(ChatRole.User, "And?"),
        ]);

        body.GetProperty("messages")[1].GetProperty("content").GetArrayLength().ShouldBe(1);
    }

    [Fact]
    public async Task Results_of_parallel_calls_come_together_and_before_what_the_user_adds()
    {
        var body = await AskAsync([
            new ChatMessage(ChatRole.User, "Weather?"),
            new ChatMessage(ChatRole.Assistant, [new FunctionCallContent("a", "weather"), new FunctionCallContent("b.1", "weather")]),
            new ChatMessage(ChatRole.Tool, [new FunctionResultContent("a", "rain")]),
            new ChatMessage(ChatRole.User, "Quick!"),
            new ChatMessage(ChatRole.Tool, [new FunctionResultContent("b.1", null) { Exception = new TimeoutException("late") }]),
        ]);

        var content = body.GetProperty("messages")[2].GetProperty("content").EnumerateArray().ToList();
        content.Select(c => c.GetProperty("type").GetString()).ShouldBe(["tool_result", "tool_result", "text"]);
        content[1].GetProperty("tool_use_id").GetString().ShouldBe("b_1");
        content[1].GetProperty("is_error").GetBoolean().ShouldBeTrue();
    }

    [Fact]
    public async Task Contents_ask_for_the_cache_one_by_one()
    {
        var text = new TextContent("A long book") { AdditionalProperties = new() { [PromptCaching.Key] = PromptCaching.OneHour } };

        var body = await AskAsync([new ChatMessage(ChatRole.System, [text]), new ChatMessage(ChatRole.User, "Hello")]);

        body.GetProperty("system")[0].GetProperty("cache_control").GetRawText().ShouldBe("""{"type":"ephemeral","ttl":"1h"}""");
        body.GetProperty("messages")[0].GetProperty("content")[0].TryGetProperty("cache_control", out _).ShouldBeFalse();
    }

    [Fact]
    public async Task Options_ask_for_the_cache_of_instructions_and_conversation()
    {
        var body = await AskAsync(
            [new ChatMessage(ChatRole.User, "Hello")],
            new ChatOptions { Instructions = "Be brief", AdditionalProperties = new() { [PromptCaching.Key] = PromptCaching.FiveMinutes } });

        body.GetProperty("system")[0].GetProperty("cache_control").GetRawText().ShouldBe("""{"type":"ephemeral"}""");
        body.GetProperty("messages")[0].GetProperty("content")[0].GetProperty("cache_control").GetRawText().ShouldBe("""{"type":"ephemeral"}""");
    }

    [Theory]
    [InlineData("claude-3-5-haiku-20241022", null, null)]
    [InlineData("claude-sonnet-4-5-20250929", """{"type":"enabled","budget_tokens":6000}""", null)]
    [InlineData("claude-opus-4-7", """{"type":"adaptive"}""", "high")]
    [InlineData("claude-opus-5", """{"type":"adaptive"}""", "high")]
    public async Task Thinking_is_asked_for_as_each_model_takes_it(string model, string? thinking, string? effort)
    {
        var body = await AskAsync([new ChatMessage(ChatRole.User, "Hello")], new ChatOptions
        {
            ModelId = model,
            MaxOutputTokens = 8000,
            Temperature = 0.5f,
            Reasoning = new ReasoningOptions { Effort = ReasoningEffort.High },
        });

        (body.TryGetProperty("thinking", out var sent) ? sent.GetRawText() : null).ShouldBe(thinking);
        (body.TryGetProperty("output_config", out var config) ? config.GetProperty("effort").GetString() : null).ShouldBe(effort);
        body.TryGetProperty("temperature", out _).ShouldBe(thinking is null);
    }

    [Theory]
    [InlineData("claude-3-7-sonnet-20250219", false)]
    [InlineData("claude-sonnet-4-20250514", false)]
    [InlineData("claude-opus-4-1-20250805", true)]
    [InlineData("claude-haiku-4-5", true)]
    [InlineData("claude-opus-5", true)]
    public async Task A_schema_goes_to_models_that_hold_to_it(string model, bool goes)
    {
        var schema = Samples.Json("""{"type":"object","properties":{"n":{"type":"array","items":{"type":"integer","minimum":1},"minItems":2}},"required":["n"]}""");

        var options = new ChatOptions { ModelId = model, ResponseFormat = ChatResponseFormat.ForJsonSchema(schema) };
        var body = await AskAsync([new ChatMessage(ChatRole.User, "Hello")], options);

        body.TryGetProperty("output_config", out var config).ShouldBe(goes);
        if (goes)
        {
            config.GetProperty("format").GetProperty("schema").GetRawText().ShouldBe(
                """{"type":"object","properties":{"n":{"type":"array","items":{"type":"integer"}}},"required":["n"],"additionalProperties":false}""");
        }
    }

    [Fact]
    public async Task Pictures_and_documents_go_by_value_and_by_address()
    {
        var body = await AskAsync([new ChatMessage(ChatRole.User, [
            new DataContent(new byte[] { 1, 2, 3 }, "image/png"), new UriContent("https://example.org/a.png", "image/png"),
            new DataContent(new byte[] { 4 }, "application/pdf") { Name = "a.pdf" }, new HostedFileContent("file_1"),
        ])]);

        body.GetProperty("messages")[0].GetProperty("content").EnumerateArray()
            .Select(c => $"{c.GetProperty("type").GetString()} {c.GetProperty("source").GetProperty("type").GetString()}")
            .ShouldBe(["image base64", "image url", "document base64", "document file"]);
    }

    [Theory]
    [InlineData(null, false, """{"type":"auto","disable_parallel_tool_use":true}""")]
    [InlineData("any", null, """{"type":"any"}""")]
    [InlineData("weather", null, """{"type":"tool","name":"weather"}""")]
    [InlineData("none", false, """{"type":"none"}""")]
    public async Task The_choice_of_tools_is_told(string? mode, bool? many, string expected)
    {
        var tool = AIFunctionFactory.CreateDeclaration("weather", "Tells the weather.", Samples.Json("""{"type":"object","properties":{}}"""));
        var body = await AskAsync([new ChatMessage(ChatRole.User, "Hello")], new ChatOptions
        {
            Tools = [tool],
            AllowMultipleToolCalls = many,
            ToolMode = mode switch { null => null, "any" => ChatToolMode.RequireAny, "none" => ChatToolMode.None, _ => ChatToolMode.RequireSpecific(mode) },
        });

        body.GetProperty("tool_choice").GetRawText().ShouldBe(expected);
    }

    private static async Task<JsonElement> AskAsync(ChatMessage[] messages, ChatOptions? options = null)
    {
        await using var server = await FakeServer.StartAsync(new Reply(WireAnswers.Anthropic("Hello")));
        using var client = Setup.Connect("anthropic", server.Url);
        await client.GetResponseAsync(messages, options, Stop);
        return Samples.Json(server.Requests.Single().Body);
    }

    private static List<ChatMessage> Store(IList<ChatMessage> messages) =>
        JsonSerializer.Deserialize<List<ChatMessage>>(JsonSerializer.Serialize(messages, AIJsonUtilities.DefaultOptions), AIJsonUtilities.DefaultOptions)!;

    private static string ToStream(string answer)
    {
        var root = Samples.Json(answer);
        var events = new List<string> { """{"type":"message_start","message":{"id":"msg_1","content":[],"usage":{"input_tokens":1}}}""" };
        foreach (var (block, i) in root.GetProperty("content").EnumerateArray().Select((b, i) => (b, i)))
        {
            var type = block.GetProperty("type").GetString();
            events.AddRange(type switch
            {
                "thinking" =>
                [
                    $$$"""{"type":"content_block_start","index":{{{i}}},"content_block":{"type":"thinking","thinking":"","signature":""}}""",
                    $$$"""{"type":"content_block_delta","index":{{{i}}},"delta":{"type":"thinking_delta","thinking":"H"}}""",
                    $$$"""{"type":"content_block_delta","index":{{{i}}},"delta":{"type":"thinking_delta","thinking":"m."}}""",
                    $$$"""{"type":"content_block_delta","index":{{{i}}},"delta":{"type":"signature_delta","signature":"sig-1"}}""",
                ],
                "text" =>
                [
                    $$$"""{"type":"content_block_start","index":{{{i}}},"content_block":{"type":"text","text":""}}""",
                    $$$"""{"type":"content_block_delta","index":{{{i}}},"delta":{"type":"text_delta","text":"I "}}""",
                    $$$"""{"type":"content_block_delta","index":{{{i}}},"delta":{"type":"text_delta","text":"look."}}""",
                ],
                _ => [$$$"""{"type":"content_block_start","index":{{{i}}},"content_block":{{{block.GetRawText()}}}}"""],
            });
            events.Add($$$"""{"type":"content_block_stop","index":{{{i}}}}""");
        }

        events.Add("""{"type":"message_delta","delta":{"stop_reason":"tool_use"},"usage":{"output_tokens":2}}""");
        events.Add("""{"type":"message_stop"}""");
        return string.Concat(events.Select(e => $"data: {e.ReplaceLineEndings("")}\n\n"));
    }
}
