using Axle.Workflows.Ports;
using Axle.Workflows.Runs;
using Axle.Workflows.Runs.Events;
using Shouldly;
using Xunit;

namespace Axle.Conformance;

/// <summary>Runs that wait, are due, or have no process.</summary>
public abstract partial class RunStoreConformance
{
    [Fact]
    public async Task A_run_is_claimed_and_read_in_one_call()
    {
        var store = Open();
        await store.AppendAsync(Append(1, 1, Started(), Completed("a")) with { Release = true }, Cancellation);
        await store.SendSignalAsync(Signal("s1"), Cancellation);
        var opened = await store.OpenAsync(Run, Cancellation);
        opened.Row.ShouldBe(Row(2));
        opened.Epoch.ShouldBe(2);
        opened.Snapshot.ShouldBeNull();
        opened.Events.Select(static e => e.Seq).ShouldBe([1, 2]);
        opened.Signals.Single().Id.ShouldBe("s1");
        await store.AppendAsync(Append(2, 3, Completed("b")), Cancellation);
    }

    [Fact]
    public async Task Opening_keeps_to_the_rules_of_claims()
    {
        var store = Open();
        (await Should.ThrowAsync<AxleException>(() => store.OpenAsync(Run, Cancellation).AsTask())).Error.Kind.ShouldBe(ErrorKind.NotFound);
        await store.AppendAsync(Append(1, 1, Started()), Cancellation);
        await Should.ThrowAsync<RunHeldException>(() => Open().OpenAsync(Run, Cancellation).AsTask());
    }

    [Fact]
    public async Task A_run_is_opened_from_its_newest_snapshot()
    {
        var store = Open();
        await store.AppendAsync(Append(1, 1, Started()) with { Snapshot = new RunSnapshot(1, new byte[] { 1 }) }, Cancellation);
        await store.AppendAsync(Append(1, 2, Completed("a")) with { Snapshot = new RunSnapshot(2, new byte[] { 2, 3 }) }, Cancellation);
        await store.AppendAsync(Append(1, 3, Completed("b")), Cancellation);
        var opened = await store.OpenAsync(Run, Cancellation);
        opened.Snapshot!.Seq.ShouldBe(2);
        opened.Snapshot.Data.ToArray().ShouldBe([2, 3]);
        opened.Events.Single().Seq.ShouldBe(3);
        (await store.ReadEventsAsync(Run, 0, Cancellation)).Count.ShouldBe(3);
    }

    [Fact]
    public async Task Large_payloads_are_there_when_a_run_is_opened()
    {
        var store = Open();
        var large = Json(System.Text.Json.JsonSerializer.Serialize(new string('x', 3 * Payload.InlineLimit)));
        await store.AppendAsync(Append(1, 1, Started(), new StepCompleted("a", 1, large, [])), Cancellation);
        await KillAsync(store);
        var opened = (await Open().OpenDueAsync(Then, 10, Cancellation)).Single();
        ((StepCompleted)opened.Events[1].Event).Output.Value.GetString().ShouldBe(large.Value.GetString());
    }

    [Fact]
    public async Task A_run_that_was_given_up_with_its_append_writes_no_more_until_it_is_claimed()
    {
        var store = Open();
        await store.AppendAsync(Append(1, 1, Started()) with { Release = true }, Cancellation);
        await Should.ThrowAsync<RunConflictException>(() => store.AppendAsync(Append(1, 2, Completed("a")), Cancellation).AsTask());
        (await Open().ClaimAsync(Run, Cancellation)).ShouldBe(2);
    }

    [Fact]
    public async Task Runs_whose_process_died_are_due_at_once()
    {
        var store = Open();
        await store.AppendAsync(Of("run-executing", RunStatus.Executing), Cancellation);
        await store.AppendAsync(Of("run-compensating", RunStatus.Compensating), Cancellation);
        await store.AppendAsync(Of("run-paused", RunStatus.Paused), Cancellation);
        await store.AppendAsync(Of("run-ended", RunStatus.Completed), Cancellation);
        (await DueAsync(Open())).ShouldBeEmpty();
        await KillAsync(store);
        var other = Open();
        (await DueAsync(other)).ShouldBe(["run-compensating", "run-executing"]);
        (await DueAsync(other)).ShouldBeEmpty();
        await other.AppendAsync(Of("run-executing", RunStatus.Completed) with { Epoch = 2, Events = [], Row = Of("run-executing").Row }, Cancellation);
    }

    [Fact]
    public async Task A_run_that_waits_is_due_when_its_time_has_come_and_not_before()
    {
        var store = Open();
        var wake = Then.AddDays(3);
        await store.AppendAsync(Waiting("run-long", wake), Cancellation);
        await store.AppendAsync(Waiting("run-short", wake.AddHours(-1)), Cancellation);
        await store.AppendAsync(Waiting("run-forever", null), Cancellation);
        (await store.NextWakeAsync(Cancellation)).ShouldBe(wake.AddHours(-1));
        (await DueAsync(store, wake.AddTicks(-1))).ShouldBe(["run-short"]);
        (await store.NextWakeAsync(Cancellation)).ShouldBe(wake);
        (await DueAsync(store, wake)).ShouldBe(["run-long"]);
        (await store.NextWakeAsync(Cancellation)).ShouldBeNull();
    }

    [Fact]
    public async Task A_run_with_an_owner_wakes_by_itself()
    {
        var store = Open();
        await store.AppendAsync(Waiting("run-held", Then.AddHours(1)) with { Release = false }, Cancellation);
        (await store.NextWakeAsync(Cancellation)).ShouldBeNull();
        (await DueAsync(Open(), Then.AddDays(1))).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_run_that_is_released_in_the_middle_is_due_at_once()
    {
        var store = Open();
        await store.AppendAsync(Waiting("run-1", Then.AddDays(1)) with { Release = false }, Cancellation);
        await store.ReleaseAsync(Run, 1, Cancellation);
        (await store.NextWakeAsync(Cancellation))!.Value.ShouldBeLessThanOrEqualTo(Then);
        (await store.FindRunAsync(Run, Cancellation))!.WakeAt.ShouldBe(Then.AddDays(1));
        (await DueAsync(store)).ShouldBe(["run-1"]);
    }

    [Fact]
    public async Task A_released_run_that_is_paused_is_not_due()
    {
        var store = Open();
        await store.AppendAsync(Of("run-1", RunStatus.Paused), Cancellation);
        await store.ReleaseAsync(Run, 1, Cancellation);
        (await DueAsync(store, Then.AddYears(1))).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_run_without_an_owner_is_due_when_it_has_a_signal()
    {
        var store = Open();
        await store.AppendAsync(Waiting("run-1", null), Cancellation);
        await store.SendSignalAsync(Signal("s1"), Cancellation);
        (await DueAsync(store)).ShouldBe(["run-1"]);
        await store.AppendAsync(Append(2, 2, Completed("a")) with { ConsumedSignals = ["s1"], Release = true }, Cancellation);
        (await DueAsync(store)).ShouldBeEmpty();
    }

    [Fact]
    public async Task The_signal_of_a_run_with_an_owner_is_the_owners()
    {
        var store = Open();
        await store.AppendAsync(Append(1, 1, Started()) with { Row = Row(1, RunStatus.Paused) }, Cancellation);
        await store.SendSignalAsync(Signal("s1"), Cancellation);
        var other = Open();
        (await DueAsync(other)).ShouldBeEmpty();
        await KillAsync(store);
        (await DueAsync(other)).ShouldBe(["run-1"]);
    }

    [Fact]
    public async Task Only_so_many_runs_are_opened_at_once()
    {
        var store = Open();
        for (var i = 0; i < 5; i++)
            await store.AppendAsync(Waiting($"run-{i}", Then), Cancellation);
        (await store.OpenDueAsync(Then, 3, Cancellation)).Count.ShouldBe(3);
        (await store.OpenDueAsync(Then, 3, Cancellation)).Count.ShouldBe(2);
    }

    [Fact]
    public async Task A_due_run_is_opened_by_one_process()
    {
        var store = Open();
        for (var i = 0; i < 20; i++)
            await store.AppendAsync(Waiting($"run-{i}", Then), Cancellation);
        var opened = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Open().OpenDueAsync(Then, 20, Cancellation).AsTask()));
        opened.SelectMany(static o => o).Select(static o => o.Row.Run).ShouldBeUnique();
        opened.Sum(static o => o.Count).ShouldBe(20);
    }

    private static async Task<string[]> DueAsync(IRunStore store, DateTimeOffset? now = null) =>
        [.. (await store.OpenDueAsync(now ?? Then, 100, Cancellation)).Select(static o => o.Row.Run.Value).Order(StringComparer.Ordinal)];

    /// <summary>The first append of a run.</summary>
    private static RunAppend Of(string run, RunStatus status = RunStatus.Executing) =>
        Append(1, 1, Started()) with { Run = new RunId(run), Row = Row(1, status) with { Run = new RunId(run) } };

    /// <summary>A run that is given up until its time comes.</summary>
    private static RunAppend Waiting(string run, DateTimeOffset? wakeAt)
    {
        var append = Of(run);
        return append with { Row = append.Row with { WakeAt = wakeAt }, Release = true };
    }
}
