using System.Text.Json;
using Axle.Models.Tests.Wire;
using Microsoft.Extensions.AI;

namespace Axle.Models.Tests.Providers;

public sealed class Provider_answers
{
    public static TheoryData<string> Networked => [.. Setup.Networked];

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory, MemberData(nameof(Networked))]
    public async Task Text_usage_and_model_are_read(string provider)
    {
        await using var server = await FakeServer.StartAsync(new Reply(WireAnswers.For(provider, "Good day")));
        using var client = Setup.Connect(provider, server.Url);

        var response = await client.GetResponseAsync("Hello", cancellationToken: Stop);

        response.Text.ShouldBe("Good day");
        response.FinishReason.ShouldBe(ChatFinishReason.Stop);
        var usage = ModelUsage.From(response.Usage);
        usage.ShouldBe(provider switch
        {
            "anthropic" => new ModelUsage(17, 5, 7),
            "gemini" => new ModelUsage(30, 10, 9) { ReasoningTokens = 4 },
            _ => new ModelUsage(40, 13, 8),
        });
        server.Requests.Single().Key.ShouldBe(provider is "anthropic" or "gemini" ? Setup.Key : $"Bearer {Setup.Key}");
        server.Requests.Single().Path.ShouldBe(provider switch
        {
            "anthropic" => "/v1/messages",
            "gemini" => "/v1beta/models/test-model:generateContent",
            _ => "/v1/chat/completions",
        });
    }

    [Theory, MemberData(nameof(Networked))]
    public async Task Schema_and_limit_go_over_the_wire_and_the_evidence_does_not(string provider)
    {
        await using var server = await FakeServer.StartAsync(new Reply(WireAnswers.For(provider, "{}")));
        using var client = Setup.Connect(provider, server.Url);

        await client.GetResponseAsync("Hello", new ChatOptions
        {
            MaxOutputTokens = 321,
            ResponseFormat = ChatResponseFormat.ForJsonSchema(Samples.TextSchema, "answer"),
            AdditionalProperties = new AdditionalPropertiesDictionary { [ModelGateway.EvidenceKey] = Samples.Json("""{"secret":"evidence"}""") },
        }, Stop);

        var body = Samples.Json(server.Requests.Single().Body);
        var limit = provider switch
        {
            "openai" => body.GetProperty("max_completion_tokens"),
            "gemini" => body.GetProperty("generationConfig").GetProperty("maxOutputTokens"),
            _ => body.GetProperty("max_tokens"),
        };
        limit.GetInt32().ShouldBe(321);
        var schema = provider switch
        {
            "anthropic" => body.GetProperty("output_config").GetProperty("format").GetProperty("schema"),
            "gemini" => body.GetProperty("generationConfig").GetProperty("responseJsonSchema"),
            _ => body.GetProperty("response_format").GetProperty("json_schema").GetProperty("schema"),
        };
        schema.GetProperty("properties").GetProperty("answer").GetProperty("type").GetString().ShouldBe("string");
        server.Requests.Single().Body.ShouldNotContain("secret");
    }

    [Fact]
    public async Task Anthropic_gets_no_schema_that_its_strict_mode_cannot_express()
    {
        await using var server = await FakeServer.StartAsync(new Reply(WireAnswers.Anthropic("{}")));
        using var client = Setup.Connect("anthropic", server.Url);
        var map = Samples.Json("""{"type":"object","properties":{"counts":{"type":"object","additionalProperties":{"type":"integer"}}}}""");

        await client.GetResponseAsync("Hello", new ChatOptions { ResponseFormat = ChatResponseFormat.ForJsonSchema(map, "answer") }, Stop);

        Samples.Json(server.Requests.Single().Body).TryGetProperty("output_config", out _).ShouldBeFalse();
    }

    [Theory, MemberData(nameof(Networked))]
    public async Task Stream_gives_text_tool_call_and_usage(string provider)
    {
        await using var server = await FakeServer.StartAsync(Reply.Stream(Fixture(WireAnswers.StreamFixture(provider))));
        using var client = Setup.Connect(provider, server.Url);

        var response = await client.GetStreamingResponseAsync("Hello", cancellationToken: Stop).ToChatResponseAsync(Stop);

        response.Text.ShouldBe("Good day");
        response.FinishReason.ShouldBe(ChatFinishReason.ToolCalls);
        var call = response.Messages.SelectMany(m => m.Contents).OfType<FunctionCallContent>().Single();
        call.Name.ShouldBe("weather");
        call.CallId.ShouldBe("call_1");
        call.Arguments!["city"]!.ToString().ShouldBe("Bonn");
        response.Usage!.OutputTokenCount.ShouldBe(9);
    }

    [Theory, MemberData(nameof(Networked))]
    public async Task Tool_calls_and_their_results_go_back_and_forth(string provider)
    {
        await using var server = await FakeServer.StartAsync(new Reply(WireAnswers.For(provider, "It rains")));
        using var client = Setup.Connect(provider, server.Url);
        var tool = AIFunctionFactory.CreateDeclaration("weather", "Tells the weather.", Samples.Json("""{"type":"object","properties":{"city":{"type":"string"}}}"""));

        await client.GetResponseAsync(
        [
            new ChatMessage(ChatRole.User, "How is the weather?"),
            new ChatMessage(ChatRole.Assistant, [new FunctionCallContent("call_1", "weather", new Dictionary<string, object?> { ["city"] = "Bonn" })]),
            new ChatMessage(ChatRole.Tool, [new FunctionResultContent("call_1", "rain")]),
        ], new ChatOptions { Tools = [tool] }, Stop);

        var body = server.Requests.Single().Body;
        body.ShouldContain("call_1");
        body.ShouldContain("rain");
        Samples.Json(body).GetProperty("tools").GetArrayLength().ShouldBe(1);
    }

    [Fact]
    public async Task Refusal_is_told_as_a_refusal()
    {
        await using var claude = await FakeServer.StartAsync(new Reply(WireAnswers.Anthropic("", "refusal").Replace("""{"type":"text","text":""}""", "", StringComparison.Ordinal)));
        await using var gpt = await FakeServer.StartAsync(new Reply(WireAnswers.Completion("", "content_filter")));
        using var claudeClient = Setup.Connect("anthropic", claude.Url);
        using var gptClient = Setup.Connect("openai", gpt.Url);

        (await Should.ThrowAsync<AxleException>(() => claudeClient.GetResponseAsync("Hello", cancellationToken: Stop))).Error.Kind.ShouldBe(ErrorKind.Refused);
        (await Should.ThrowAsync<AxleException>(() => gptClient.GetResponseAsync("Hello", cancellationToken: Stop))).Error.Kind.ShouldBe(ErrorKind.Refused);
    }

    private static string Fixture(string name) => File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Fixtures", name));
}
