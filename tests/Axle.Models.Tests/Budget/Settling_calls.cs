using Axle.Models.Budget;
using Axle.Models.Ledger;
using Axle.Models.Tests.Wire;
using Microsoft.Extensions.AI;

namespace Axle.Models.Tests.Budget;

public sealed class Settling_calls : IAsyncDisposable
{
    private readonly ManualTime _time = new();
    private readonly ScriptedModel _model = new();
    private readonly SpendingBook _book;

    public Settling_calls() => _book = new SpendingBook(ScriptedModel.Session(2), new MemoryLedger(_time), _time);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public ValueTask DisposeAsync()
    {
        _model.Dispose();
        return _book.DisposeAsync();
    }

    [Fact]
    public async Task An_answer_costs_what_the_provider_counted()
    {
        var call = ScriptedModel.Call();
        await AskAsync(call);

        var entry = await ScriptedModel.OnlyEntryAsync(_book);
        (entry.Outcome, entry.Usd, entry.Unpriced.Length, entry.AtMostMore.IsZero).ShouldBe((CallOutcome.Succeeded, 0.0006m, 0, true));
        (entry.Scope.Session, entry.Provider, entry.Model, entry.Usage.OutputTokens).ShouldBe(("s", "test", "scripted", 50));
        (await ScriptedModel.StandingAsync(_book)).Spent.ShouldBe(new Spending(0.0006m, 150, 1));
        call.Charges.ShouldHaveSingleItem().Usd.ShouldBe(0.0006m);
    }

    [Fact]
    public async Task An_answer_without_counts_is_flagged_and_budgets_count_what_was_reserved()
    {
        _model.Answer = static _ => Task.FromResult<UsageDetails?>(null);
        await AskAsync(ScriptedModel.Call());

        var entry = await ScriptedModel.OnlyEntryAsync(_book);
        (entry.Outcome, entry.Usd).ShouldBe((CallOutcome.Succeeded, 0m));
        entry.Unpriced.ShouldBe(["usage"]);
        entry.AtMostMore.Usd.ShouldBeGreaterThan(0.1m);
        (await ScriptedModel.StandingAsync(_book)).Spent.ShouldBe(entry.AtMostMore with { Calls = 1 });
    }

    [Theory]
    [InlineData(ErrorKind.Authentication, 0)]
    [InlineData(ErrorKind.RateLimited, 0)]
    [InlineData(ErrorKind.Overloaded, 0)]
    [InlineData(ErrorKind.Validation, 0)]
    [InlineData(ErrorKind.QuotaSpent, 0)]
    [InlineData(ErrorKind.Timeout, 1)]
    [InlineData(ErrorKind.Network, 1)]
    [InlineData(ErrorKind.MalformedAnswer, 1)]
    [InlineData(ErrorKind.Refused, 1)]
    public async Task A_refused_call_costs_nothing_and_one_that_broke_may_have_cost_all_of_it(ErrorKind kind, long calls)
    {
        _model.Answer = _ => throw new AxleException(kind, "no");
        await Should.ThrowAsync<AxleException>(() => AskAsync(ScriptedModel.Call()));

        var entry = await ScriptedModel.OnlyEntryAsync(_book);
        entry.Outcome.ShouldBe(CallOutcome.Failed);
        entry.Unpriced.Length.ShouldBe((int)calls);
        var standing = await ScriptedModel.StandingAsync(_book);
        standing.Spent.Calls.ShouldBe(calls);
        standing.Held.IsZero.ShouldBeTrue();
        (standing.Spent.Usd > 0).ShouldBe(calls == 1);
    }

    [Fact]
    public async Task A_server_that_was_never_reached_has_billed_nothing()
    {
        _model.Answer = static _ => throw new AxleException(
            new AxleError(ErrorKind.Network, "no route"), new HttpRequestException(HttpRequestError.ConnectionError));
        await Should.ThrowAsync<AxleException>(() => AskAsync(ScriptedModel.Call()));
        (await ScriptedModel.StandingAsync(_book)).Spent.IsZero.ShouldBeTrue();
    }

    [Fact]
    public async Task A_stream_is_settled_with_its_counts()
    {
        await foreach (var _ in Stream(ScriptedModel.Call()))
        {
        }

        (await ScriptedModel.OnlyEntryAsync(_book)).Usd.ShouldBe(0.0006m);
    }

    [Fact]
    public async Task A_stream_that_nobody_reads_on_is_interrupted_and_keeps_its_reservation()
    {
        await foreach (var _ in Stream(ScriptedModel.Call()))
            break;

        var entry = await ScriptedModel.OnlyEntryAsync(_book);
        (entry.Outcome, entry.Unpriced[0]).ShouldBe((CallOutcome.Interrupted, "usage"));
        (await ScriptedModel.StandingAsync(_book)).Spent.Usd.ShouldBe(entry.AtMostMore.Usd);
    }

    [Fact]
    public async Task A_stream_that_fails_in_the_middle_is_settled()
    {
        _model.Answer = static _ => throw new AxleException(ErrorKind.Overloaded, "broke off");
        await Should.ThrowAsync<AxleException>(async () =>
        {
            await foreach (var _ in Stream(ScriptedModel.Call()))
            {
            }
        });

        (await ScriptedModel.OnlyEntryAsync(_book)).Outcome.ShouldBe(CallOutcome.Failed);
    }

    private Task<ChatResponse> AskAsync(ModelCall call) =>
        _model.Behind(_book, _time).GetResponseAsync(call.Request.Messages, ScriptedModel.Options(call), Stop);

    private IAsyncEnumerable<ChatResponseUpdate> Stream(ModelCall call) =>
        _model.Behind(_book, _time).GetStreamingResponseAsync(call.Request.Messages, ScriptedModel.Options(call), Stop);
}
