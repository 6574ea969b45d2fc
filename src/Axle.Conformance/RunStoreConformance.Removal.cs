using Axle.Workflows.Ports;
using Axle.Workflows.Runs;
using Axle.Workflows.Runs.Events;
using Shouldly;
using Xunit;

namespace Axle.Conformance;

/// <summary>Lists of runs by what a person looks for, and the end of what is kept.</summary>
public abstract partial class RunStoreConformance
{
    [Fact]
    public async Task A_row_keeps_its_group_parent_and_what_a_person_has_to_look_at()
    {
        var store = Open();
        var row = Row(1) with
        {
            Group = "deploys",
            GroupLimit = 3,
            Parent = new RunId("run-0"),
            Attention = RunAttention.Approval | RunAttention.Budget,
            Tenant = "acme",
        };
        await store.AppendAsync(Append(1, 1, Started()) with { Row = row }, Cancellation);
        (await store.FindRunAsync(Run, Cancellation)).ShouldBe(row);
        (await Open().ListRunsAsync(RunQuery.Newest, Cancellation)).ShouldBe([row]);
    }

    [Fact]
    public async Task Runs_are_listed_by_what_a_person_has_to_look_at_and_by_parent()
    {
        var store = Open();
        var approval = Of("run-a") with { Row = Of("run-a").Row with { Attention = RunAttention.Approval | RunAttention.Budget } };
        var dead = Of("run-b") with { Row = Of("run-b").Row with { Attention = RunAttention.DeadLetter, Parent = new RunId("run-a") } };
        foreach (var append in (RunAppend[])[approval, dead, Of("run-c")])
            await store.AppendAsync(append, Cancellation);

        async Task<string[]> ListAsync(RunQuery query) => [.. (await store.ListRunsAsync(query, Cancellation)).Select(static r => r.Run.Value)];
        (await ListAsync(RunQuery.Newest with { Attention = RunAttention.Approval })).ShouldBe(["run-a"]);
        (await ListAsync(RunQuery.Newest with { Attention = RunAttention.Budget | RunAttention.DeadLetter })).ShouldBe(["run-b", "run-a"]);
        (await ListAsync(RunQuery.Newest with { Parent = new RunId("run-a") })).ShouldBe(["run-b"]);
        (await ListAsync(RunQuery.Newest)).Length.ShouldBe(3);
    }

    [Fact]
    public async Task Runs_are_listed_by_tenant_before_they_are_counted()
    {
        var store = Open();
        for (var i = 0; i < 6; i++)
            await store.AppendAsync(Of($"run-{i}") with { Row = Of($"run-{i}").Row with { Tenant = i switch { 0 or 1 => "acme", 2 => null, _ => "other" } } }, Cancellation);
        async Task<string[]> ListAsync(string? tenant) =>
            [.. (await store.ListRunsAsync(RunQuery.Newest with { Tenant = tenant, Limit = 2 }, Cancellation)).Select(static r => r.Run.Value)];
        (await ListAsync("acme")).ShouldBe(["run-1", "run-0"]);
        (await ListAsync(Scope.DefaultTenant)).ShouldBe(["run-2"]);
        (await ListAsync("nobody")).ShouldBeEmpty();
        (await ListAsync(null)).Length.ShouldBe(2);
    }

    [Fact]
    public async Task Old_runs_are_removed_when_they_have_ended_and_wait_for_nobody()
    {
        var store = Open();
        await store.AppendAsync(Of("run-completed", RunStatus.Completed), Cancellation);
        await store.AppendAsync(Of("run-failed", RunStatus.Failed), Cancellation);
        await store.AppendAsync(Of("run-paused", RunStatus.Paused), Cancellation);
        await store.AppendAsync(
            Of("run-letter") with { Row = Of("run-letter", RunStatus.Failed).Row with { Attention = RunAttention.DeadLetter } }, Cancellation);
        await store.AppendAsync(
            Of("run-young") with { Row = Of("run-young", RunStatus.Completed).Row with { UpdatedAt = Then.AddDays(1) } }, Cancellation);
        (await store.PurgeAsync(Then, 100, Cancellation)).ShouldBe(0);
        (await store.ListExpiredAsync(Then, 100, Cancellation)).ShouldBeEmpty();
        (await store.ListExpiredAsync(Then.AddTicks(1), 1, Cancellation)).Count.ShouldBe(1);
        (await store.ListExpiredAsync(Then.AddTicks(1), 100, Cancellation)).Select(static r => r.Run.Value).Order()
            .ShouldBe(["run-completed", "run-failed"]);
        (await store.PurgeAsync(Then.AddTicks(1), 100, Cancellation)).ShouldBe(2);
        (await store.ListRunsAsync(RunQuery.Newest, Cancellation)).Select(static r => r.Run.Value).Order()
            .ShouldBe(["run-letter", "run-paused", "run-young"]);
        (await store.ReadEventsAsync(new RunId("run-completed"), 0, Cancellation)).ShouldBeEmpty();
    }

    [Fact]
    public async Task Only_so_many_runs_are_removed_at_once()
    {
        var store = Open();
        for (var i = 0; i < 5; i++)
            await store.AppendAsync(Of($"run-{i}", RunStatus.Completed), Cancellation);
        (await store.PurgeAsync(Then.AddDays(1), 3, Cancellation)).ShouldBe(3);
        (await store.PurgeAsync(Then.AddDays(1), 3, Cancellation)).ShouldBe(2);
    }

    [Fact]
    public async Task A_run_that_was_removed_leaves_nothing_behind()
    {
        var store = Open();
        var append = Append(1, 1, Started(), Completed("a")) with
        {
            Row = Row(2, RunStatus.Failed),
            Checkpoints = [new RunCheckpoint(2, "level-1", Automatic: true, Then)],
            Snapshot = new RunSnapshot(2, new byte[] { 1 }),
            Release = true,
        };
        await store.AppendAsync(append, Cancellation);
        await store.SendSignalAsync(Signal("s1"), Cancellation);
        (await store.DeleteRunAsync(Run, Cancellation)).ShouldBeTrue();
        (await store.DeleteRunAsync(Run, Cancellation)).ShouldBeFalse();
        (await store.FindRunAsync(Run, Cancellation)).ShouldBeNull();
        (await store.ReadEventsAsync(Run, 0, Cancellation)).ShouldBeEmpty();
        (await store.ListCheckpointsAsync(Run, Cancellation)).ShouldBeEmpty();
        (await DueAsync(store)).ShouldBeEmpty();
        await store.AppendAsync(Append(1, 1, Started()), Cancellation);
        (await store.ReadSignalsAsync(Run, Cancellation)).ShouldBeEmpty();
        (await store.ListCheckpointsAsync(Run, Cancellation)).ShouldBeEmpty();
        await store.SendSignalAsync(Signal("s1"), Cancellation);
        (await store.ReadSignalsAsync(Run, Cancellation)).Count.ShouldBe(1);
    }

    [Fact]
    public async Task A_run_that_has_not_ended_is_not_removed()
    {
        var store = Open();
        await store.AppendAsync(Append(1, 1, Started()), Cancellation);
        var refused = await Should.ThrowAsync<AxleException>(() => store.DeleteRunAsync(Run, Cancellation).AsTask());
        refused.Error.Kind.ShouldBe(ErrorKind.Validation);
        (await store.FindRunAsync(Run, Cancellation)).ShouldNotBeNull();
    }

    [Fact]
    public async Task A_large_payload_that_two_runs_use_goes_with_the_last()
    {
        var store = Open();
        var large = Json(System.Text.Json.JsonSerializer.Serialize(new string('z', 3 * Payload.InlineLimit)));
        foreach (var run in (string[])["run-a", "run-b"])
        {
            var row = Row(2, RunStatus.Completed) with { Run = new RunId(run) };
            var append = Append(1, 1, Started(), new StepCompleted("a", 1, large, [])) with { Run = row.Run, Row = row };
            await store.AppendAsync(append, Cancellation);
        }

        (await store.DeleteRunAsync(new RunId("run-a"), Cancellation)).ShouldBeTrue();
        var read = (StepCompleted)(await store.ReadEventsAsync(new RunId("run-b"), 1, Cancellation)).Single().Event;
        read.Output.Value.GetString().ShouldBe(large.Value.GetString());
        (await store.DeleteRunAsync(new RunId("run-b"), Cancellation)).ShouldBeTrue();
    }
}
