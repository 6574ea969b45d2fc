using Axle.Models.Configuration;
using Axle.Models.Limits;
using Axle.Models.Tests.Routing;
using Axle.Models.Tests.Wire;
using Axle.Models.Wire;

namespace Axle.Models.Tests.Limits;

/// <summary>Who gets a place in the line, who keeps it, and where calls go whose store does not answer.</summary>
public sealed class Turns_at_shared_limits : IDisposable
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan Half = TimeSpan.FromSeconds(30);
    private readonly ManualTime _time = new();
    private readonly GatedLimits _store;
    private readonly ScriptedProvider _a = new("a");
    private readonly ScriptedProvider _b = new("b");
    private readonly List<ModelGateway> _gateways = [];

    public Turns_at_shared_limits() => _store = new GatedLimits(_time);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public void Dispose() => _gateways.ForEach(static g => g.Dispose());

    [Fact]
    public async Task Where_the_store_does_not_answer_the_next_provider_is_asked()
    {
        var gateway = Gateway(_a, _b);
        _store.HoldsTakes = true;
        var asking = gateway.AskAsync(Ask(), Stop).AsTask();
        (await _store.NextAsync(Stop)).Fail();

        (await asking).Text.ShouldBe("b");

        _a.Asked.ShouldBeEmpty();
        gateway.LookAtDeployments().Single(static d => d.Provider == "a").UnderWay.ShouldBe(0);
    }

    [Theory]
    [InlineData(false, false, true)]
    [InlineData(true, true, true)]
    [InlineData(true, false, false)]
    public async Task The_store_is_asked_on_unless_it_is_away_and_has_answered_nobody_meanwhile(bool isAway, bool answersAnother, bool isAsked)
    {
        var gateway = Gateway(10, _a, _b);
        _store.HoldsTakes = true;
        var asking = gateway.AskAsync(Ask(), Stop).AsTask();
        var first = await _store.NextAsync(Stop);
        if (answersAnother)
        {
            var another = gateway.AskAsync(Ask(), Stop).AsTask();
            await (await _store.NextAsync(Stop)).GoAsync();
            (await another).Text.ShouldBe("a");
        }

        first.Fail(isAway);
        (await asking).Text.ShouldBe("b");

        var next = gateway.AskAsync(Ask(), Stop).AsTask();
        var asked = _store.NextAsync(Stop).AsTask();
        (await Task.WhenAny(next, asked) == asked).ShouldBe(isAsked);
        if (isAsked)
            await (await asked).GoAsync();
        (await next).Text.ShouldBe(isAsked ? "a" : "b");
    }

    [Fact]
    public async Task A_call_waits_for_the_store_no_longer_than_it_has_time()
    {
        _store.HoldsTakes = true;
        var asking = Gateway(_a, _b).AskAsync(Ask() with { Deadline = _time.GetUtcNow().AddSeconds(10) }, Stop).AsTask();
        await _store.NextAsync(Stop);
        _time.Advance(TimeSpan.FromSeconds(9));
        asking.IsCompleted.ShouldBeFalse();

        _time.Advance(TimeSpan.FromSeconds(1));

        (await asking).Text.ShouldBe("b");
    }

    [Fact]
    public async Task A_call_that_has_all_the_time_there_is_asks_the_store_too()
    {
        (await Gateway(_a).AskAsync(Ask() with { Deadline = DateTimeOffset.MaxValue }, Stop)).Text.ShouldBe("a");
    }

    [Fact]
    public async Task What_a_caller_is_told_of_a_store_that_is_away_does_not_say_where_it_is()
    {
        var gateway = Gateway(_a);
        _store.HoldsTakes = true;
        var asking = RefusedAsync(gateway, Ask());
        (await _store.NextAsync(Stop)).Fail();

        var error = await asking;
        (error.Kind, error.Message).ShouldBe((ErrorKind.Network, "The limits that nodes share cannot be counted: their store does not answer."));
    }

    [Fact]
    public async Task Where_the_store_goes_away_before_there_is_a_place_the_step_is_told_what_is_known()
    {
        var gateway = Gateway(_a);
        await gateway.AskAsync(Ask(), Stop);
        _store.HoldsTakes = true;
        var asking = RefusedAsync(gateway, Step("s"));
        await (await _store.NextAsync(Stop)).GoAsync();
        (await _store.NextAsync(Stop)).Fail();

        var error = await asking;
        (error.Kind, error.RetryAfter).ShouldBe((ErrorKind.RateLimited, Minute));
    }

    [Fact]
    public async Task A_steps_last_attempt_gets_the_turn_that_was_kept_for_it()
    {
        var gateway = Gateway(_a);
        await gateway.AskAsync(Ask(), Stop);
        _time.Advance(Half);
        await RefusedAsync(gateway, Step("s"));
        _time.Advance(Half);
        await RefusedAsync(gateway, Ask());

        (await gateway.AskAsync(Step("s") with { LastAttempt = true, MayUseOffline = true }, Stop)).Text.ShouldBe("a");
    }

    [Fact]
    public async Task A_step_that_fails_for_good_leaves_its_place()
    {
        var gateway = Gateway(_a, _b);
        await gateway.AskAsync(Ask(), Stop);
        _time.Advance(Half);
        _b.Fails(ErrorKind.Authentication);

        (await RefusedAsync(gateway, Step("s"))).Kind.ShouldBe(ErrorKind.Authentication);

        _time.Advance(Half);
        (await gateway.AskAsync(Ask(), Stop)).Text.ShouldBe("a");
    }

    [Fact]
    public async Task A_step_that_comes_again_before_its_turn_leaves_its_place()
    {
        var gateway = Gateway(_a, _b);
        await gateway.AskAsync(Ask(), Stop);
        _time.Advance(Half);
        _b.Fails(ErrorKind.RateLimited, wait: TimeSpan.FromSeconds(5));

        (await RefusedAsync(gateway, Step("s"))).RetryAfter.ShouldBe(TimeSpan.FromSeconds(5));

        _time.Advance(Half);
        (await gateway.AskAsync(Ask(), Stop)).Text.ShouldBe("a");
    }

    [Fact]
    public async Task A_call_that_is_given_up_while_it_gets_its_place_leaves_it()
    {
        var gateway = Gateway(_a);
        await gateway.AskAsync(Ask(), Stop);
        _time.Advance(Half);
        using var given = new CancellationTokenSource();
        _store.HoldsTakes = true;
        var asking = gateway.AskAsync(Ask() with { Deadline = _time.GetUtcNow().AddMinutes(5) }, given.Token).AsTask();
        await (await _store.NextAsync(Stop)).GoAsync();
        // The place is in the store, and nobody hears of it any more.
        await (await _store.NextAsync(Stop)).Reach();
        await given.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(() => asking);

        _store.HoldsTakes = false;
        _time.Advance(Half);
        (await gateway.AskAsync(Ask(), Stop)).Text.ShouldBe("a");
    }

    [Fact]
    public async Task What_one_process_learns_does_not_end_what_another_was_told_to_wait()
    {
        var (one, other) = (Limit(), Limit());
        await one.TakeAsync(10, turn: null, waits: false, Stop);
        one.Refuse(new SentCall(1, 10, "m"), _time.GetUtcNow().AddSeconds(20));
        one.Admit(new SentCall(2, 10, "m"));
        (await other.TakeAsync(10, turn: null, waits: false, Stop)).Wait.ShouldBe(TimeSpan.Zero);

        one.Refuse(new SentCall(3, 10, "m"), _time.GetUtcNow().AddSeconds(20));
        other.Refuse(new SentCall(5, 10, "m"), _time.GetUtcNow().AddSeconds(50));
        one.Admit(new SentCall(4, 10, "m"));

        (await one.TakeAsync(10, turn: null, waits: false, Stop)).Wait.ShouldBe(TimeSpan.FromSeconds(50));
    }

    [Fact]
    public async Task A_refusal_closes_for_as_long_as_it_says_and_not_until_all_requests_are_there_again()
    {
        var (one, other) = (Limit(), Limit());
        await one.TakeAsync(10, turn: null, waits: false, Stop);
        var now = _time.GetUtcNow();
        one.Hear(new RateLimitReading(now, new RateLimitCount(100, 0, now + Minute), null, BlockedUntil: now.AddSeconds(2)));
        one.Refuse(new SentCall(1, 10, "m"), now.AddSeconds(2));

        (await other.TakeAsync(10, turn: null, waits: false, Stop)).Wait.ShouldBe(TimeSpan.FromSeconds(2));
    }

    [Fact]
    public async Task Where_processes_share_a_limit_the_store_alone_says_when_it_is_free()
    {
        RateLimitReading Reading(long left) => new(_time.GetUtcNow(), null, new RateLimitCount(null, left, _time.GetUtcNow().AddSeconds(40)), null);
        var (one, other) = (Limit(), Limit());
        await one.TakeAsync(10, turn: null, waits: false, Stop);
        one.Hear(Reading(left: 0));
        (await other.TakeAsync(100, turn: null, waits: false, Stop)).Wait.ShouldBe(TimeSpan.FromSeconds(40));
        other.Hear(Reading(left: 900));

        // What it was told itself would have it wait, with what it took for now.
        one.WaitFor(100, _time.GetUtcNow()).ShouldBe(TimeSpan.Zero);
        (await one.TakeAsync(100, turn: null, waits: false, Stop)).Wait.ShouldBe(TimeSpan.Zero);
    }

    private static ModelRequest Ask() => Setup.Ask() with { MayUseOffline = false };

    private static ModelRequest Step(string step) => Ask() with { Scope = new Scope { Run = "r", Step = step } };

    private static async Task<AxleError> RefusedAsync(ModelGateway gateway, ModelRequest request) =>
        (await Should.ThrowAsync<AxleException>(async () => await gateway.AskAsync(request, Stop))).Error;

    private RateLimit Limit() => new(10, 1_000, new SharedLimit(_store, new LimitRule("provider a", Minute, 10, 1_000), _time));

    private ModelGateway Gateway(params ScriptedProvider[] providers) => Gateway(1, providers);

    // The first has a limit, the others none.
    private ModelGateway Gateway(int requests, params ScriptedProvider[] providers)
    {
        var options = new ModelOptions([.. providers.Select((p, i) => p.Options(i + 1) with { RequestsPerMinute = i == 0 ? requests : null, MaxRetries = 0 })]);
        var gateway = ScriptedProvider.Gateway(_time, new GatewayServices { Limits = _store }, options, providers);
        _gateways.Add(gateway);
        return gateway;
    }
}
