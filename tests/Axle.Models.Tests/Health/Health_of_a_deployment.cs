using Axle.Models.Health;

namespace Axle.Models.Tests.Health;

public sealed class Health_of_a_deployment
{
    private static readonly HealthRules Rules = new();
    private static readonly DateTimeOffset Start = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);
    private static readonly TimeSpan Quick = TimeSpan.FromMilliseconds(100);

    [Fact]
    public void Three_failures_in_a_row_take_it_out_and_a_good_probe_lets_it_back_in()
    {
        var state = Fail(Fail(Fail(default, Start), Start), Start);

        state.Circuit.ShouldBe(CircuitPosition.Open);
        HealthMachine.Admits(state, Start + (Rules.FirstBreak * 0.9)).ShouldBeFalse();
        HealthMachine.Admits(state, Start + Rules.FirstBreak).ShouldBeTrue();

        var probing = HealthMachine.Begin(state);
        probing.Circuit.ShouldBe(CircuitPosition.HalfOpen);
        HealthMachine.Admits(probing, Start + Rules.FirstBreak).ShouldBeFalse("one probe at a time");

        HealthMachine.Succeed(probing, Quick, Start + Rules.FirstBreak, Rules).Circuit.ShouldBe(CircuitPosition.Closed);
    }

    [Fact]
    public void Half_of_the_attempts_failing_takes_it_out_though_never_three_in_a_row()
    {
        var state = default(HealthState);
        for (var i = 0; i < 2; i++)
            state = Fail(HealthMachine.Succeed(state, Quick, Start, Rules), Start);

        state.FailureShare.ShouldBe(0.5);
        state.Circuit.ShouldBe(CircuitPosition.Open);
    }

    [Fact]
    public void A_bad_minute_long_ago_counts_for_nothing()
    {
        var state = Fail(HealthMachine.Succeed(HealthMachine.Succeed(default, Quick, Start, Rules), Quick, Start, Rules), Start);

        var later = Fail(HealthMachine.Succeed(state, Quick, Start + TimeSpan.FromHours(1), Rules), Start + TimeSpan.FromHours(1));

        later.Attempts.ShouldBe(2, 0.001);
        later.Circuit.ShouldBe(CircuitPosition.Closed);
    }

    [Fact]
    public void Every_failed_probe_doubles_the_break_up_to_a_limit()
    {
        var (state, now) = (Fail(Fail(Fail(default, Start), Start), Start), Start);
        var breaks = new List<TimeSpan>();
        for (var i = 0; i < 10; i++)
        {
            breaks.Add(state.OpenUntil - now);
            now = state.OpenUntil;
            state = Fail(HealthMachine.Begin(state), now);
        }

        breaks.Take(4).ShouldBe([Rules.FirstBreak, Rules.FirstBreak * 2, Rules.FirstBreak * 4, Rules.FirstBreak * 8]);
        breaks[^1].ShouldBe(Rules.LongestBreak);
    }

    [Fact]
    public void Calls_that_were_under_way_when_it_was_taken_out_do_not_keep_it_out_longer()
    {
        var opened = Fail(Fail(Fail(default, Start), Start), Start);
        var state = opened;
        for (var i = 0; i < 200; i++)
            state = HealthMachine.Fail(state, ErrorKind.Overloaded, wait: null, Start.AddMilliseconds(i), Rules);

        (state.OpenUntil, state.Openings).ShouldBe((opened.OpenUntil, 1));
        HealthMachine.Fail(state, ErrorKind.Overloaded, TimeSpan.FromSeconds(30), Start, Rules).OpenUntil.ShouldBe(Start.AddSeconds(30), "the provider asks for it");
    }

    [Fact]
    public void What_needs_a_person_but_came_between_answers_takes_it_out_briefly_and_then_long()
    {
        var working = HealthMachine.Succeed(HealthMachine.Succeed(default, Quick, Start, Rules), Quick, Start, Rules);

        var once = HealthMachine.Fail(working, ErrorKind.QuotaSpent, wait: null, Start, Rules);
        (once.Circuit, once.OpenUntil).ShouldBe((CircuitPosition.Open, Start + Rules.FirstBreak));

        var twice = HealthMachine.Fail(HealthMachine.Begin(once), ErrorKind.QuotaSpent, wait: null, once.OpenUntil, Rules);
        (twice.OpenUntil - once.OpenUntil).ShouldBeGreaterThanOrEqualTo(Rules.BreakUntilMended);
    }

    [Theory]
    [InlineData(ErrorKind.Authentication)]
    [InlineData(ErrorKind.QuotaSpent)]
    [InlineData(ErrorKind.NotFound)]
    public void What_needs_a_person_takes_it_out_at_once(ErrorKind kind)
    {
        var state = HealthMachine.Fail(default, kind, wait: null, Start, Rules);

        (state.Circuit, state.OpenUntil, state.Cause).ShouldBe((CircuitPosition.Open, Start + Rules.BreakUntilMended, kind));
    }

    [Theory]
    [InlineData(ErrorKind.RateLimited)]
    [InlineData(ErrorKind.Refused)]
    [InlineData(ErrorKind.Validation)]
    [InlineData(ErrorKind.ContextTooLong)]
    [InlineData(ErrorKind.Cancelled)]
    public void What_is_no_fault_of_the_provider_never_takes_it_out(ErrorKind kind)
    {
        var state = default(HealthState);
        for (var i = 0; i < 100; i++)
            state = HealthMachine.Fail(state, kind, wait: null, Start, Rules);

        state.ShouldBe(default);
    }

    [Fact]
    public void A_probe_given_up_by_its_caller_leaves_room_for_another()
    {
        var probing = HealthMachine.Begin(Fail(Fail(Fail(default, Start), Start), Start));

        var given = HealthMachine.Fail(probing, ErrorKind.Cancelled, wait: null, Start + Rules.FirstBreak, Rules);

        given.Circuit.ShouldBe(CircuitPosition.HalfOpen);
        HealthMachine.Admits(given, Start + Rules.FirstBreak).ShouldBeTrue();
    }

    [Fact]
    public void It_stays_out_as_long_as_the_provider_asks()
    {
        var state = HealthMachine.Fail(Fail(Fail(default, Start), Start), ErrorKind.Overloaded, TimeSpan.FromSeconds(45), Start, Rules);

        state.OpenUntil.ShouldBe(Start.AddSeconds(45));
    }

    [Fact]
    public void Whatever_happens_counts_stay_sane_and_a_closed_breaker_never_had_a_majority_of_failures()
    {
        for (var seed = 0; seed < 300; seed++)
        {
            var random = new Random(seed);
            var (state, now) = (default(HealthState), Start);
            for (var i = 0; i < 200; i++)
            {
                now += TimeSpan.FromMilliseconds(random.Next(0, 3000));
                if (!HealthMachine.Admits(state, now))
                    continue;
                state = HealthMachine.Begin(state);
                state = random.Next(3) switch
                {
                    0 => HealthMachine.Succeed(state, TimeSpan.FromMilliseconds(random.Next(1, 2000)), now, Rules),
                    1 => HealthMachine.Fail(state, (ErrorKind)random.Next((int)ErrorKind.Internal + 1), wait: null, now, Rules),
                    _ => Fail(state, now),
                };

                state.Attempts.ShouldBeGreaterThanOrEqualTo(state.Failures);
                state.Failures.ShouldBeGreaterThanOrEqualTo(0);
                if (state.Circuit == CircuitPosition.Closed && state.Attempts >= Rules.FewestAttempts && state.FailuresInARow > 0)
                    state.FailureShare.ShouldBeLessThan(Rules.FailureShare);
                if (state.Circuit == CircuitPosition.Open)
                    state.OpenUntil.ShouldBeGreaterThan(now);
                state.IsProbing.ShouldBeFalse("no attempt is under way");
            }
        }
    }

    private static HealthState Fail(HealthState state, DateTimeOffset now) =>
        HealthMachine.Fail(HealthMachine.Begin(state), ErrorKind.Overloaded, wait: null, now, Rules);
}
