using System.Text.Json;
using Axle.Models.Providers;
using Axle.Models.Tests.Wire;
using Microsoft.Extensions.AI;

namespace Axle.Models.Tests.Recorded;

public sealed class Recorded_Gemini_answers
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Every_recorded_exchange_says_what_its_JSON_says()
    {
        Assert.SkipWhen(SharedData.Find("wire-recorded") is null, SharedData.Missing);
        var exchanges = RecordedExchanges.Read("gemini.jsonl", "generateContent", "streamGenerateContent").ToList();
        exchanges.Count.ShouldBeGreaterThan(350);

        await RecordedRun.CompareAsync("gemini", exchanges, GeminiByHand.Read, Stop);
    }

    [Fact]
    public async Task Every_answer_and_stream_of_another_SDK_s_fixtures_says_what_its_JSON_says()
    {
        Assert.SkipWhen(SharedData.Find("wire-vercel") is null, SharedData.Missing);

        await RecordedRun.CompareAsync("gemini", RecordedRun.Fixtures("google", e => $"data: {e.GetRawText()}\n\n"), GeminiByHand.Read, Stop);
    }

    [Fact]
    public async Task Every_recorded_batch_of_vectors_is_read()
    {
        Assert.SkipWhen(SharedData.Find("wire-recorded") is null, SharedData.Missing);
        var batches = RecordedExchanges.Read("gemini.jsonl", "embed").Where(e => e.Body.Contains("\"embeddings\":[", StringComparison.Ordinal)).ToList();
        batches.ShouldNotBeEmpty();
        await using var server = await FakeServer.StartAsync([.. batches.Select(b => b.ToReply())]);
        using var client = ProviderCatalog.Find("gemini")!.ConnectEmbeddings(Setup.Options("gemini", server.Url), "gemini-embedding-001", TimeProvider.System)!;

        foreach (var batch in batches)
        {
            var wanted = Samples.Json(batch.Body).GetProperty("embeddings").EnumerateArray()
                .Select(e => e.GetProperty("values").EnumerateArray().Select(v => v.GetSingle()).ToArray()).ToList();
            var read = await client.GenerateAsync([.. wanted.Select(_ => "Hello")], new EmbeddingGenerationOptions { Dimensions = 768 }, Stop);
            read.Select(e => e.Vector.ToArray()).ShouldBe(wanted);
        }
    }
}
