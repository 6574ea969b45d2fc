using Axle.Models.Cache;
using Axle.Models.Tests.Wire;
using Microsoft.Extensions.AI;

namespace Axle.Models.Tests.Cache;

public sealed class Crowds
{
    private static readonly CacheOptions On = new() { Enabled = true };

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Equal_questions_at_the_same_time_make_one_call()
    {
        var gate = new TaskCompletionSource();
        var model = Model(gate);
        using var gateway = model.Gateway(On);

        ModelCall[] calls = [.. Enumerable.Range(0, 50).Select(static _ => new ModelCall(Setup.Ask()))];
        Task<ChatResponse>[] answers = [.. calls.Select(call => gateway.GetResponseAsync(call, Stop))];
        gate.SetResult();
        var all = await Task.WhenAll(answers);

        model.Calls.ShouldBe(1);
        all.Select(static a => a.Text).Distinct().ShouldBe(["said Hello"]);
        calls.Count(static c => c.Cache == CacheStanding.Missed).ShouldBe(1);
        calls.Count(static c => c.Cache == CacheStanding.Exact).ShouldBe(49);
        calls.Sum(static c => c.Charges.Length).ShouldBe(1);
        all.Distinct().Count().ShouldBe(50, "each caller gets an answer of its own");
    }

    [Fact]
    public async Task One_who_leaves_does_not_take_the_others_along()
    {
        var gate = new TaskCompletionSource();
        var model = Model(gate);
        using var gateway = model.Gateway(On);
        using var leaving = new CancellationTokenSource();

        var leader = gateway.AskAsync(Setup.Ask(), leaving.Token).AsTask();
        var other = gateway.AskAsync(Setup.Ask(), Stop).AsTask();
        await leaving.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(leader);
        gate.SetResult();

        (await other).Text.ShouldBe("said Hello");
        model.Calls.ShouldBe(1);
    }

    [Fact(Timeout = 600_000)]
    public async Task When_all_have_left_the_call_is_given_up()
    {
        var model = Model(new TaskCompletionSource());
        using var gateway = model.Gateway(On);
        using var leaving = new CancellationTokenSource();

        var one = gateway.AskAsync(Setup.Ask(), leaving.Token).AsTask();
        var two = gateway.AskAsync(Setup.Ask(), leaving.Token).AsTask();
        await leaving.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(one);
        await Should.ThrowAsync<OperationCanceledException>(two);

        await model.GivenUp.Task.WaitAsync(Stop);
    }

    [Fact]
    public async Task Those_who_wait_share_a_failure_of_the_provider()
    {
        var gate = new TaskCompletionSource();
        var model = new ScriptedModel(static _ => throw new AxleException(ErrorKind.Validation, "no")) { Gate = gate.Task };
        using var gateway = model.Gateway(On);

        Task<ModelAnswer>[] all = [.. Enumerable.Range(0, 5).Select(_ => gateway.AskAsync(Setup.Ask(), Stop).AsTask())];
        gate.SetResult();

        foreach (var one in all)
            (await Should.ThrowAsync<AxleException>(one)).Error.Kind.ShouldBe(ErrorKind.Validation);
        model.Calls.ShouldBe(1);
    }

    [Fact]
    public async Task Those_who_wait_for_an_answer_that_may_not_be_kept_ask_by_themselves()
    {
        var gate = new TaskCompletionSource();
        var model = new ScriptedModel(static _ => ScriptedModel.Answer("cut", ChatFinishReason.Length)) { Gate = gate.Task };
        using var gateway = model.Gateway(On);

        Task<ModelAnswer>[] all = [.. Enumerable.Range(0, 3).Select(_ => gateway.AskAsync(Setup.Ask(), Stop).AsTask())];
        gate.SetResult();
        await Task.WhenAll(all);

        model.Calls.ShouldBe(3);
    }

    [Fact]
    public async Task Equal_streams_at_the_same_time_make_one_call_and_are_whole_for_each()
    {
        var gate = new TaskCompletionSource();
        var model = new ScriptedModel(static _ => ScriptedModel.Answer("one two three")) { Gate = gate.Task };
        using var gateway = model.Gateway(On);

        ModelCall[] calls = [.. Enumerable.Range(0, 20).Select(static _ => new ModelCall(Setup.Ask()))];
        Task<ChatResponse>[] streams = [.. calls.Select(call => gateway.GetStreamingResponseAsync(call, Stop).ToChatResponseAsync(Stop))];
        gate.SetResult();
        var all = await Task.WhenAll(streams);

        model.Calls.ShouldBe(1);
        all.Select(static r => r.Text).Distinct().ShouldBe(["one two three"]);
        all.Count(static r => r.Usage?.OutputTokenCount > 0).ShouldBe(1, "only the one who asked is told what it consumed");
        calls.Count(static c => c.Cache == CacheStanding.Exact).ShouldBe(19);
        calls.Select(static c => c.Provider).Distinct().ShouldBe(["scripted"]);
    }

    private static ScriptedModel Model(TaskCompletionSource gate) => new(static m => ScriptedModel.Answer("said " + m[^1].Text)) { Gate = gate.Task };
}
