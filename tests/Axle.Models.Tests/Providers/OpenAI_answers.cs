using System.Text.Json;
using Axle.Models.Tests.Wire;
using Microsoft.Extensions.AI;

namespace Axle.Models.Tests.Providers;

/// <summary>One row of docs/provider-answers-openai.md each. Fixtures are verbatim recordings; answers that stand here are after OpenAI's reference.</summary>
public sealed class OpenAI_answers
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("chat-text.json", "Hello!", "", "stop", 8, 11)]
    [InlineData("chat-tools.json", "", "delete_file create_file", "tool_calls", 71, 46)]
    [InlineData("chat-function-call.json", "", "get_current_weather", "tool_calls", 82, 16)]
    [InlineData("chat-length.json", "The image shows a series of undulating forms that resemble sand dunes. It", "", "length", 438, 16)]
    [InlineData("chat-reasoning.json", "Kiwi", "", "stop", 765, 75)]
    [InlineData("chat-stream-text.txt", "The capital of Mexico is Mexico City.", "", "stop", 14, 8)]
    [InlineData("chat-stream-tools.txt", "", "get_country", "tool_calls", 398, 10)]
    [InlineData("responses-text.json", "sesame", "", "stop", 10, 1)]
    [InlineData("responses-tools.json", "", "get_user_country", "tool_calls", 283, 12)]
    [InlineData("responses-reasoning.json", "", "get_file", "tool_calls", 47, 43)]
    [InlineData("responses-custom-tool.json", "", "write_sql", "tool_calls", 50, 20)]
    [InlineData("responses-stream-text.txt", "streamed", "", "stop", 21, 3)]
    [InlineData("responses-stream-tools.txt", "", "get_capital", "tool_calls", 255, 16)]
    public async Task Answer_is_read_as_it_was_meant(string fixture, string text, string calls, string finish, long input, long output)
    {
        var response = await ReadAsync(fixture);

        response.Text.ShouldBe(text);
        string.Join(' ', Contents<FunctionCallContent>(response).Select(c => c.Name)).ShouldBe(calls);
        response.FinishReason!.Value.Value.ShouldBe(finish);
        response.Usage!.InputTokenCount.ShouldBe(input);
        response.Usage.OutputTokenCount.ShouldBe(output);
        response.ModelId.ShouldNotBeNullOrEmpty();
    }

    [Theory]
    [InlineData("chat-refusal.json", 200, ErrorKind.Refused)]
    [InlineData("chat-error-key.json", 401, ErrorKind.Authentication)]
    [InlineData("chat-error-model.json", 404, ErrorKind.NotFound)]
    [InlineData("responses-error-context.json", 400, ErrorKind.ContextTooLong)]
    [InlineData("responses-queued.json", 200, ErrorKind.MalformedAnswer)]
    public async Task Answer_that_is_none_becomes_its_error(string fixture, int status, ErrorKind kind) =>
        (await Should.ThrowAsync<AxleException>(() => ReadAsync(fixture, status))).Error.Kind.ShouldBe(kind);

    [Theory]
    [InlineData("responses", """{"status":"failed","error":{"code":"server_error","message":"x"},"output":[]}""", ErrorKind.Overloaded)]
    [InlineData("responses", """{"status":"failed","error":{"code":"rate_limit_exceeded","message":"x"},"output":[]}""", ErrorKind.RateLimited)]
    [InlineData("responses", """{"status":"failed","error":null,"output":[]}""", ErrorKind.Overloaded)]
    [InlineData("responses", """{"status":"incomplete","incomplete_details":{"reason":"content_filter"},"output":[]}""", ErrorKind.Refused)]
    [InlineData("responses", """{"status":"incomplete","incomplete_details":{"reason":"max_output_tokens"},"output":[]}""", ErrorKind.MalformedAnswer)]
    [InlineData("responses", """{"status":"completed","output":[{"type":"message","content":[{"type":"refusal","refusal":"No."}]}]}""", ErrorKind.Refused)]
    [InlineData("chat", """{"error":{"message":"no capacity","code":502}}""", ErrorKind.Overloaded)]
    [InlineData("chat", """{"choices":[{"error":{"code":429,"message":"slow"},"message":{"content":"half"},"finish_reason":"error"}]}""", ErrorKind.RateLimited)]
    [InlineData("chat", """{"choices":[{"message":{"content":"x"},"finish_reason":"content_filter"}]}""", ErrorKind.Refused)]
    [InlineData("chat", """{"choices":[{"message":{"content":[{"type":"refusal","refusal":"No."}]},"finish_reason":"stop"}]}""", ErrorKind.Refused)]
    [InlineData("chat", """{"choices":[]}""", ErrorKind.MalformedAnswer)]
    public async Task Failure_inside_an_answer_becomes_its_error(string api, string body, ErrorKind kind) =>
        (await Should.ThrowAsync<AxleException>(() => AskAsync(api, new Reply(body)))).Error.Kind.ShouldBe(kind);

    [Theory]
    [InlineData("responses", """data: {"type":"error","code":"rate_limit_exceeded","message":"x","param":null}""", ErrorKind.RateLimited)]
    [InlineData("responses", """data: {"type":"error","error":{"type":"server_error","code":null,"message":"x"}}""", ErrorKind.Overloaded)]
    [InlineData("responses", """data: {"type":"response.failed","response":{"status":"failed","error":{"code":"server_error","message":"x"}}}""", ErrorKind.Overloaded)]
    [InlineData("responses", """data: {"type":"response.output_text.delta","output_index":0,"delta":"half"}""", ErrorKind.Network)]
    [InlineData("responses", "data: {\"type\":\"response.refusal.delta\",\"delta\":\"No\"}\n\ndata: {\"type\":\"response.completed\",\"response\":{\"status\":\"completed\",\"output\":[]}}", ErrorKind.Refused)]
    [InlineData("chat", """data: {"choices":[{"index":0,"delta":{"refusal":"No."},"finish_reason":"stop"}]}""", ErrorKind.Refused)]
    [InlineData("chat", """data: {"error":{"message":"x","code":"insufficient_quota"}}""", ErrorKind.QuotaSpent)]
    public async Task Failure_inside_a_stream_becomes_its_error(string api, string events, ErrorKind kind) =>
        (await Should.ThrowAsync<AxleException>(() => AskAsync(api, Reply.Stream(events + "\n\n"), stream: true))).Error.Kind.ShouldBe(kind);

    [Theory]
    [InlineData("""{"message":{"reasoning_content":"Hm.","content":"Yes"}}""")]
    [InlineData("""{"message":{"reasoning":"Hm.","content":"Yes"}}""")]
    [InlineData("""{"message":{"content":[{"type":"thinking","thinking":[{"type":"text","text":"Hm."}]},{"type":"text","text":"Yes"}]}}""")]
    [InlineData("""{"message":{"reasoning_content":"Hm.","content":[{"type":"text","text":"Yes"}],"unknown":{"x":[1]}},"unknown":null}""")]
    public async Task Thoughts_of_compatible_servers_are_read(string choice)
    {
        var response = await AskAsync("chat", new Reply($$"""{"choices":[{{choice}}]}"""), provider: "openai-compatible");

        response.Text.ShouldBe("Yes");
        Contents<TextReasoningContent>(response).Single().Text.ShouldBe("Hm.");
    }

    [Fact]
    public async Task Calls_of_servers_that_give_each_the_same_place_or_none_are_told_apart()
    {
        var stream = """
            data: {"choices":[{"delta":{"tool_calls":[{"index":0,"id":"a","function":{"name":"one","arguments":"{\"x\":1}"}}]}}]}

            data: {"choices":[{"delta":{"tool_calls":[{"index":0,"id":"b","function":{"name":"two","arguments":{"y":2}}}]}}]}

            data: {"choices":[{"delta":{"tool_calls":[{"id":"c","function":{"name":"three","arguments":"{"}},{"function":{"arguments":"}"}}]},"finish_reason":"tool_calls"}]}

            """;

        var calls = Contents<FunctionCallContent>(await AskAsync("chat", Reply.Stream(stream + "\n"), stream: true, "openai-compatible"));

        calls.Select(c => $"{c.CallId} {c.Name} {string.Join(',', c.Arguments!.Keys)}").ShouldBe(["a one x", "b two y", "c three "]);
    }

    [Fact]
    public async Task Every_part_of_the_usage_has_its_name()
    {
        var response = await AskAsync("chat", new Reply("""
            {"choices":[{"message":{"content":"x"}}],"usage":{"prompt_tokens":100,"completion_tokens":50,"total_tokens":150,
             "prompt_tokens_details":{"cached_tokens":10,"audio_tokens":5,"cache_write_tokens":7},
             "completion_tokens_details":{"reasoning_tokens":20,"audio_tokens":6,"accepted_prediction_tokens":3,"rejected_prediction_tokens":4,"dream_tokens":9} } }
            """));

        var usage = ModelUsage.From(response.Usage);
        (usage.InputTokens, usage.OutputTokens, usage.CachedInputTokens, usage.CacheWriteTokens).ShouldBe((100, 50, 10, 7));
        (usage.ReasoningTokens, usage.AudioInputTokens, usage.AudioOutputTokens).ShouldBe((20, 5, 6));
        (usage.AcceptedPredictionTokens, usage.RejectedPredictionTokens).ShouldBe((3, 4));
        usage.Unknown.ShouldHaveSingleItem().ShouldBe(new KeyValuePair<string, long>("dream_tokens", 9));
    }

    [Fact]
    public async Task Reasoning_that_is_counted_beside_the_output_becomes_part_of_it()
    {
        var usage = """{"prompt_tokens":10,"completion_tokens":5,"total_tokens":35,"completion_tokens_details":{"reasoning_tokens":20}}""";
        var response = await AskAsync("chat", new Reply($$$"""{"choices":[{"message":{"content":"x"}}],"usage":{{{usage}}}}"""), provider: "openai-compatible");
        ModelUsage.From(response.Usage).OutputTokens.ShouldBe(25);
    }

    [Theory]
    [InlineData("responses-web-search.json", "web_search", 1)]
    [InlineData("responses-code.json", "code_interpreter", 1)]
    public async Task Hosted_tools_are_counted(string fixture, string tool, long uses)
    {
        var response = await ReadAsync(fixture);
        ModelUsage.From(response.Usage).ServerTools[tool].ShouldBe(uses);
    }

    [Theory]
    [InlineData("responses-reasoning.json", "reasoning function_call")]
    [InlineData("responses-mcp.json", "mcp_list_tools reasoning mcp_call reasoning mcp_call reasoning message")]
    [InlineData("responses-custom-tool.json", "custom_tool_call")]
    public async Task What_only_OpenAI_understands_goes_back_on_the_next_turn(string fixture, string items)
    {
        var first = await ReadAsync(fixture);
        var last = Contents<FunctionCallContent>(first).FirstOrDefault();
        ChatMessage answer = last is null ? new(ChatRole.User, "Go on") : new(ChatRole.Tool, [new FunctionResultContent(last.CallId, "done")]);
        await using var server = await FakeServer.StartAsync(new Reply(Fixture("responses-text.json")));
        using var client = Setup.Connect("openai/responses", server.Url);

        await client.GetResponseAsync([new ChatMessage(ChatRole.User, "Hello"), .. first.Messages, answer], cancellationToken: Stop);

        var input = Samples.Json(server.Requests.Single().Body).GetProperty("input").EnumerateArray().Skip(1).ToList();
        string.Join(' ', input.SkipLast(1).Select(i => i.TryGetProperty("type", out var type) ? type.GetString() : "message")).ShouldBe(items);
        var reasoning = input.Where(i => i.TryGetProperty("type", out var type) && type.GetString() == "reasoning").ToList();
        reasoning.ShouldAllBe(i => i.GetProperty("encrypted_content").GetString()!.StartsWith("gAAAA"));
        if (last is not null)
            input[^1].GetProperty("type").GetString().ShouldBe(items.Split(' ')[^1] + "_output");
    }

    [Fact]
    public async Task Citations_stay_with_their_text()
    {
        var text = Contents<TextContent>(await ReadAsync("responses-web-search.json")).Single();
        text.Annotations!.OfType<CitationAnnotation>().Single().Url!.Host.ShouldBe("www.britannica.com");
    }

    private static string Fixture(string name) => File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Fixtures", "openai", name));

    private static Task<ChatResponse> ReadAsync(string fixture, int status = 200)
    {
        var stream = fixture.EndsWith(".txt", StringComparison.Ordinal);
        var body = Fixture(fixture);
        return AskAsync(fixture.Split('-')[0], stream ? Reply.Stream(body) : new Reply(body, status), stream);
    }

    private static async Task<ChatResponse> AskAsync(string api, Reply reply, bool stream = false, string provider = "openai")
    {
        await using var server = await FakeServer.StartAsync(reply);
        using var client = Setup.Connect($"{provider}/{api}", server.Url);
        return stream
            ? await client.GetStreamingResponseAsync("Hello", cancellationToken: Stop).ToChatResponseAsync(Stop)
            : await client.GetResponseAsync("Hello", cancellationToken: Stop);
    }

    private static IEnumerable<T> Contents<T>(ChatResponse response) => response.Messages.SelectMany(m => m.Contents).OfType<T>();
}
