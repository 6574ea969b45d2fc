using System.Text.Json;
using Axle.Workflows.Definition;
using Axle.Workflows.Expressions;
using Axle.Workflows.InMemory;
using Axle.Workflows.Schedules;

namespace Axle.Workflows.Tests.Schedules;

public sealed class ScheduleRunnerTests : IDisposable
{
    private readonly VirtualTime _time = new();
    private readonly MemoryRunStore _store = new(new MemoryDisk(), "test");
    private readonly CountingValues _values;
    private readonly SkewedTime _wall;
    private readonly List<TriggeredStart> _starts = [];

    public ScheduleRunnerTests()
    {
        _values = new CountingValues(_store, _time.Clock);
        _wall = new SkewedTime(_time.Clock);
    }

    public void Dispose() => _store.Dispose();

    [Fact]
    public void Over_half_a_year_it_starts_at_every_time_and_at_no_other()
    {
        var begin = _time.Now;
        Keep(Cron("30 2 * * 1-5", "Europe/Berlin"));
        _time.Pass(TimeSpan.FromDays(182));
        var clock = ScheduleClock.Of(Cron("30 2 * * 1-5", "Europe/Berlin"));
        Keys().ShouldBe(clock.Latest(begin, _time.Now, 1000).Select(static t => $"schedule/nightly/0/{t:yyyy-MM-dd'T'HH:mm:ss'Z'}"));
        _starts.Count.ShouldBe(130);
        _starts.ShouldAllBe(static s => s.By == "schedule nightly/0");
    }

    [Fact]
    public void Between_two_times_it_does_nothing()
    {
        Keep(Cron("0 0 1 * *"));
        _time.Settle();
        var before = _values.Calls;
        _time.Pass(TimeSpan.FromDays(30));
        _values.Calls.ShouldBe(before);
    }

    [Fact]
    public void Inputs_come_from_the_schedule_and_now_is_the_time_it_was_due()
    {
        var with = """{"depth": 2, "day": "${{ now('yyyy-MM-dd') }}", "place": "${{ env.PLACE }}"}""";
        Keep(Cron("0 6 * * *") with { With = Template.Parse(JsonDocument.Parse(with).RootElement) });
        _time.Pass(TimeSpan.FromHours(7));
        _starts.ShouldHaveSingleItem().Inputs.ToString().ShouldBe("""{"depth":2,"day":"2030-01-01","place":"here"}""");
    }

    [Theory]
    [InlineData(MissedStartChoice.Skip, 0)]
    [InlineData(MissedStartChoice.Once, 1)]
    [InlineData(MissedStartChoice.All, 72)]
    public void After_three_days_of_nobody_there_it_makes_up_as_the_schedule_says(MissedStartChoice missed, int starts)
    {
        var trigger = Cron("0 * * * *") with { Missed = missed };
        Stop(Keep(trigger));
        _time.Pass(TimeSpan.FromDays(3) + TimeSpan.FromMinutes(30));
        Keep(trigger);
        _time.Pass(TimeSpan.FromMinutes(1));
        _starts.Count.ShouldBe(starts);
        _time.Pass(TimeSpan.FromHours(2));
        _starts.Count.ShouldBe(starts + 2);
        Keys().ShouldBeInOrder();
    }

    [Fact]
    public void A_new_schedule_and_one_with_other_times_have_missed_nothing()
    {
        Stop(Keep(Cron("0 0 * * *")));
        _time.Pass(TimeSpan.FromHours(20));
        Keep(Cron("0 * * * *") with { Missed = MissedStartChoice.All });
        _time.Pass(TimeSpan.FromMinutes(30));
        _starts.ShouldBeEmpty();
        _time.Pass(TimeSpan.FromHours(1));
        _starts.Count.ShouldBe(1);
    }

    [Fact]
    public void A_paused_schedule_starts_nothing_and_makes_up_for_nothing()
    {
        var (runner, other) = (Keep(Cron("0 * * * *") with { Missed = MissedStartChoice.All }), Keep(Cron("0 * * * *") with { Missed = MissedStartChoice.All }));
        _time.Do(() => runner.PauseAsync("nightly/0", "ann", CancellationToken.None));
        var at = _time.Now;
        _time.Pass(TimeSpan.FromHours(5.5));
        _starts.ShouldBeEmpty();
        var info = List(other);
        (info.PausedBy, info.PausedAt, info.Next).ShouldBe(("ann", at.AddMilliseconds(-1), null));
        _time.Do(() => other.ResumeAsync("nightly/0", CancellationToken.None));
        _time.Pass(TimeSpan.FromMinutes(45));
        Keys().ShouldHaveSingleItem().ShouldEndWith("T06:00:00Z");
    }

    [Fact]
    public void Schedules_are_seen_with_their_next_and_last_time()
    {
        var runner = Keep(Cron("0 6 * * *", "Europe/Berlin"));
        List(runner).ShouldBe(new ScheduleInfo("nightly/0", "nightly", "cron 0 6 * * * Europe/Berlin", new(2030, 1, 1, 5, 0, 0, TimeSpan.Zero), null, null, null, null));
        _time.Pass(TimeSpan.FromHours(10));
        var info = List(runner);
        info.LastStart.ShouldBe(new(2030, 1, 1, 5, 0, 0, TimeSpan.Zero));
        info.Next.ShouldBe(new(2030, 1, 2, 5, 0, 0, TimeSpan.Zero));
    }

    [Fact]
    public void A_person_starts_one_out_of_turn_and_its_time_stays()
    {
        var runner = Keep(Cron("0 6 * * *"));
        _time.Do(() => runner.PauseAsync("nightly/0", "ann", CancellationToken.None));
        var triggered = _time.Do(() => runner.TriggerAsync("nightly/0", "ann", CancellationToken.None));
        triggered.Key!.ShouldStartWith("schedule/nightly/0/now/2030-01-01T");
        _starts.ShouldHaveSingleItem().By.ShouldBe("ann");
        List(runner).LastStart.ShouldBeNull();
        Should.Throw<AxleException>(() => _time.Do(() => runner.TriggerAsync("nightly/1", "ann", CancellationToken.None))).Message.ShouldContain("There are: nightly/0");
    }

    [Fact]
    public void A_time_that_never_comes_is_refused_and_what_was_kept_stays()
    {
        var runner = Keep(Cron("0 * * * *"));
        Should.Throw<AxleException>(() => _time.Do(() => runner.RegisterAsync(Nightly(Cron("0 0 30 2 *")))))
            .Message.ShouldStartWith("Schedule 0 of workflow 'nightly'");
        _time.Pass(TimeSpan.FromHours(1.5));
        _starts.Count.ShouldBe(1);
    }

    [Fact]
    public void While_the_store_fails_it_says_so_and_tries_again()
    {
        var runner = Keep(Cron("0 * * * *") with { Missed = MissedStartChoice.Skip });
        _time.Pass(TimeSpan.FromMinutes(59));
        _values.Fails = true;
        _time.Pass(TimeSpan.FromSeconds(90));
        _values.Fails = false;
        List(runner).Error.ShouldBe("the disk is full");
        _time.Pass(TimeSpan.FromSeconds(60));
        Keys().ShouldBe(["schedule/nightly/0/2030-01-01T01:00:00Z"]);
        List(runner).Error.ShouldBeNull();
    }

    [Fact]
    public void A_start_that_is_refused_is_written_down_and_the_next_time_is_tried_anew()
    {
        var tries = 0;
        var runner = new ScheduleRunner(_values, (_, _) => throw new AxleException(ErrorKind.Validation, $"no {++tries}"), _wall);
        _time.Do(() => runner.RegisterAsync(Nightly(Cron("0 * * * *"))));
        _time.Pass(TimeSpan.FromHours(3.5));
        tries.ShouldBe(3);
        List(runner).Error.ShouldBe("no 3");
    }

    [Fact]
    public void A_clock_set_forward_is_noticed_and_what_it_jumped_over_was_missed()
    {
        Keep(Cron("0 * * * *"));
        _time.Settle();
        _wall.Skew = TimeSpan.FromHours(5);
        _time.Pass(TimeSpan.FromMinutes(11));
        Keys().ShouldHaveSingleItem().ShouldEndWith("T05:00:00Z");
        _time.Pass(TimeSpan.FromHours(1));
        Keys().Last().ShouldEndWith("T06:00:00Z");
    }

    [Fact]
    public void A_clock_set_back_starts_no_time_twice()
    {
        Keep(Cron("0 * * * *"));
        _time.Pass(TimeSpan.FromHours(3.5));
        _wall.Skew = TimeSpan.FromMinutes(-45);
        _time.Pass(TimeSpan.FromHours(1));
        _wall.Skew = TimeSpan.FromDays(-365);
        _time.Pass(TimeSpan.FromHours(3));
        Keys().Distinct().Count().ShouldBe(_starts.Count);
        Keys().Count(static k => k.Contains("/2029-", StringComparison.Ordinal)).ShouldBeInRange(2, 3);
    }

    [Fact]
    public void What_is_removed_starts_nothing_and_is_forgotten()
    {
        var runner = Keep(Cron("0 * * * *"));
        _time.Do(() => runner.RemoveAsync("nightly", CancellationToken.None));
        _time.Pass(TimeSpan.FromDays(1));
        _starts.ShouldBeEmpty();
        _time.Do(() => _store.ListValuesAsync("schedules", _time.Now, CancellationToken.None).AsTask()).ShouldBeEmpty();
    }

    private static ScheduleTrigger Cron(string line, string? zone = null) => new(line, null, zone, null);

    private static Workflow Nightly(ScheduleTrigger trigger) => new() { Name = "nightly", Steps = [], On = new Triggers([trigger], null, []) };

    private ScheduleRunner Keep(ScheduleTrigger trigger)
    {
        var runner = new ScheduleRunner(_values, StartAsync, _wall, new Dictionary<string, string> { ["PLACE"] = "here" });
        _time.Do(() => runner.RegisterAsync(Nightly(trigger)));
        _time.Settle();
        return runner;
    }

    private Task StartAsync(TriggeredStart start, CancellationToken cancellationToken)
    {
        // As the engine does: of several starts with one key, one makes a run.
        if (_starts.All(s => s.Key != start.Key))
            _starts.Add(start);
        return Task.CompletedTask;
    }

    private void Stop(ScheduleRunner runner) => _time.Do(() => runner.DisposeAsync().AsTask());

    private ScheduleInfo List(ScheduleRunner runner) => _time.Do(() => runner.ListAsync(CancellationToken.None)).ShouldHaveSingleItem();

    private IEnumerable<string> Keys() => _starts.Select(static s => s.Key!);
}
