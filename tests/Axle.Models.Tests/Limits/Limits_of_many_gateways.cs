using Axle.Models.Configuration;
using Axle.Models.Limits;
using Axle.Models.Telemetry;
using Axle.Models.Tests.Routing;
using Axle.Models.Tests.Wire;
using Axle.Models.Wire;

namespace Axle.Models.Tests.Limits;

/// <summary>Gateways of several processes that share the store of limits, and the keys of their providers.</summary>
public sealed class Limits_of_many_gateways : IDisposable
{
    private readonly ManualTime _time = new();
    private readonly Heard _heard = new();
    private readonly CountedLimits _store;
    private readonly ScriptedProvider _a = new("a");
    private readonly List<ModelGateway> _gateways = [];

    public Limits_of_many_gateways() => _store = new CountedLimits(_time);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public void Dispose() => _gateways.ForEach(static g => g.Dispose());

    [Fact]
    public async Task One_gateway_is_refused_what_another_has_used()
    {
        var (one, other) = (Gateway(requests: 3), Gateway(requests: 3));
        await one.AskAsync(Ask(), Stop);
        await other.AskAsync(Ask(), Stop);
        await one.AskAsync(Ask(), Stop);

        var refused = await RefusedAsync(other);

        refused.Kind.ShouldBe(ErrorKind.RateLimited);
        refused.RetryAfter.ShouldBe(TimeSpan.FromMinutes(1));
        _time.Advance(TimeSpan.FromMinutes(1));
        await other.AskAsync(Ask(), Stop);
        _a.Asked.Count.ShouldBe(4);
    }

    [Fact]
    public async Task Tokens_that_a_call_did_not_use_are_there_for_the_other_gateway()
    {
        var (one, other) = (Gateway(tokens: 3_000), Gateway(tokens: 3_000));
        for (var i = 0; i < 5; i++)
        {
            // Each may need 2,000 and needs 15.
            await one.AskAsync(Ask() with { MaxOutputTokens = 2_000 }, Stop);
            await other.AskAsync(Ask() with { MaxOutputTokens = 2_000 }, Stop);
        }

        var left = one.LookAtDeployments().Single(static d => d.Provider == "a").Limits.Tokens.ShouldNotBeNull();
        left.Limit.ShouldBe(3_000);
        left.Left.ShouldBeInRange(2_700, 2_900);
    }

    [Fact]
    public async Task Where_no_limit_is_configured_nothing_is_asked_of_the_store()
    {
        _a.Fails(ErrorKind.RateLimited, wait: TimeSpan.FromSeconds(1));
        var gateway = Gateway();
        await RefusedAsync(gateway);
        _time.Advance(TimeSpan.FromSeconds(2));

        await gateway.AskAsync(Ask(), Stop);

        _store.All.ShouldBe(0);
    }

    [Fact]
    public async Task Where_requests_alone_are_limited_nothing_is_corrected()
    {
        var gateway = Gateway(requests: 10);

        await gateway.AskAsync(Ask(), Stop);
        await gateway.AskAsync(Ask(), Stop);

        _store.All.ShouldBe(2);
    }

    [Fact]
    public async Task What_little_a_provider_says_is_left_the_others_heed_until_it_is_more()
    {
        RateLimit Limit() => new(100, null, new SharedLimit(_store, new LimitRule("provider a", TimeSpan.FromMinutes(1), 100, null), _time));
        var (one, other) = (Limit(), Limit());
        RateLimitReading Reading(long left) =>
            new(_time.GetUtcNow(), Requests: null, new RateLimitCount(10_000, left, _time.GetUtcNow().AddSeconds(20)), BlockedUntil: null);
        await one.TakeAsync(10, turn: null, waits: false, Stop);
        one.Hear(Reading(5_000));
        _store.All.ShouldBe(1, "plenty is no news");

        one.Hear(Reading(500));
        (await other.TakeAsync(501, turn: null, waits: false, Stop)).Wait.ShouldBe(TimeSpan.FromSeconds(20));
        one.Hear(Reading(9_000));
        (await other.TakeAsync(501, turn: null, waits: false, Stop)).Wait.ShouldBe(TimeSpan.Zero);
    }

    [Fact]
    public async Task Calls_that_wait_in_several_gateways_each_go_at_their_turn_and_do_not_ask_all_at_once()
    {
        ModelGateway[] gateways = [Gateway(requests: 4), Gateway(requests: 4), Gateway(requests: 4)];
        for (var i = 0; i < 4; i++)
        {
            await gateways[i % 3].AskAsync(Ask(), Stop);
            _time.Advance(TimeSpan.FromSeconds(10));
        }

        var before = _store.Takes;
        var patient = Ask() with { Deadline = _time.GetUtcNow().AddMinutes(5) };
        var waiting = Enumerable.Range(0, 4).Select(i => gateways[i % 3].AskAsync(patient, Stop).AsTask()).ToList();

        // The four of before leave the minute 20, 30, 40 and 50 seconds from now.
        var waits = _heard.Of<CallWaits>().ToList();
        waits.Select(w => w.Until - w.At).ShouldBe(new[] { 20, 30, 40, 50 }.Select(static s => TimeSpan.FromSeconds(s)));
        waits.ShouldAllBe(static w => w.Provider == "a" && w.Kind == ErrorKind.RateLimited);
        for (var i = 0; i < waiting.Count; i++)
        {
            _time.Advance(TimeSpan.FromSeconds(i == 0 ? 20 : 10));
            await waiting[i];
            waiting.Skip(i + 1).ShouldAllBe(static w => !w.IsCompleted);
        }

        // Each asks once whether it may go at once, unless that is known, once for its turn, and once when it has come.
        (_store.Takes - before).ShouldBeLessThanOrEqualTo(12);
    }

    [Fact]
    public async Task Steps_that_come_again_are_told_different_times_and_go_then()
    {
        var (one, other) = (Gateway(requests: 2), Gateway(requests: 2));
        await one.AskAsync(Ask(), Stop);
        _time.Advance(TimeSpan.FromSeconds(30));
        await one.AskAsync(Ask(), Stop);

        var first = await RefusedAsync(one, Step("s1"));
        var second = await RefusedAsync(other, Step("s2"));

        (first.RetryAfter, second.RetryAfter).ShouldBe((TimeSpan.FromSeconds(30), TimeSpan.FromMinutes(1)));
        _time.Advance(TimeSpan.FromSeconds(30));
        (await RefusedAsync(other)).Kind.ShouldBe(ErrorKind.RateLimited);
        // The step may come again in another process.
        await other.AskAsync(Step("s1"), Stop);
        _time.Advance(TimeSpan.FromSeconds(30));
        await one.AskAsync(Step("s2"), Stop);
    }

    [Fact]
    public async Task A_call_that_waits_no_more_leaves_its_place()
    {
        var (one, other) = (Gateway(requests: 1), Gateway(requests: 1));
        await one.AskAsync(Ask(), Stop);
        _time.Advance(TimeSpan.FromSeconds(30));
        using var given = new CancellationTokenSource();
        var up = one.AskAsync(Ask() with { Deadline = _time.GetUtcNow().AddMinutes(5) }, given.Token).AsTask();
        await given.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(() => up);

        _time.Advance(TimeSpan.FromSeconds(30));
        await other.AskAsync(Ask(), Stop);
    }

    [Fact]
    public async Task What_one_gateway_is_told_to_wait_the_other_waits_too()
    {
        _a.Fails(ErrorKind.RateLimited, wait: TimeSpan.FromSeconds(40));
        var (one, other) = (Gateway(requests: 100), Gateway(requests: 100));
        await RefusedAsync(one);

        (await RefusedAsync(other)).RetryAfter.ShouldBe(TimeSpan.FromSeconds(40));

        _a.Asked.Count.ShouldBe(1);
        _time.Advance(TimeSpan.FromSeconds(40));
        await other.AskAsync(Ask(), Stop);
    }

    [Fact]
    public async Task What_does_not_fit_goes_to_the_next_provider_and_takes_no_place()
    {
        var b = new ScriptedProvider("b");
        var (one, other) = (Gateway(requests: 2, then: b), Gateway(requests: 2, then: b));
        for (var i = 0; i < 5; i++)
        {
            await one.AskAsync(Ask(), Stop);
            await other.AskAsync(Ask(), Stop);
        }

        (_a.Asked.Count, b.Asked.Count).ShouldBe((2, 8));
        _time.Advance(TimeSpan.FromMinutes(1));
        (await other.AskAsync(Ask(), Stop)).Text.ShouldBe("a");
    }

    [Fact]
    public async Task Where_the_store_is_away_a_limited_provider_is_not_asked_and_nothing_stays_under_way()
    {
        var gateway = Gateway(requests: 2);
        _store.IsAway = true;
        (await RefusedAsync(gateway)).Kind.ShouldBe(ErrorKind.Network);
        _a.Asked.ShouldBeEmpty();
        gateway.LookAtDeployments().Single(static d => d.Provider == "a").UnderWay.ShouldBe(0);

        _store.IsAway = false;
        _time.Advance(TimeSpan.FromSeconds(1));
        await gateway.AskAsync(Ask(), Stop);
    }

    [Fact]
    public async Task Where_the_store_is_away_it_is_waited_for_once_and_not_for_each_limited_provider()
    {
        var b = new ScriptedProvider("b");
        var gateway = Gateway(requests: 2, then: b, thenRequests: 2);
        _store.IsAway = true;

        (await RefusedAsync(gateway)).Kind.ShouldBe(ErrorKind.Network);
        await RefusedAsync(gateway);
        _store.Takes.ShouldBe(1);

        _time.Advance(TimeSpan.FromSeconds(1));
        _store.IsAway = false;
        (await gateway.AskAsync(Ask(), Stop)).Text.ShouldBe("a");
        b.Asked.ShouldBeEmpty();
    }

    private static ModelRequest Ask() => Setup.Ask() with { MayUseOffline = false };

    private static ModelRequest Step(string step) => Ask() with { Scope = new Scope { Run = "r", Step = step } };

    private static async Task<AxleError> RefusedAsync(ModelGateway gateway, ModelRequest? request = null) =>
        (await Should.ThrowAsync<AxleException>(async () => await gateway.AskAsync(request ?? Ask(), Stop))).Error;

    private ModelGateway Gateway(int? requests = null, long? tokens = null, ScriptedProvider? then = null, int? thenRequests = null)
    {
        var options = new ModelOptions(
            [_a.Options(1) with { RequestsPerMinute = requests, TokensPerMinute = tokens, MaxRetries = 0 }, .. then is null ? []
                : new[] { then.Options(2) with { RequestsPerMinute = thenRequests, MaxRetries = 0 } }]);
        var gateway = ScriptedProvider.Gateway(
            _time, new GatewayServices { Listeners = [_heard], Limits = _store }, options, [_a, .. then is null ? [] : new[] { then }]);
        _gateways.Add(gateway);
        return gateway;
    }
}
