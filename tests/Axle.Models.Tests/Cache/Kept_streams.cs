using Axle.Models.Cache;
using Axle.Models.Tests.Wire;
using Microsoft.Extensions.AI;

namespace Axle.Models.Tests.Cache;

public sealed class Kept_streams
{
    private static readonly CacheOptions On = new() { Enabled = true };

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Streamed_answer_is_kept_and_replayed_as_a_stream_and_as_an_answer()
    {
        var text = string.Join(' ', Enumerable.Repeat("ein Überblick 🙂", 100));
        var model = ScriptedModel.Saying(_ => text);
        using var gateway = model.Gateway(On);

        await ReadAsync(gateway);
        var again = await ReadAsync(gateway);
        var whole = await gateway.AskAsync(Setup.Ask(), Stop);

        model.Calls.ShouldBe(1);
        again.Count.ShouldBeGreaterThan(5);
        again.ToChatResponse().Text.ShouldBe(text);
        again.ShouldAllBe(static u => !char.IsHighSurrogate(u.Text.LastOrDefault()));
        again[^1].FinishReason.ShouldBe(ChatFinishReason.Stop);
        whole.Text.ShouldBe(text);
        whole.Usage.ShouldBe(ModelUsage.None);
    }

    [Fact]
    public async Task Answer_given_whole_is_replayed_as_a_stream()
    {
        var model = ScriptedModel.Saying(static q => q);
        using var gateway = model.Gateway(On);

        await gateway.AskAsync(Setup.Ask(), Stop);
        (await ReadAsync(gateway)).ToChatResponse().Text.ShouldBe("Hello");
        model.Calls.ShouldBe(1);
    }

    [Fact]
    public async Task Streams_that_broke_or_were_taken_over_are_not_kept()
    {
        foreach (var bad in new Func<ChatResponse, IEnumerable<ChatResponseUpdate>>[] { Broken, TakenOver, Cut })
        {
            var model = new ScriptedModel(static _ => ScriptedModel.Answer("x")) { Updates = bad };
            using var gateway = model.Gateway(On);
            for (var i = 0; i < 2; i++)
            {
                try
                {
                    await ReadAsync(gateway);
                }
                catch (AxleException e)
                {
                    e.Error.Kind.ShouldBe(ErrorKind.Validation);
                }
            }

            model.Calls.ShouldBe(2, bad.Method.Name);
        }
    }

    [Fact(Timeout = 600_000)]
    public async Task Reader_who_leaves_alone_stops_the_stream()
    {
        var model = new ScriptedModel(static _ => ScriptedModel.Answer("one two three")) { Gate = new TaskCompletionSource().Task };
        using var gateway = model.Gateway(On);
        using var leaving = new CancellationTokenSource();

        var reading = gateway.GetStreamingResponseAsync(new ModelCall(Setup.Ask()), leaving.Token).ToChatResponseAsync(leaving.Token);
        await model.Begun.Task.WaitAsync(Stop);
        await leaving.CancelAsync();

        await Should.ThrowAsync<OperationCanceledException>(reading);
        await model.GivenUp.Task.WaitAsync(Stop);
    }

    private static async Task<List<ChatResponseUpdate>> ReadAsync(ModelGateway gateway)
    {
        var updates = new List<ChatResponseUpdate>();
        await foreach (var update in gateway.GetStreamingResponseAsync(new ModelCall(Setup.Ask()), Stop))
            updates.Add(update);
        return updates;
    }

    private static IEnumerable<ChatResponseUpdate> Broken(ChatResponse response)
    {
        yield return new ChatResponseUpdate(ChatRole.Assistant, "half");
        throw new AxleException(ErrorKind.Validation, "broke");
    }

    private static IEnumerable<ChatResponseUpdate> TakenOver(ChatResponse response) =>
    [
        new(ChatRole.Assistant, "half"),
        new StreamTakeover("a", "b", "m", ErrorKind.Network, 4).ToUpdate(),
        new(ChatRole.Assistant, "half") { FinishReason = ChatFinishReason.Stop },
    ];

    private static IEnumerable<ChatResponseUpdate> Cut(ChatResponse response) =>
        [new(ChatRole.Assistant, "half") { FinishReason = ChatFinishReason.Length }];
}
