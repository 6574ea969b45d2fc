using Axle.Workflows.InMemory;
using Axle.Workflows.Ports;
using Axle.Workflows.Resilience.CircuitBreaking;
using Axle.Workflows.Runs;

namespace Axle.Workflows.Tests.Resilience;

public sealed class CircuitBreakersTests
{
    private readonly VirtualTime _time = new();
    private readonly MemoryDisk _disk = new();
    private readonly CircuitBreakers _here;
    private readonly CircuitBreakers _there;
    private readonly Handler _broken = new(static (_, _) => throw new AxleException(ErrorKind.Network, "no route to host"));

    public CircuitBreakersTests()
    {
        _here = new CircuitBreakers(new MemoryRunStore(_disk, "here"), _time.Clock);
        _there = new CircuitBreakers(new MemoryRunStore(_disk, "there"), _time.Clock);
    }

    private static StepContext Step => Contexts.Of("call") with { CircuitBreaker = "hub" };

    [Fact]
    public void An_open_circuit_refuses_without_asking_and_says_when_to_try_again()
    {
        Break(_here);
        _time.Pass(TimeSpan.FromSeconds(10));
        var error = Call(_here, _broken).ShouldNotBeNull();
        _broken.Calls.ShouldBe(5);
        error.Kind.ShouldBe(ErrorKind.Overloaded);
        error.RetryAfter.ShouldBe(TimeSpan.FromSeconds(20));
        error.Message.ShouldContain("'hub' is open");
        error.Message.ShouldContain("no route to host");
    }

    [Fact]
    public void What_one_process_opens_is_open_in_all()
    {
        Call(_there, Works()).ShouldBeNull();
        Break(_here);
        _time.Pass(TimeSpan.FromSeconds(1));
        Call(_there, Works())!.Kind.ShouldBe(ErrorKind.Overloaded);
    }

    [Fact]
    public void Of_two_processes_one_sends_the_probe()
    {
        Break(_here);
        _time.Pass(TimeSpan.FromSeconds(30));
        var first = _time.Do(() => _here.EnterAsync("hub", CancellationToken.None).AsTask());
        Call(_there, Works())!.Message.ShouldContain("half open");
        _time.Do(() => _here.RecordAsync("hub", first, CircuitOutcome.Success).AsTask());
        _time.Pass(TimeSpan.FromSeconds(1));
        Call(_there, Works()).ShouldBeNull();
    }

    [Fact]
    public void It_is_open_still_after_a_restart()
    {
        Break(_here);
        Call(new CircuitBreakers(new MemoryRunStore(_disk, "later"), _time.Clock), Works())!.Kind.ShouldBe(ErrorKind.Overloaded);
    }

    [Fact]
    public void Breakers_are_seen_with_their_failures_and_next_probe()
    {
        Call(_here, Works()).ShouldBeNull();
        Break(_here);
        var seen = _time.Do(() => _there.ListAsync(CancellationToken.None).AsTask()).ShouldHaveSingleItem();
        seen.ShouldBe(new CircuitInfo("hub", CircuitStatus.Open, _time.Now, 6, 5, _time.Now.AddSeconds(30), "no route to host"));
    }

    [Fact]
    public void A_person_closes_it_for_all()
    {
        Break(_here);
        _time.Do(() => _there.ResetAsync("hub", CancellationToken.None).AsTask());
        _time.Pass(TimeSpan.FromSeconds(1));
        Call(_here, Works()).ShouldBeNull();
        Should.Throw<AxleException>(() => _time.Do(() => _there.ResetAsync("hup", CancellationToken.None).AsTask())).Error.Kind.ShouldBe(ErrorKind.NotFound);
    }

    [Fact]
    public void A_breaker_removed_from_the_store_begins_anew()
    {
        Break(_here);
        var store = new MemoryRunStore(_disk, "hand");
        _time.Do(() => store.RemoveValueAsync(CircuitBreakers.Space, "hub", CancellationToken.None).AsTask());
        Break(_there);
        _time.Do(() => _here.ListAsync(CancellationToken.None).AsTask())[0].Status.ShouldBe(CircuitStatus.Open);
        _time.Pass(TimeSpan.FromSeconds(30));
        Call(_here, Works()).ShouldBeNull();
    }

    [Fact]
    public void A_store_that_fails_stops_no_work()
    {
        var alone = new CircuitBreakers(new BrokenValues(), _time.Clock);
        Call(alone, Works()).ShouldBeNull();
        Break(alone);
        Call(alone, Works())!.Kind.ShouldBe(ErrorKind.Overloaded);
        _time.Pass(TimeSpan.FromSeconds(30));
        Call(alone, Works()).ShouldBeNull();
    }

    [Theory]
    [InlineData(ErrorKind.Validation)]
    [InlineData(ErrorKind.NotFound)]
    [InlineData(ErrorKind.Refused)]
    [InlineData(ErrorKind.Cancelled)]
    [InlineData(ErrorKind.Authentication)]
    public void Errors_that_need_a_change_do_not_count(ErrorKind kind)
    {
        var handler = new Handler((_, _) => throw new AxleException(kind, "no"));
        for (var i = 0; i < 20; i++)
            Call(_here, handler)!.Kind.ShouldBe(kind);
    }

    [Fact]
    public void An_attempt_cancelled_because_it_is_out_of_time_counts_and_any_other_does_not()
    {
        var handler = new Handler(async (_, stopped) =>
        {
            await Task.Delay(Timeout.InfiniteTimeSpan, _time.Clock, stopped);
            return new StepResult(Payload.Null);
        });
        for (var i = 0; i < 10; i++)
            Cancelled(handler, Step);
        Call(_here, Works()).ShouldBeNull();
        for (var i = 0; i < 5; i++)
            Cancelled(handler, Step with { Deadline = _time.Now.AddSeconds(1) });
        Call(_here, Works())!.Kind.ShouldBe(ErrorKind.Overloaded);
    }

    private static Handler Works() => new(static (_, _) => Task.FromResult(new StepResult(Payload.EmptyObject)));

    private void Break(CircuitBreakers breakers)
    {
        for (var i = 0; i < 5; i++)
            Call(breakers, _broken)!.Kind.ShouldBe(ErrorKind.Network);
    }

    private AxleError? Call(CircuitBreakers breakers, Handler handler) => _time.Do(async () =>
    {
        try
        {
            await new CircuitBreakerHandler(handler, breakers, _time.Clock).ExecuteAsync(Step, CancellationToken.None);
            return null;
        }
        catch (AxleException exception)
        {
            return exception.Error;
        }
    });

    private void Cancelled(Handler handler, StepContext context)
    {
        using var cancellation = new CancellationTokenSource(TimeSpan.FromSeconds(1), _time.Clock);
        Should.Throw<OperationCanceledException>(() => _time.Do(() =>
            new CircuitBreakerHandler(handler, _here, _time.Clock).ExecuteAsync(context, cancellation.Token).AsTask()));
    }
}
