using System.Text.Json;
using Axle.Models.Tests.Wire;
using Microsoft.Extensions.AI;

namespace Axle.Models.Tests.Providers;

public sealed class Gemini_requests
{
    private const string Answer = """
        {"candidates":[{"content":{"role":"model","parts":[
          {"text":"Hm.","thought":true},
          {"text":"I look.","thoughtSignature":"sig-text"},
          {"executableCode":{"language":"PYTHON","code":"1+1","id":"x"},"thoughtSignature":"sig-code"},
          {"codeExecutionResult":{"outcome":"OUTCOME_OK","output":"2","id":"x"}},
          {"partOfTomorrow":{"shape":[1,2]}},
          {"functionCall":{"id":"c1","name":"weather","args":{"city":"Bonn"}},"thoughtSignature":"sig-call"},
          {"functionCall":{"id":"c2","name":"weather","args":{"city":"Rome"}}}]},"finishReason":"STOP"}],
         "usageMetadata":{"promptTokenCount":1,"candidatesTokenCount":2},"modelVersion":"gemini-3-flash","responseId":"r"}
        """;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(false, false)]
    [InlineData(true, false)]
    [InlineData(false, true)]
    public async Task Signatures_and_parts_that_only_Gemini_understands_are_sent_back_as_they_came(bool stream, bool stored)
    {
        await using var server = await FakeServer.StartAsync(
            stream ? Reply.Stream($"data: {Answer.ReplaceLineEndings("")}\n\n") : new Reply(Answer), new Reply(WireAnswers.Gemini("It rains.")));
        using var client = Setup.Connect("gemini", server.Url);
        var first = stream
            ? await client.GetStreamingResponseAsync("Rain?", cancellationToken: Stop).ToChatResponseAsync(Stop)
            : await client.GetResponseAsync("Rain?", cancellationToken: Stop);
        first.Text.ShouldBe("I look.");
        var said = stored
            ? JsonSerializer.Deserialize<List<ChatMessage>>(JsonSerializer.Serialize(first.Messages, AIJsonUtilities.DefaultOptions),
                AIJsonUtilities.DefaultOptions)!
            : [.. first.Messages];

        await client.GetResponseAsync([
            new ChatMessage(ChatRole.User, "Rain?"), .. said,
            new ChatMessage(ChatRole.Tool, [new FunctionResultContent("c1", "yes")]),
            new ChatMessage(ChatRole.Tool, [new FunctionResultContent("c2", Samples.Json("""{"rain":false}"""))]),
        ], cancellationToken: Stop);

        var contents = Samples.Json(server.Requests.Last().Body).GetProperty("contents");
        var sent = contents[1].GetProperty("parts").EnumerateArray().ToList();
        var came = Samples.Json(Answer).GetProperty("candidates")[0].GetProperty("content").GetProperty("parts").EnumerateArray().Skip(1).ToList();
        sent.Count.ShouldBe(came.Count);
        foreach (var (one, other) in sent.Zip(came))
            JsonElement.DeepEquals(one, other).ShouldBeTrue($"{one.GetRawText()} is not {other.GetRawText()}");
        contents[2].GetProperty("parts").GetRawText().ShouldBe(
            """[{"functionResponse":{"id":"c1","name":"weather","response":{"result":"yes"}}},{"functionResponse":{"id":"c2","name":"weather","response":{"rain":false}}}]""");
    }

    [Fact]
    public async Task A_call_that_another_model_made_goes_to_Gemini_3_with_the_word_for_it()
    {
        var body = await AskAsync([
            new ChatMessage(ChatRole.User, "Weather?"),
            new ChatMessage(ChatRole.Assistant, [new FunctionCallContent("toolu_1", "weather")]),
            new ChatMessage(ChatRole.Tool, [new FunctionResultContent("toolu_1", "rain")]),
        ], new ChatOptions { ModelId = "gemini-3-pro-preview" });

        body.GetProperty("contents")[1].GetProperty("parts")[0].GetProperty("thoughtSignature").GetString().ShouldBe("skip_thought_signature_validator");
    }

    [Theory]
    [InlineData("gemini-2.0-flash", null)]
    [InlineData("gemini-2.5-flash", """{"includeThoughts":true,"thinkingBudget":16384}""")]
    [InlineData("gemini-3-pro-preview", """{"includeThoughts":true,"thinkingLevel":"high"}""")]
    public async Task Thinking_is_asked_for_as_each_model_takes_it(string model, string? expected)
    {
        var body = await AskAsync([new ChatMessage(ChatRole.User, "Hello")], new ChatOptions
        {
            ModelId = model,
            Reasoning = new ReasoningOptions { Effort = ReasoningEffort.High, Output = ReasoningOutput.Full },
        });

        (body.GetProperty("generationConfig").TryGetProperty("thinkingConfig", out var sent) ? sent.GetRawText() : null).ShouldBe(expected);
    }

    [Fact]
    public async Task Instructions_pictures_and_settings_go_over_the_wire()
    {
        var body = await AskAsync(
            [
                new ChatMessage(ChatRole.System, "Be brief"),
                new ChatMessage(ChatRole.User, [new TextContent("What?"), new DataContent(new byte[] { 1 }, "image/png"), new UriContent("gs://a/b.pdf", "application/pdf")]),
            ],
            new ChatOptions { Temperature = 0.5f, TopP = 0.9f, TopK = 4, Seed = 7, StopSequences = ["END"] });

        body.GetProperty("systemInstruction").GetRawText().ShouldBe("""{"parts":[{"text":"Be brief"}]}""");
        body.GetProperty("contents").GetRawText().ShouldBe(
            """[{"role":"user","parts":[{"text":"What?"},{"inlineData":{"mimeType":"image/png","data":"AQ=="}},{"fileData":{"mimeType":"application/pdf","fileUri":"gs://a/b.pdf"}}]}]""");
        body.GetProperty("generationConfig").GetRawText().ShouldBe("""{"temperature":0.5,"topP":0.9,"topK":4,"seed":7,"stopSequences":["END"]}""");
    }

    [Theory]
    [InlineData("any", """{"functionCallingConfig":{"mode":"ANY"}}""")]
    [InlineData("none", """{"functionCallingConfig":{"mode":"NONE"}}""")]
    [InlineData("weather", """{"functionCallingConfig":{"mode":"ANY","allowedFunctionNames":["weather"]}}""")]
    public async Task The_choice_of_tools_is_told(string mode, string expected)
    {
        var tool = AIFunctionFactory.CreateDeclaration("weather", "Tells the weather.", Samples.Json("""{"type":"object","properties":{"city":{"type":"string"}}}"""));
        var body = await AskAsync([new ChatMessage(ChatRole.User, "Hello")], new ChatOptions
        {
            Tools = [tool],
            ToolMode = mode switch { "any" => ChatToolMode.RequireAny, "none" => ChatToolMode.None, _ => ChatToolMode.RequireSpecific(mode) },
        });

        body.GetProperty("toolConfig").GetRawText().ShouldBe(expected);
        body.GetProperty("tools")[0].GetProperty("functionDeclarations")[0].GetProperty("name").GetString().ShouldBe("weather");
    }

    [Fact]
    public async Task Google_s_own_tools_stand_beside_others()
    {
        var tool = AIFunctionFactory.CreateDeclaration("weather", "Tells the weather.", Samples.Json("""{"type":"object","properties":{"city":{"type":"string"}}}"""));
        var body = await AskAsync([new ChatMessage(ChatRole.User, "Hello")], new ChatOptions
        {
            ModelId = "gemini-3-flash",
            Tools = [tool, new HostedWebSearchTool(), new HostedCodeInterpreterTool()],
        });

        body.GetProperty("tools").EnumerateArray().Select(t => t.EnumerateObject().Single().Name).ShouldBe(["functionDeclarations", "googleSearch", "codeExecution"]);
        body.GetProperty("toolConfig").GetRawText().ShouldBe("""{"includeServerSideToolInvocations":true}""");
    }

    [Theory]
    [InlineData("", "/v1beta/models/gemini-x:generateContent")]
    [InlineData("v1", "/v1/models/gemini-x:generateContent")]
    [InlineData("v1beta/openai/", "/v1beta/models/gemini-x:generateContent")]
    public async Task The_address_may_be_written_with_or_without_its_version(string path, string expected)
    {
        await using var server = await FakeServer.StartAsync(new Reply(WireAnswers.Gemini("Hello")));
        var options = Setup.Options("gemini", server.Url) with { BaseUrl = new Uri(server.Url, path) };
        using var client = Axle.Models.Providers.ProviderCatalog.Find("gemini")!.Connect(options, "gemini-x", TimeProvider.System);

        await client.GetResponseAsync("Hello", cancellationToken: Stop);

        server.Requests.Single().Path.ShouldBe(expected);
    }

    [Fact]
    public async Task Pictures_and_sources_of_an_answer_are_read()
    {
        const string Grounded = """
            {"candidates":[{"content":{"parts":[{"text":"It rains."},{"inlineData":{"mimeType":"image/png","data":"AQID"}}]},"finishReason":"STOP",
              "groundingMetadata":{"webSearchQueries":["a","b"],"groundingChunks":[{"web":{"uri":"https://example.org/","title":"Rain"}}],
                "groundingSupports":[{"segment":{"endIndex":9,"text":"It rains."},"groundingChunkIndices":[0]}]}}],
             "modelVersion":"gemini-3-flash","usageMetadata":{"promptTokenCount":3,"toolUsePromptTokenCount":5,"candidatesTokenCount":1290,"thoughtsTokenCount":7,
               "candidatesTokensDetails":[{"modality":"IMAGE","tokenCount":1280}],"promptTokensDetails":[{"modality":"AUDIO","tokenCount":2}]}}
            """;
        await using var server = await FakeServer.StartAsync(new Reply(Grounded));
        using var client = Setup.Connect("gemini", server.Url);

        var response = await client.GetResponseAsync("Rain?", cancellationToken: Stop);

        var contents = response.Messages.Single().Contents;
        contents.OfType<DataContent>().Single().Data.ToArray().ShouldBe([1, 2, 3]);
        var source = (CitationAnnotation)contents.SelectMany(c => c.Annotations ?? []).Single();
        (source.Url!.ToString(), source.Title, source.Snippet).ShouldBe(("https://example.org/", "Rain", "It rains."));
        var usage = ModelUsage.From(response.Usage);
        (usage.InputTokens, usage.OutputTokens, usage.ReasoningTokens, usage.ImageOutputTokens, usage.AudioInputTokens).ShouldBe((8, 1297, 7, 1280, 2));
        usage.ServerTools["google_search"].ShouldBe(2);
    }

    private static async Task<JsonElement> AskAsync(ChatMessage[] messages, ChatOptions? options = null)
    {
        await using var server = await FakeServer.StartAsync(new Reply(WireAnswers.Gemini("Hello")));
        using var client = Setup.Connect("gemini", server.Url);
        await client.GetResponseAsync(messages, options, Stop);
        return Samples.Json(server.Requests.Single().Body);
    }
}
