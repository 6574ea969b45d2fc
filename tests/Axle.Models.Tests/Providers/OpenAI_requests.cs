using System.Text.Json;
using Axle.Models.Providers;
using Axle.Models.Tests.Wire;
using Microsoft.Extensions.AI;

namespace Axle.Models.Tests.Providers;

public sealed class OpenAI_requests
{
    private static readonly JsonElement Closed = Samples.Json("""{"type":"object","properties":{"a":{"type":"string"}},"required":["a"]}""");
    private static readonly JsonElement Open = Samples.Json("""{"type":"object","properties":{"a":{"type":"string"}}}""");

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Chat_options_go_over_the_wire()
    {
        var body = await SentAsync("openai", [new(ChatRole.User, "Hi")], new ChatOptions
        {
            Temperature = 0.3f,
            TopP = 0.5f,
            Seed = 7,
            MaxOutputTokens = 9,
            StopSequences = ["END"],
            Instructions = "Be kind.",
            Reasoning = new ReasoningOptions { Effort = ReasoningEffort.Low },
            AdditionalProperties = new()
            {
                ["user"] = "u1",
                ["metadata"] = Samples.Json("""{"k":"v"}"""),
                ["service_tier"] = "flex",
                ["axle.unknown"] = "secret",
            },
        });

        body.GetRawText().ShouldNotContain("secret");
        body.GetProperty("messages")[0].GetRawText().ShouldBe("""{"role":"system","content":"Be kind."}""");
        body.GetProperty("temperature").GetRawText().ShouldBe("0.3");
        body.GetProperty("seed").GetInt64().ShouldBe(7);
        body.GetProperty("max_completion_tokens").GetInt32().ShouldBe(9);
        body.GetProperty("stop")[0].GetString().ShouldBe("END");
        body.GetProperty("reasoning_effort").GetString().ShouldBe("low");
        body.GetProperty("user").GetString().ShouldBe("u1");
        body.GetProperty("metadata").GetProperty("k").GetString().ShouldBe("v");
        body.GetProperty("service_tier").GetString().ShouldBe("flex");
    }

    [Theory]
    [InlineData("openai", "image_url input_audio file text")]
    [InlineData("openai/responses", "input_image input_audio input_file input_text")]
    public async Task Pictures_sounds_and_files_are_parts_of_a_message(string provider, string types)
    {
        var body = await SentAsync(provider, [new(ChatRole.User,
        [
            new DataContent(new byte[] { 1, 2 }, "image/png"), new DataContent(new byte[] { 3 }, "audio/wav"),
            new DataContent(new byte[] { 4 }, "application/pdf") { Name = "a.pdf" }, new TextContent("What is this?"),
        ])]);

        var parts = (provider == "openai" ? body.GetProperty("messages") : body.GetProperty("input"))[0].GetProperty("content").EnumerateArray().ToList();
        string.Join(' ', parts.Select(p => p.GetProperty("type").GetString())).ShouldBe(types);
        parts[0].GetProperty("image_url").ToString().ShouldContain("data:image/png;base64,AQI=");
        parts[1].GetProperty("input_audio").GetRawText().ShouldBe("""{"data":"Aw==","format":"wav"}""");
        parts[2].GetRawText().ShouldContain("\"filename\":\"a.pdf\"");
    }

    [Theory]
    [InlineData("openai")]
    [InlineData("openai/responses")]
    public async Task Schema_is_strict_where_that_means_the_same(string provider)
    {
        foreach (var (schema, isStrict) in new[] { (Closed, true), (Open, false) })
        {
            var options = new ChatOptions { ResponseFormat = ChatResponseFormat.ForJsonSchema(schema, "answer") };
            var body = await SentAsync(provider, [new(ChatRole.User, "Hi")], options);
            var format = provider == "openai"
                ? body.GetProperty("response_format").GetProperty("json_schema")
                : body.GetProperty("text").GetProperty("format");
            format.GetProperty("name").GetString().ShouldBe("answer");
            format.GetProperty("strict").GetBoolean().ShouldBe(isStrict);
        }
    }

    [Theory]
    [InlineData("openai", """{"type":"function","function":{"name":"one"}}""")]
    [InlineData("openai/responses", """{"type":"function","name":"one"}""")]
    public async Task One_bad_tool_does_not_keep_the_others_from_going(string provider, string choice)
    {
        var options = new ChatOptions
        {
            Tools = [Tool("one", Open), Tool("bad", Samples.Json("""{"type":"nonsense"}"""))],
            ToolMode = ChatToolMode.RequireSpecific("one"),
            AllowMultipleToolCalls = false,
        };
        var call = new ModelCall(Setup.Ask());
        call.TravelWith(options);

        var body = await SentAsync(provider, [new(ChatRole.User, "Hi")], options);

        body.GetProperty("tools").GetArrayLength().ShouldBe(1);
        body.GetProperty("tool_choice").GetRawText().ShouldBe(choice);
        body.GetProperty("parallel_tool_calls").GetBoolean().ShouldBeFalse();
        call.QuarantinedTools.Single().Name.ShouldBe("bad");
    }

    [Fact]
    public async Task Responses_keep_nothing_at_the_provider_and_ask_reasoning_models_for_sealed_thoughts()
    {
        var plain = await SentAsync("openai/responses", [new(ChatRole.User, "Hi")]);
        var thinking = await SentAsync("openai/responses", [new(ChatRole.User, "Hi")], new ChatOptions
        {
            Reasoning = new ReasoningOptions { Effort = ReasoningEffort.High, Output = ReasoningOutput.Summary },
        });

        plain.GetProperty("store").GetBoolean().ShouldBeFalse();
        plain.TryGetProperty("include", out _).ShouldBeFalse();
        thinking.GetProperty("reasoning").GetRawText().ShouldBe("""{"effort":"high","summary":"auto"}""");
        thinking.GetProperty("include")[0].GetString().ShouldBe("reasoning.encrypted_content");
    }

    [Fact]
    public async Task Thoughts_before_a_call_go_back_to_compatible_servers_only()
    {
        ChatMessage[] messages =
        [
            new(ChatRole.User, "Hi"),
            new(ChatRole.Assistant, [new TextReasoningContent("Hm."), new FunctionCallContent("c", "one", new Dictionary<string, object?> { ["x"] = "ä\"" })]),
            new(ChatRole.Tool, [new FunctionResultContent("c", "done")]),
        ];

        var compatible = (await SentAsync("openai-compatible", messages)).GetProperty("messages")[1];
        compatible.GetProperty("reasoning_content").GetString().ShouldBe("Hm.");
        var arguments = compatible.GetProperty("tool_calls")[0].GetProperty("function").GetProperty("arguments").GetString()!;
        Samples.Json(arguments).GetProperty("x").GetString().ShouldBe("ä\"");
        (await SentAsync("openai", messages)).GetProperty("messages")[1].TryGetProperty("reasoning_content", out _).ShouldBeFalse();
    }

    [Theory]
    [InlineData("", null, "/openai/deployments/test-model/chat/completions", "?api-version=2024-10-21")]
    [InlineData("", "2025-01-01-preview", "/openai/deployments/test-model/chat/completions", "?api-version=2025-01-01-preview")]
    [InlineData("", "v1", "/openai/v1/chat/completions", "")]
    [InlineData("/openai/v1/", "v1", "/openai/v1/chat/completions", "")]
    public async Task Azure_is_asked_at_its_deployment_with_its_own_key_header(string path, string? version, string expectedPath, string query)
    {
        await using var server = await FakeServer.StartAsync(new Reply(WireAnswers.Completion("Hi")));
        var options = Setup.Options("azure", server.Url) with { BaseUrl = new Uri(server.Url, path), ApiVersion = version };
        using var client = ProviderCatalog.Find("azure")!.Connect(options, "test-model", TimeProvider.System);

        (await client.GetResponseAsync("Hello", cancellationToken: Stop)).Text.ShouldBe("Hi");

        var seen = server.Requests.Single();
        seen.Path.ShouldBe(expectedPath);
        seen.Query.ShouldBe(query);
        seen.Key.ShouldBe(Setup.Key);
    }

    [Theory]
    [InlineData(400, """{"error":{"message":"The response was filtered","type":null,"param":"prompt","code":"content_filter","status":400,"innererror":{"code":"ResponsibleAIPolicyViolation","content_filter_result":{}}}}""", ErrorKind.Refused)]
    [InlineData(404, """{"error":{"code":"DeploymentNotFound","message":"The API deployment for this resource does not exist."}}""", ErrorKind.NotFound)]
    [InlineData(401, """{"error":{"code":"401","message":"Access denied due to invalid subscription key or wrong API endpoint."}}""", ErrorKind.Authentication)]
    [InlineData(429, """{"error":{"code":"429","message":"Requests to the ChatCompletions_Create Operation have exceeded call rate limit."}}""", ErrorKind.RateLimited)]
    public async Task Azure_errors_become_their_kind(int status, string body, ErrorKind kind)
    {
        await using var server = await FakeServer.StartAsync(new Reply(body, status));
        using var client = Setup.Connect("azure", server.Url);
        (await Should.ThrowAsync<AxleException>(() => client.GetResponseAsync("Hello", cancellationToken: Stop))).Error.Kind.ShouldBe(kind);
    }

    private static AIFunctionDeclaration Tool(string name, JsonElement schema) => AIFunctionFactory.CreateDeclaration(name, "Does it.", schema);

    private static async Task<JsonElement> SentAsync(string provider, IEnumerable<ChatMessage> messages, ChatOptions? options = null)
    {
        var answer = provider.EndsWith("responses", StringComparison.Ordinal)
            ? """{"status":"completed","output":[{"type":"message","content":[{"type":"output_text","text":"Hi"}]}]}"""
            : WireAnswers.Completion("Hi");
        await using var server = await FakeServer.StartAsync(new Reply(answer));
        using var client = Setup.Connect(provider, server.Url);
        await client.GetResponseAsync(messages, options, Stop);
        return Samples.Json(server.Requests.Single().Body);
    }
}
