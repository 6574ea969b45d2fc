using System.Text.Json;
using Axle.Models.Providers;
using Axle.Models.Tests.Wire;
using Axle.Models.Wire;
using Microsoft.Extensions.AI;

namespace Axle.Models.Tests.Recorded;

public sealed class Recorded_OpenAI_answers
{
    private const string File = "openai.jsonl.gz";

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("openai")]
    [InlineData("openai-compatible")]
    [InlineData("azure-openai")]
    public async Task Every_recorded_completion_says_what_its_JSON_says(string provider)
    {
        Assert.SkipWhen(SharedData.Find("wire-recorded") is null, SharedData.Missing);
        var exchanges = RecordedExchanges.Read(File, "chat_completions").ToList();
        exchanges.Count.ShouldBeGreaterThan(250);

        await RecordedRun.CompareAsync(provider, exchanges, CompletionsByHand.Read, Stop);
    }

    [Fact]
    public async Task Every_recorded_response_says_what_its_JSON_says()
    {
        Assert.SkipWhen(SharedData.Find("wire-recorded") is null, SharedData.Missing);
        var exchanges = RecordedExchanges.Read(File, "responses").ToList();
        exchanges.Count.ShouldBeGreaterThan(200);

        await RecordedRun.CompareAsync("openai/responses", exchanges, ResponsesByHand.Read, Stop);
    }

    [Theory]
    [InlineData("openai", "openai-chat")]
    [InlineData("openai-compatible", "openai-compatible-chat")]
    [InlineData("openai/responses", "openai-responses")]
    public async Task Every_answer_and_stream_of_another_SDK_s_fixtures_says_what_its_JSON_says(string provider, string folder)
    {
        Assert.SkipWhen(SharedData.Find("wire-vercel") is null, SharedData.Missing);
        var exchanges = RecordedRun.Fixtures(folder, e => $"data: {e.GetRawText()}\n\n");

        await RecordedRun.CompareAsync(provider, exchanges, folder.EndsWith("chat", StringComparison.Ordinal) ? CompletionsByHand.Read : ResponsesByHand.Read, Stop);
    }

    [Fact]
    public async Task Every_recorded_embedding_is_read_to_the_last_number()
    {
        Assert.SkipWhen(SharedData.Find("wire-recorded") is null, SharedData.Missing);
        var exchanges = RecordedExchanges.Read(File, "embeddings").Where(e => e.Status == 200).ToList();
        exchanges.Count.ShouldBeGreaterThan(10);
        await using var server = await FakeServer.StartAsync([.. exchanges.Select(e => e.ToReply())]);
        using var client = ProviderCatalog.Find("openai")!.ConnectEmbeddings(Setup.Options("openai", server.Url), "test-model", TimeProvider.System)!;
        foreach (var root in exchanges.Select(e => Samples.Json(e.Body)))
        {
            var data = root.GetProperty("data").EnumerateArray().ToList();
            var read = await client.GenerateAsync(data.Select((_, i) => $"text {i}"), cancellationToken: Stop);
            for (var i = 0; i < data.Count; i++)
                read[i].Vector.ToArray().ShouldBe(Numbers(data[i].GetProperty("embedding")));
            read.Usage!.InputTokenCount.ShouldBe(root.GetProperty("usage").GetProperty("prompt_tokens").GetInt64());
        }
    }

    [Fact]
    public void Every_recorded_count_ends_in_a_part_that_has_a_name()
    {
        Assert.SkipWhen(SharedData.Find("wire-recorded") is null, SharedData.Missing);
        var seen = 0;
        foreach (var exchange in RecordedExchanges.Read(File, "chat_completions", "responses").Where(e => e is { Stream: false, Status: 200 }))
        {
            if (!Samples.Json(exchange.Body).TryGetProperty("usage", out var json) || json.ValueKind != JsonValueKind.Object)
                continue;
            var usage = ModelUsage.From(OpenAiUsage.Read(json));
            usage.Unknown.ShouldBeEmpty(exchange.Id);
            usage.ReasoningTokens.ShouldBe(Count(json, "reasoning_tokens"), exchange.Id);
            usage.CacheWriteTokens.ShouldBe(Count(json, "cache_write_tokens"), exchange.Id);
            (usage.AudioInputTokens + usage.AudioOutputTokens).ShouldBe(Count(json, "audio_tokens"), exchange.Id);
            seen++;
        }

        seen.ShouldBeGreaterThan(300);
    }

    private static float[] Numbers(JsonElement vector) => vector.ValueKind == JsonValueKind.Array
        ? [.. vector.EnumerateArray().Select(n => (float)n.GetDouble())]
        : [.. vector.GetBytesFromBase64().Chunk(4).Select(b => BitConverter.ToSingle(b))];

    private static long Count(JsonElement usage, string name) => usage.EnumerateObject()
        .Where(m => m.Value.ValueKind == JsonValueKind.Object).SelectMany(m => m.Value.EnumerateObject())
        .Where(m => m.Name == name && m.Value.ValueKind == JsonValueKind.Number).Sum(m => m.Value.GetInt64());
}
