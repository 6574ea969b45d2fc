using System.ClientModel;
using System.ClientModel.Primitives;
using System.Text;
using System.Text.Json;
using Axle.Server.Tests.Serving;
using Axle.Testing.Models;
using Axle.Testing.Models.Faults;
using OpenAI;
using OpenAI.Chat;

namespace Axle.Server.Tests.Clients;

/// <summary>OpenAI's own client for .NET, pointed at the gateway and otherwise unchanged.</summary>
public sealed class DotNetClientTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Gets_an_answer_with_what_it_consumed()
    {
        await using var gateway = await Gateway.StartAsync();
        gateway.Upstream.Gives(ServedReply.Text("Hello there."));

        var result = await Chat(gateway).CompleteChatAsync([new UserChatMessage("Hi")], cancellationToken: Stop);

        result.Value.Content[0].Text.ShouldBe("Hello there.");
        result.Value.FinishReason.ShouldBe(ChatFinishReason.Stop);
        result.Value.Usage.InputTokenCount.ShouldBe(40);
        result.Value.Usage.OutputTokenCount.ShouldBe(12);
        var headers = result.GetRawResponse().Headers;
        Header(headers, "x-axle-provider").ShouldBe("local");
        Header(headers, "x-axle-model").ShouldBe("served-model");
        Header(headers, "x-request-id").ShouldNotBeEmpty();
        Header(headers, "openai-processing-ms").ShouldNotBeEmpty();
    }

    [Fact]
    public async Task Gets_a_stream_piece_by_piece_and_its_usage_at_the_end()
    {
        await using var gateway = await Gateway.StartAsync();
        gateway.Upstream.Gives(ServedReply.Text("one two three four five six") with { PieceLength = 4 });
        var text = new StringBuilder();
        var pieces = 0;
        ChatTokenUsage? usage = null;

        await foreach (var update in Chat(gateway).CompleteChatStreamingAsync([new UserChatMessage("Count")], cancellationToken: Stop))
        {
            foreach (var part in update.ContentUpdate)
            {
                text.Append(part.Text);
                pieces++;
            }

            usage = update.Usage ?? usage;
        }

        text.ToString().ShouldBe("one two three four five six");
        pieces.ShouldBeGreaterThan(3);
        usage.ShouldNotBeNull().OutputTokenCount.ShouldBe(12);
    }

    [Fact]
    public async Task Calls_a_tool_and_goes_on_with_its_result()
    {
        await using var gateway = await Gateway.StartAsync();
        gateway.Upstream.Gives(ServedReply.ToolCall("weather", new { city = "Bonn" }, "call_7"), ServedReply.Text("It rains in Bonn."));
        var options = new ChatCompletionOptions
        {
            Tools =
            {
                ChatTool.CreateFunctionTool("weather", "The weather.",
                    BinaryData.FromString("""{"type":"object","properties":{"city":{"type":"string"}},"required":["city"]}""")),
            },
        };
        List<ChatMessage> talk = [new UserChatMessage("Weather in Bonn?")];

        var first = await Chat(gateway).CompleteChatAsync(talk, options, Stop);
        first.Value.FinishReason.ShouldBe(ChatFinishReason.ToolCalls);
        var call = first.Value.ToolCalls.ShouldHaveSingleItem();
        (call.Id, call.FunctionName).ShouldBe(("call_7", "weather"));
        JsonDocument.Parse(call.FunctionArguments).RootElement.GetProperty("city").GetString().ShouldBe("Bonn");
        talk.Add(new AssistantChatMessage(first.Value));
        talk.Add(new ToolChatMessage(call.Id, "rain"));
        var second = await Chat(gateway).CompleteChatAsync(talk, options, Stop);

        second.Value.Content[0].Text.ShouldBe("It rains in Bonn.");
        gateway.Upstream.Requests[^1].Body.ShouldContain("call_7");
    }

    [Fact]
    public async Task Gets_json_that_matches_its_schema_after_a_correction()
    {
        await using var gateway = await Gateway.StartAsync();
        gateway.Upstream.Gives(ServedReply.Text("not json"), ServedReply.Json(new { answer = 42 }));
        var schema = BinaryData.FromString("""{"type":"object","properties":{"answer":{"type":"integer"}},"required":["answer"],"additionalProperties":false}""");

        var result = await Chat(gateway).CompleteChatAsync(
            [new UserChatMessage("What is it?")],
            new ChatCompletionOptions { ResponseFormat = ChatResponseFormat.CreateJsonSchemaFormat("answer", schema, jsonSchemaIsStrict: true) }, Stop);

        JsonDocument.Parse(result.Value.Content[0].Text).RootElement.GetProperty("answer").GetInt32().ShouldBe(42);
        gateway.Upstream.RequestCount.ShouldBe(2);
    }

    [Theory]
    [InlineData(ErrorCase.RateLimited, 429)]
    [InlineData(ErrorCase.QuotaSpent, 429)]
    [InlineData(ErrorCase.UnknownModel, 404)]
    [InlineData(ErrorCase.Invalid, 400)]
    [InlineData(ErrorCase.TooLong, 400)]
    [InlineData(ErrorCase.Overloaded, 503)]
    public async Task Is_told_what_the_provider_refuses(ErrorCase refusal, int status)
    {
        await using var gateway = await Gateway.StartAsync();
        gateway.Upstream.Gives(ServedReply.Error(refusal));

        var error = await Should.ThrowAsync<ClientResultException>(() => Chat(gateway).CompleteChatAsync([new UserChatMessage("Hi")], cancellationToken: Stop));

        error.Status.ShouldBe(status);
    }

    [Fact]
    public async Task A_wrong_key_is_refused_without_asking_anybody()
    {
        await using var gateway = await Gateway.StartAsync();

        var error = await Should.ThrowAsync<ClientResultException>(() =>
            Chat(gateway, key: "wrong").CompleteChatAsync([new UserChatMessage("Hi")], cancellationToken: Stop));

        error.Status.ShouldBe(401);
        error.Message.ShouldContain("invalid_api_key");
        gateway.Upstream.RequestCount.ShouldBe(0);
    }

    [Fact]
    public async Task Lists_models_and_makes_vectors()
    {
        await using var gateway = await Gateway.StartAsync();
        var client = Client(gateway);

        var models = await client.GetOpenAIModelClient().GetModelsAsync(Stop);
        var one = await client.GetOpenAIModelClient().GetModelAsync("local/served-model", Stop);
        var vectors = await client.GetEmbeddingClient("local/served-model").GenerateEmbeddingsAsync(["a", "b"], cancellationToken: Stop);

        models.Value.Select(static m => m.Id).ShouldBe(["auto", "offline", "local/served-model"]);
        one.Value.Id.ShouldBe("local/served-model");
        vectors.Value.Count.ShouldBe(2);
        vectors.Value[1].ToFloats().Length.ShouldBeGreaterThan(0);
    }

    private static ChatClient Chat(Gateway gateway, string key = Gateway.Key) => Client(gateway, key).GetChatClient("served-model");

    private static OpenAIClient Client(Gateway gateway, string key = Gateway.Key) =>
        new(new ApiKeyCredential(key), new OpenAIClientOptions { Endpoint = gateway.Url, RetryPolicy = new ClientRetryPolicy(0) });

    private static string Header(PipelineResponseHeaders headers, string name) => headers.TryGetValue(name, out var value) ? value! : "";
}
