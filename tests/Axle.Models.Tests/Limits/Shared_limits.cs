using Axle.Models.Limits;
using Axle.Models.Tests.Wire;

namespace Axle.Models.Tests.Limits;

/// <summary>Takes and corrections of one process while its store takes its time.</summary>
public sealed class Shared_limits
{
    private readonly ManualTime _time = new();
    private readonly GatedLimits _store;

    public Shared_limits() => _store = new GatedLimits(_time) { HoldsCorrections = true };

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_take_goes_after_the_correction_on_its_way_and_waits_for_none_that_comes_later()
    {
        var limit = Limit(calls: 10, tokens: 100);
        var first = await TakeAsync(limit, 60);
        limit.Correct(first.Cell, 0, -50);
        var under = await _store.NextAsync(Stop);

        var taking = TakeAsync(limit, 60);
        limit.Correct(first.Cell, 0, -1);
        taking.IsCompleted.ShouldBeFalse();
        await under.GoAsync();

        (await taking).Wait.ShouldBe(TimeSpan.Zero, "what the first gave back is there");
        (await _store.NextAsync(Stop)).Correction.ShouldNotBeNull().Uses.ShouldBe([new CorrectedUse(first.Cell, 0, -1)]);
    }

    [Fact]
    public async Task Corrections_that_come_while_one_is_on_its_way_go_together_and_one_that_fails_holds_up_nobody()
    {
        var limit = Limit(calls: 10, tokens: 100);
        var first = await TakeAsync(limit, 60);
        limit.Correct(first.Cell, 0, -1);
        limit.Correct(first.Cell, 0, -2);
        limit.Correct(first.Cell, -1, -57);

        (await _store.NextAsync(Stop)).Fail();
        var rest = await _store.NextAsync(Stop);
        rest.Correction.ShouldNotBeNull().Uses.ShouldBe([new CorrectedUse(first.Cell, 0, -2), new CorrectedUse(first.Cell, -1, -57)]);
        var taking = TakeAsync(limit, 60);
        await rest.GoAsync();

        var count = await taking;
        (count.Calls, count.Tokens).ShouldBe((1, 61));
    }

    [Fact]
    public async Task Where_calls_alone_are_limited_tokens_are_not_corrected()
    {
        var limit = Limit(calls: 1, tokens: null);
        var first = await TakeAsync(limit, 60);

        limit.Correct(first.Cell, 0, -50);
        limit.Correct(first.Cell, -1, -60);

        (await _store.NextAsync(Stop)).Correction.ShouldNotBeNull().Uses.ShouldBe([new CorrectedUse(first.Cell, -1, 0)]);
    }

    [Fact]
    public async Task Whoever_comes_when_the_line_reaches_past_the_minute_gets_a_place_behind_it()
    {
        var (limit, turn) = (Limit(calls: 1, tokens: null), Guid.NewGuid());
        await TakeAsync(limit, 1);

        var waits = new List<TimeSpan>();
        foreach (var place in new[] { turn, Guid.NewGuid(), Guid.NewGuid() })
            waits.Add((await limit.TakeAsync(1, place, waits: true, Stop)).Wait);

        waits.ShouldBe([TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(2), TimeSpan.FromMinutes(3)]);
        _time.Advance(TimeSpan.FromMinutes(1));
        (await TakeAsync(limit, 1)).Wait.ShouldBe(TimeSpan.FromMinutes(3), "a newcomer is behind all of them");
        (await limit.TakeAsync(1, turn, waits: false, Stop)).Wait.ShouldBe(TimeSpan.Zero);
    }

    private static Task<LimitCount> TakeAsync(SharedLimit limit, long tokens) => limit.TakeAsync(tokens, turn: null, waits: false, Stop).AsTask();

    private SharedLimit Limit(long? calls, long? tokens) => new(_store, new LimitRule("provider a", TimeSpan.FromMinutes(1), calls, tokens), _time);
}
