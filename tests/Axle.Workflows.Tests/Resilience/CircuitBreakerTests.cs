using Axle.Workflows.Resilience.CircuitBreaking;

namespace Axle.Workflows.Tests.Resilience;

public sealed class CircuitBreakerTests
{
    private static readonly DateTimeOffset Start = new(2030, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly CircuitBreakerOptions Options = new();

    [Fact]
    public void Five_failures_in_a_row_open_it()
    {
        var state = Fail(CircuitState.Closed(Start), 4, Start);
        state.Status.ShouldBe(CircuitStatus.Closed);
        Fail(state, 1, Start).Status.ShouldBe(CircuitStatus.Open);
    }

    [Fact]
    public void Half_of_ten_calls_in_the_window_open_it()
    {
        var state = CircuitState.Closed(Start);
        for (var i = 0; i < 9; i++)
            state = Record(state, i % 2 == 0 ? CircuitOutcome.Success : CircuitOutcome.Failure, Start.AddSeconds(i));
        state.Status.ShouldBe(CircuitStatus.Closed);
        Record(state, CircuitOutcome.Failure, Start.AddSeconds(9)).Status.ShouldBe(CircuitStatus.Open);
    }

    [Fact]
    public void Calls_that_the_window_has_left_behind_do_not_count()
    {
        var state = CircuitState.Closed(Start);
        for (var i = 0; i < 100; i++)
            state = Record(state, i % 2 == 0 ? CircuitOutcome.Success : CircuitOutcome.Failure, Start.AddSeconds(4 * i));
        state.Status.ShouldBe(CircuitStatus.Closed);
    }

    [Fact]
    public void While_open_it_refuses_and_says_how_long()
    {
        var decision = CircuitBreaker.Decide(Fail(CircuitState.Closed(Start), 5, Start), Options, Start.AddSeconds(10));
        decision.Ticket.ShouldBeNull();
        decision.RetryAfter.ShouldBe(TimeSpan.FromSeconds(20));
    }

    [Fact]
    public void After_the_break_one_probe_goes_through_and_its_success_closes()
    {
        var later = Start.AddSeconds(30);
        var probe = CircuitBreaker.Decide(Fail(CircuitState.Closed(Start), 5, Start), Options, later);
        probe.State.Status.ShouldBe(CircuitStatus.HalfOpen);
        CircuitBreaker.Decide(probe.State, Options, later).Ticket.ShouldBeNull();
        var closed = CircuitBreaker.Record(probe.State, Options, probe.Ticket!, CircuitOutcome.Success, later);
        closed.Status.ShouldBe(CircuitStatus.Closed);
        closed.FailuresInARow.ShouldBe(0);
    }

    [Fact]
    public void A_probe_that_fails_opens_it_for_another_break()
    {
        var later = Start.AddSeconds(30);
        var probe = CircuitBreaker.Decide(Fail(CircuitState.Closed(Start), 5, Start), Options, later);
        var open = CircuitBreaker.Record(probe.State, Options, probe.Ticket!, CircuitOutcome.Failure, later);
        CircuitBreaker.Decide(open, Options, later.AddSeconds(29)).Ticket.ShouldBeNull();
        CircuitBreaker.Decide(open, Options, later.AddSeconds(30)).Ticket.ShouldNotBeNull();
    }

    [Fact]
    public void A_probe_that_says_nothing_makes_room_for_the_next()
    {
        var later = Start.AddSeconds(30);
        var probe = CircuitBreaker.Decide(Fail(CircuitState.Closed(Start), 5, Start), Options, later);
        var state = CircuitBreaker.Record(probe.State, Options, probe.Ticket!, CircuitOutcome.Ignored, later);
        CircuitBreaker.Decide(state, Options, later).Ticket.ShouldNotBeNull();
    }

    [Fact]
    public void A_probe_that_never_comes_back_is_lost_after_a_break()
    {
        var later = Start.AddSeconds(30);
        var lost = CircuitBreaker.Decide(Fail(CircuitState.Closed(Start), 5, Start), Options, later);
        CircuitBreaker.Decide(lost.State, Options, later.AddSeconds(29)).RetryAfter.ShouldBe(TimeSpan.FromSeconds(1));
        var next = CircuitBreaker.Decide(lost.State, Options, later.AddSeconds(30));
        next.Ticket.ShouldNotBeNull();
        // What it brings after all counts no more.
        CircuitBreaker.Record(next.State, Options, lost.Ticket!, CircuitOutcome.Success, later.AddSeconds(31)).Status.ShouldBe(CircuitStatus.HalfOpen);
    }

    [Fact]
    public void A_call_of_an_earlier_round_counts_no_more()
    {
        var closed = CircuitState.Closed(Start);
        var old = CircuitBreaker.Decide(closed, Options, Start).Ticket!;
        var probe = CircuitBreaker.Decide(Fail(closed, 5, Start), Options, Start.AddSeconds(30));
        CircuitBreaker.Record(probe.State, Options, old, CircuitOutcome.Success, Start.AddSeconds(30)).ShouldBeSameAs(probe.State);
    }

    [Fact]
    public void A_clock_that_is_set_back_keeps_it_open_for_one_more_break_at_most()
    {
        var open = Fail(CircuitState.Closed(Start), 5, Start);
        var back = Start.AddDays(-7);
        var refused = CircuitBreaker.Decide(open, Options, back);
        refused.RetryAfter.ShouldBe(Options.BreakFor);
        CircuitBreaker.Decide(refused.State, Options, back.AddSeconds(30)).Ticket.ShouldNotBeNull();
    }

    [Fact]
    public void Settings_out_of_range_are_all_named()
    {
        var wrong = new CircuitBreakerOptions { FailureRatio = double.NaN, MinimumThroughput = 1, Probes = 0, BreakFor = TimeSpan.Zero };
        var error = Should.Throw<AxleException>(() => wrong.Checked()).Error;
        error.Kind.ShouldBe(ErrorKind.Validation);
        foreach (var named in (string[])["ratio", "throughput", "probes", "break"])
            error.Message.ShouldContain(named);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public void It_does_what_a_naive_one_does(int seed)
    {
        var random = new Random(seed);
        for (var round = 0; round < 300; round++)
            Compare(random);
    }

    private static void Compare(Random random)
    {
        var options = new CircuitBreakerOptions
        {
            FailureRatio = random.Next(1, 11) / 10.0,
            MinimumThroughput = random.Next(2, 12),
            ConsecutiveFailures = random.Next(1, 12),
            Probes = random.Next(1, 4),
        }.Checked();
        var state = CircuitState.Closed(Start);
        var model = new NaiveCircuit(options);
        var now = Start;
        var under = new List<(CircuitTicket Ticket, NaiveCircuit.Call Call)>();
        for (var step = 0; step < 300; step++)
        {
            now += TimeSpan.FromSeconds(random.Next(20) == 0 ? random.Next(60) : random.NextDouble() * 2);
            if (under.Count == 0 || random.Next(2) == 0)
            {
                var decision = CircuitBreaker.Decide(state, options, now);
                state = decision.State;
                var call = model.Ask(now);
                (decision.Ticket is not null).ShouldBe(call is not null);
                if (call is not null)
                    under.Add((decision.Ticket!, call));
                else
                    decision.RetryAfter.ShouldBe(model.Wait(now));
            }
            else
            {
                var index = random.Next(under.Count);
                var outcome = (CircuitOutcome)random.Next(3);
                state = CircuitBreaker.Record(state, options, under[index].Ticket, outcome, now);
                model.Tell(under[index].Call, outcome, now);
                under.RemoveAt(index);
            }

            state.Status.ShouldBe(model.Status);
        }
    }

    private static CircuitState Fail(CircuitState state, int times, DateTimeOffset now)
    {
        for (var i = 0; i < times; i++)
            state = Record(state, CircuitOutcome.Failure, now);
        return state;
    }

    private static CircuitState Record(CircuitState state, CircuitOutcome outcome, DateTimeOffset now) =>
        CircuitBreaker.Record(state, Options, CircuitBreaker.Decide(state, Options, now).Ticket!, outcome, now);
}
