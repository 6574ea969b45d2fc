using System.Net.Http.Json;
using System.Text.Json;
using Axle.Models.Recording;
using Axle.Models.Tests.Wire;
using Axle.Testing.Models;
using Axle.Testing.Models.Faults;
using Microsoft.Extensions.AI;

namespace Axle.Models.Tests.Served;

public sealed class Model_server
{
    /// <summary>Provider, path, and whether it streams.</summary>
    public static TheoryData<string, string, bool> Interfaces
    {
        get
        {
            var data = new TheoryData<string, string, bool>();
            foreach (var stream in (bool[])[false, true])
            {
                data.Add("anthropic", "/v1/messages", stream);
                data.Add("openai", "/v1/chat/completions", stream);
                data.Add("openai", "/v1/responses", stream);
                data.Add("gemini", stream ? "/v1beta/models/m:streamGenerateContent?alt=sse" : "/v1beta/models/m:generateContent", stream);
            }

            return data;
        }
    }

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory, MemberData(nameof(Interfaces))]
    public async Task Every_part_of_an_answer_goes_over_the_wire_whole_and_in_pieces(string provider, string path, bool stream)
    {
        await using var server = await ModelServer.StartAsync(cancellationToken: Stop);
        server.Gives(new ServedAnswer([new ThinkingPart("first I think about it"), new TextPart("Good day to you, Ünï 😀 codé"),
            new ToolCallPart("weather", Samples.Json("""{"city":"Bonn"}"""), "call_1")]));

        var text = await AskAsync(server, path, stream);

        var said = stream ? string.Concat(Strings(text, "text", "content", "delta", "thinking", "partial_json", "arguments", "reasoning_content")) : text;
        said.ShouldContain("first I think about it");
        said.ShouldContain(stream ? "Good day to you, Ünï 😀 codé" : "Good day to you, ");
        said.ShouldContain("Bonn");
        text.ShouldContain("weather");
        text.ShouldContain(provider == "gemini" ? "totalTokenCount" : path.EndsWith("completions", StringComparison.Ordinal) ? "tool_calls" : "output_tokens");
        server.Requests.Single().Stream.ShouldBe(stream);
    }

    [Theory]
    [InlineData("anthropic")]
    [InlineData("openai")]
    [InlineData("openai-compatible")]
    public async Task Clients_read_what_was_scripted(string provider)
    {
        await using var server = await ModelServer.StartAsync(cancellationToken: Stop);
        using var client = Setup.Connect(provider, server.Url);
        var usage = new ServedUsage(100, 20) { CacheRead = 30 };
        foreach (var stream in (bool[])[false, true])
        {
            server.Gives(ServedReply.Text("Good day") with { Usage = usage }, ServedReply.ToolCall("weather", new { city = "Bonn" }));

            var text = await AskAsync(client, stream);
            text.Text.ShouldBe("Good day");
            text.FinishReason.ShouldBe(ChatFinishReason.Stop);
            ModelUsage.From(text.Usage).ShouldBe(new ModelUsage(100, 20, 30));
            var call = (await AskAsync(client, stream)).Messages.SelectMany(static m => m.Contents).OfType<FunctionCallContent>().Single();
            call.Name.ShouldBe("weather");
            call.Arguments!["city"]!.ToString().ShouldBe("Bonn");
        }
    }

    [Fact]
    public async Task Requests_are_counted_and_the_last_ones_kept_without_their_keys()
    {
        await using var server = await ModelServer.StartAsync(new ModelServerOptions { KeptRequests = 2 }, Stop);
        using var client = Setup.Connect("openai", server.Url);
        for (var i = 0; i < 3; i++)
            await client.GetResponseAsync($"Hello {i}, my key is {Setup.Key}", cancellationToken: Stop);

        server.RequestCount.ShouldBe(3);
        server.Requests.Count.ShouldBe(2);
        server.Requests[0].Body.ShouldContain("Hello 1");
        server.Requests[0].WasSignedWith(Setup.Key).ShouldBeTrue();
        server.Requests[0].WasSignedWith("another").ShouldBeFalse();
        JsonSerializer.Serialize(server.Requests).ShouldNotContain(Setup.Key);
    }

    [Fact]
    public async Task Lists_vectors_and_counts_are_answered_beside_the_script()
    {
        await using var server = await ModelServer.StartAsync(new ModelServerOptions { Models = ["small", "large"] }, Stop);
        server.Gives(ServedReply.Text("scripted"));
        using var http = new HttpClient { BaseAddress = server.Url };

        Samples.Json(await http.GetStringAsync("/v1/models", Stop)).GetProperty("data").GetArrayLength().ShouldBe(2);
        Samples.Json(await http.GetStringAsync("/v1beta/models", Stop)).GetProperty("models")[1].GetProperty("name").GetString().ShouldBe("models/large");
        var vectors = Samples.Json(await PostAsync(http, "/v1/embeddings", new { model = "e", input = new[] { "one two", "two one", "three" } })).GetProperty("data");
        vectors[0].GetProperty("embedding").GetRawText().ShouldBe(vectors[1].GetProperty("embedding").GetRawText());
        vectors[0].GetProperty("embedding").GetRawText().ShouldNotBe(vectors[2].GetProperty("embedding").GetRawText());
        (await PostAsync(http, "/v1beta/models/e:batchEmbedContents", new { requests = new[] { new { content = new { parts = new[] { new { text = "x" } } } } } })).ShouldContain("values");
        (await PostAsync(http, "/v1/messages/count_tokens", new { model = "m" })).ShouldContain("input_tokens");
        (await PostAsync(http, "/v1/messages", new { model = "m" })).ShouldContain("scripted");
    }

    [Fact]
    public async Task Recorded_exchanges_are_given_in_turn_and_again()
    {
        Assert.SkipWhen(SharedData.Find("wire-recorded") is null, SharedData.Missing);
        var exchanges = ExchangeFile.Read(Path.Combine(SharedData.Find("wire-recorded")!, "anthropic.jsonl")).ToList();
        exchanges.Count.ShouldBeGreaterThan(200);
        await using var server = await ModelServer.StartAsync(cancellationToken: Stop);
        server.Replays(exchanges);
        var streams = exchanges.Where(static e => e is { Api: WireApi.Messages, Stream: true }).ToList();

        foreach (var exchange in streams.Append(streams[0]))
            (await AskAsync(server, "/v1/messages", stream: true)).ShouldBe(exchange.Response.Body);
    }

    [Fact]
    public async Task The_same_seed_gives_the_same_faults()
    {
        var runs = new List<string>();
        foreach (var seed in (int[])[7, 7, 8])
        {
            await using var server = await ModelServer.StartAsync(new ModelServerOptions
            {
                Seed = seed,
                Faults = [new(new ServedFault(FaultKind.Overloaded), 0.3), new(new ServedFault(FaultKind.RateLimited), 0.3)],
            }, Stop);
            using var http = new HttpClient { BaseAddress = server.Url };
            var seen = new List<int>();
            for (var i = 0; i < 50; i++)
            {
                using var answer = await http.PostAsJsonAsync("/v1/messages", new { model = "m" }, Stop);
                seen.Add((int)answer.StatusCode);
            }

            runs.Add(string.Join(' ', seen));
        }

        runs[0].ShouldContain("529");
        runs[0].ShouldContain("429");
        runs[0].ShouldContain("200");
        runs[1].ShouldBe(runs[0]);
        runs[2].ShouldNotBe(runs[0]);
    }

    private static async Task<ChatResponse> AskAsync(IChatClient client, bool stream) => stream
        ? await client.GetStreamingResponseAsync("Hello", cancellationToken: Stop).ToChatResponseAsync(Stop)
        : await client.GetResponseAsync("Hello", cancellationToken: Stop);

    private static async Task<string> AskAsync(ModelServer server, string path, bool stream)
    {
        using var http = new HttpClient { BaseAddress = server.Url };
        return await PostAsync(http, path, new { model = "m", stream });
    }

    private static async Task<string> PostAsync(HttpClient http, string path, object body)
    {
        using var answer = await http.PostAsJsonAsync(path, body, Stop);
        return await answer.Content.ReadAsStringAsync(Stop);
    }

    /// <summary>The strings of some fields, over all events of a stream.</summary>
    private static IEnumerable<string> Strings(string stream, params string[] names) => stream.Split('\n')
        .Where(static l => l.StartsWith("data: {", StringComparison.Ordinal))
        .SelectMany(l => Strings(Samples.Json(l[6..]), names));

    private static IEnumerable<string> Strings(JsonElement element, string[] names) => element.ValueKind switch
    {
        JsonValueKind.Object => element.EnumerateObject().SelectMany(p => p.Value.ValueKind == JsonValueKind.String
            ? names.Contains(p.Name) ? [p.Value.GetString()!] : []
            : p.Name is "args" ? [p.Value.GetRawText()] : Strings(p.Value, names)),
        JsonValueKind.Array => element.EnumerateArray().SelectMany(e => Strings(e, names)),
        _ => [],
    };
}
