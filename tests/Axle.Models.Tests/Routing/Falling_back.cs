using Axle.Models.Configuration;
using Axle.Models.Health;
using Axle.Models.Routing;
using Axle.Models.Telemetry;
using Axle.Models.Tests.Wire;
using Microsoft.Extensions.AI;

namespace Axle.Models.Tests.Routing;

public sealed class Falling_back
{
    private readonly ManualTime _time = new();
    private readonly Heard _heard = new();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(ErrorKind.RateLimited)]
    [InlineData(ErrorKind.Overloaded)]
    [InlineData(ErrorKind.Timeout)]
    [InlineData(ErrorKind.Network)]
    [InlineData(ErrorKind.MalformedAnswer)]
    [InlineData(ErrorKind.Authentication)]
    [InlineData(ErrorKind.QuotaSpent)]
    [InlineData(ErrorKind.NotFound)]
    public async Task Trouble_of_one_provider_moves_on_to_the_next_at_once(ErrorKind kind)
    {
        using var gateway = ScriptedProvider.Gateway(_time, new ScriptedProvider("a").Fails(kind), new ScriptedProvider("b"));

        var answer = await gateway.AskAsync(Setup.Ask(), Stop);

        answer.Text.ShouldBe("b");
        answer.Decisions.Select(d => d.Chosen).ShouldBe(["a", "b"]);
        answer.Decisions[1].Reason.ShouldStartWith($"a failed ({kind.ToName()}).");
        answer.Decisions[1].Chain.Select(c => c.Standing).ShouldBe([CandidateStanding.Failed, CandidateStanding.Chosen, CandidateStanding.Waiting]);
    }

    [Theory]
    [InlineData(ErrorKind.Refused)]
    [InlineData(ErrorKind.Validation)]
    public async Task What_is_wrong_with_the_request_is_not_carried_from_one_to_the_next(ErrorKind kind)
    {
        var b = new ScriptedProvider("b");
        using var gateway = ScriptedProvider.Gateway(_time, new ScriptedProvider("a").Fails(kind), b);

        (await FailureAsync(gateway, Setup.Ask())).Kind.ShouldBe(kind);

        b.Asked.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_dead_provider_is_not_asked_again_until_its_break_is_over_and_then_once()
    {
        var a = new ScriptedProvider("a").Fails(ErrorKind.Network, times: 4);
        using var gateway = Gateway(a, new ScriptedProvider("b"));

        for (var i = 0; i < 10; i++)
            (await gateway.AskAsync(Setup.Ask(), Stop)).Text.ShouldBe("b");
        a.Asked.Count.ShouldBe(3);
        (await gateway.AskAsync(Setup.Ask(), Stop)).Decisions.Single().Reason.ShouldStartWith("a cannot be asked now. It failed lately (network)");

        _time.Advance(TimeSpan.FromSeconds(3));
        await gateway.AskAsync(Setup.Ask(), Stop);
        await gateway.AskAsync(Setup.Ask(), Stop);
        a.Asked.Count.ShouldBe(4, "the probe failed");

        _time.Advance(TimeSpan.FromSeconds(5));
        (await gateway.AskAsync(Setup.Ask(), Stop)).Text.ShouldBe("a");
        (await gateway.AskAsync(Setup.Ask(), Stop)).Text.ShouldBe("a");
        _heard.Of<CircuitMoved>().Select(e => e.State).ShouldBe(["open", "halfOpen", "open", "halfOpen", "closed"]);
    }

    [Fact]
    public async Task Trouble_that_all_have_now_and_then_does_not_take_all_of_them_out()
    {
        var (a, b) = (new ScriptedProvider("a"), new ScriptedProvider("b"));
        for (var i = 0; i < 40; i++)
        {
            a.Fails(ErrorKind.Overloaded).Then(null, new TextContent("a"));
            b.Then(null, new TextContent("b")).Fails(ErrorKind.Overloaded);
        }

        using var gateway = ScriptedProvider.Gateway(_time, a, b);
        var answered = 0;
        for (var i = 0; i < 40; i++)
        {
            try
            {
                await gateway.AskAsync(Setup.Ask(), Stop);
                answered++;
            }
            catch (AxleException e) when (e.Error.Kind == ErrorKind.Overloaded)
            {
                // Both failed at once: the caller retries.
            }
        }

        answered.ShouldBeGreaterThan(25);
    }

    [Fact]
    public async Task A_provider_that_never_matches_the_schema_is_passed_over_when_the_caller_would_not_ask_again()
    {
        var (a, b) = (new ScriptedProvider("a"), new ScriptedProvider("b").Then(null, new TextContent("""{"answer":"yes"}""")));
        using var gateway = ScriptedProvider.Gateway(_time, a, b);
        var request = Setup.Ask() with { OutputSchema = Samples.TextSchema };

        (await FailureAsync(gateway, request)).Kind.ShouldBe(ErrorKind.MalformedAnswer);
        a.Asked.Count.ShouldBe(4);
        b.Asked.ShouldBeEmpty();

        var answer = await gateway.AskAsync(request with { LastAttempt = true }, Stop);
        (answer.Provider, answer.Text).ShouldBe(("b", """{"answer":"yes"}"""));
        a.Asked.Count.ShouldBe(8);
    }

    [Fact]
    public async Task Pauses_between_rounds_grow()
    {
        var a = new ScriptedProvider("a").Fails(ErrorKind.MalformedAnswer, times: 9);
        var routing = new RoutingOptions { Health = new HealthRules { FailuresInARow = 99, FewestAttempts = 99 } };
        using var gateway = Gateway(new ModelOptions([a.Options(1) with { MaxRetries = 4 }]) { Routing = routing }, a);

        var failure = FailureAsync(gateway, Setup.Ask() with { Deadline = _time.GetUtcNow().AddHours(1) });
        while (!failure.IsCompleted)
            _time.Advance(TimeSpan.FromSeconds(10));

        await failure;
        var pauses = _heard.Of<CallWaits>().Select(e => (e.Until - e.At).TotalMilliseconds).ToList();
        pauses.Count.ShouldBe(4);
        for (var i = 0; i < pauses.Count; i++)
            pauses[i].ShouldBeInRange(125 << i, 250 << i);
    }

    [Fact]
    public async Task Without_time_a_limited_provider_is_an_error_that_says_how_long_to_wait()
    {
        using var gateway = ScriptedProvider.Gateway(_time, new ScriptedProvider("a").Fails(ErrorKind.RateLimited, wait: TimeSpan.FromSeconds(20)));

        var error = await FailureAsync(gateway, Setup.Ask());

        (error.Kind, error.RetryAfter).ShouldBe((ErrorKind.RateLimited, TimeSpan.FromSeconds(20)));
        (await FailureAsync(gateway, Setup.Ask())).RetryAfter.ShouldBe(TimeSpan.FromSeconds(20), "it is not asked before");
    }

    [Fact]
    public async Task With_time_the_reset_is_waited_for_instead()
    {
        var a = new ScriptedProvider("a").Fails(ErrorKind.RateLimited, wait: TimeSpan.FromSeconds(20));
        using var gateway = Gateway(a);

        var answer = gateway.AskAsync(Setup.Ask() with { Deadline = _time.GetUtcNow().AddMinutes(1) }, Stop).AsTask();
        _heard.Of<CallWaits>().Single().Until.ShouldBe(_time.GetUtcNow().AddSeconds(20), TimeSpan.FromSeconds(1));
        answer.IsCompleted.ShouldBeFalse();
        _time.Advance(TimeSpan.FromSeconds(21));

        (await answer).Text.ShouldBe("a");
        a.Asked.Count.ShouldBe(2);
    }

    [Fact]
    public async Task A_refused_call_waits_though_the_limit_opened_for_others()
    {
        var later = new TaskCompletionSource();
        var a = new ScriptedProvider("a").Waits(later.Task).Fails(ErrorKind.RateLimited, wait: TimeSpan.FromSeconds(20));
        using var gateway = Gateway(a);
        var request = Setup.Ask() with { Deadline = _time.GetUtcNow().AddMinutes(1) };

        var early = gateway.AskAsync(request, Stop).AsTask();
        var refused = gateway.AskAsync(request, Stop).AsTask();
        _heard.Of<CallWaits>().Count().ShouldBe(1);

        // It was sent before the refused one: that it is answered says nothing about the limit.
        later.SetResult();
        await early;
        gateway.LookAtDeployments()[0].Limits.Requests!.Left.ShouldBe(0);
        refused.IsCompleted.ShouldBeFalse();
        _time.Advance(TimeSpan.FromSeconds(21));
        (await refused).Text.ShouldBe("a");
    }

    [Fact]
    public async Task A_reset_after_the_deadline_is_not_waited_for()
    {
        using var gateway = ScriptedProvider.Gateway(_time, new ScriptedProvider("a").Fails(ErrorKind.RateLimited, wait: TimeSpan.FromSeconds(61)));

        (await FailureAsync(gateway, Setup.Ask() with { Deadline = _time.GetUtcNow().AddMinutes(1) })).Kind.ShouldBe(ErrorKind.RateLimited);
    }

    [Fact]
    public async Task With_time_trouble_that_passes_is_tried_again_as_often_as_configured()
    {
        var a = new ScriptedProvider("a").Fails(ErrorKind.MalformedAnswer, times: 9);
        using var gateway = Gateway(new ModelOptions([a.Options(1) with { MaxRetries = 2 }]), a);

        var failure = FailureAsync(gateway, Setup.Ask() with { Deadline = _time.GetUtcNow().AddHours(1) });
        while (!failure.IsCompleted)
            _time.Advance(TimeSpan.FromSeconds(10));

        (await failure).Kind.ShouldBe(ErrorKind.MalformedAnswer);
        a.Asked.Count.ShouldBe(3);
    }

    [Fact]
    public async Task Limits_are_kept_before_the_provider_refuses_and_the_next_one_takes_over()
    {
        var (a, b) = (new ScriptedProvider("a"), new ScriptedProvider("b"));
        using var gateway = Gateway(new ModelOptions([a.Options(1) with { RequestsPerMinute = 3 }, b.Options(2)]), a, b);

        for (var i = 0; i < 10; i++)
            await gateway.AskAsync(Setup.Ask(), Stop);
        (a.Asked.Count, b.Asked.Count).ShouldBe((3, 7));

        _time.Advance(TimeSpan.FromSeconds(61));
        (await gateway.AskAsync(Setup.Ask(), Stop)).Text.ShouldBe("a");
    }

    [Fact]
    public async Task The_events_tell_the_story()
    {
        using var gateway = Gateway(new ScriptedProvider("a").Fails(ErrorKind.Overloaded), new ScriptedProvider("b"));

        await gateway.AskAsync(Setup.Ask() with { Scope = new Scope { User = "ann", Run = "run-1" } }, Stop);

        _heard.All.Select(e => e switch
        {
            RouteDecided d => $"decided {d.Decision.Chosen}",
            AttemptFailed f => $"failed {f.Provider} {f.Attempt} {f.Kind}",
            AttemptSucceeded s => $"succeeded {s.Provider} {s.Attempt} {s.Usage.InputTokens}+{s.Usage.OutputTokens}",
            _ => e.GetType().Name,
        }).ShouldBe(["decided a", "failed a 1 Overloaded", "decided b", "succeeded b 2 10+5"]);
        _heard.All.ShouldAllBe(e => e.Scope.User == "ann" && e.Scope.Run == "run-1");
    }

    private static async Task<AxleError> FailureAsync(ModelGateway gateway, ModelRequest request) =>
        (await Should.ThrowAsync<AxleException>(async () => await gateway.AskAsync(request, Stop))).Error;

    private ModelGateway Gateway(params ScriptedProvider[] providers) =>
        Gateway(new ModelOptions([.. providers.Select((p, i) => p.Options(i + 1))]), providers);

    private ModelGateway Gateway(ModelOptions options, params ScriptedProvider[] providers) =>
        ScriptedProvider.Gateway(_time, new GatewayServices { Listeners = [_heard] }, options, providers);
}
