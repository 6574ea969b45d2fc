using Axle.Models.Tests.Wire;

namespace Axle.Models.Tests.Recorded;

public sealed class Recorded_Claude_answers
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Every_recorded_exchange_says_what_its_JSON_says()
    {
        Assert.SkipWhen(SharedData.Find("wire-recorded") is null, SharedData.Missing);
        var exchanges = RecordedExchanges.Read("anthropic.jsonl", "messages").ToList();
        exchanges.Count.ShouldBeGreaterThan(250);

        await RecordedRun.CompareAsync("anthropic", exchanges, ClaudeByHand.Read, Stop);
    }

    [Fact]
    public async Task Every_answer_and_stream_of_another_SDK_s_fixtures_says_what_its_JSON_says()
    {
        Assert.SkipWhen(SharedData.Find("wire-vercel") is null, SharedData.Missing);
        var exchanges = RecordedRun.Fixtures("anthropic", e => $"event: {e.GetProperty("type").GetString()}\ndata: {e.GetRawText()}\n\n");

        await RecordedRun.CompareAsync("anthropic", exchanges, ClaudeByHand.Read, Stop);
    }
}
