using Axle.Workflows.Ports;
using Axle.Workflows.Runs;
using Shouldly;
using Xunit;

namespace Axle.Conformance;

/// <summary>Groups of which only so many runs execute at once.</summary>
public abstract partial class RunStoreConformance
{
    [Fact]
    public async Task A_group_admits_as_many_runs_as_its_limit_and_no_more()
    {
        var store = Open();
        await store.AppendAsync(Member("run-a", RunStatus.Executing, admitted: true), Cancellation);
        await store.AppendAsync(Member("run-b", RunStatus.Paused, admitted: true), Cancellation);
        var full = await Should.ThrowAsync<GroupFullException>(
            () => store.AppendAsync(Member("run-c", RunStatus.Executing, admitted: true), Cancellation).AsTask());
        full.Group.ShouldBe("deploys");
        (await store.FindRunAsync(new RunId("run-c"), Cancellation)).ShouldBeNull();
    }

    [Fact]
    public async Task Runs_that_wait_for_room_or_have_ended_take_none()
    {
        var store = Open();
        await store.AppendAsync(Member("run-a", RunStatus.Completed), Cancellation);
        await store.AppendAsync(Member("run-b", RunStatus.Failed), Cancellation);
        await store.AppendAsync(Member("run-c", RunStatus.Cancelled), Cancellation);
        await store.AppendAsync(Member("run-d", RunStatus.Idle), Cancellation);
        await store.AppendAsync(Member("run-e", RunStatus.Executing, admitted: true), Cancellation);
        await store.AppendAsync(Member("run-f", RunStatus.Executing, admitted: true), Cancellation);
    }

    [Fact]
    public async Task Of_many_that_begin_at_the_same_time_a_group_admits_its_limit()
    {
        var store = Open();
        var attempts = Enumerable.Range(0, 20).Select(async i =>
        {
            try
            {
                await store.AppendAsync(Member($"run-{i}", RunStatus.Executing, admitted: true), Cancellation);
                return 1;
            }
            catch (GroupFullException)
            {
                return 0;
            }
        });
        (await Task.WhenAll(attempts)).Sum().ShouldBe(2);
    }

    [Fact]
    public async Task Runs_that_wait_for_room_are_due_when_there_is_some()
    {
        var store = Open();
        await store.AppendAsync(Member("run-a", RunStatus.Executing, admitted: true), Cancellation);
        await store.AppendAsync(Member("run-b", RunStatus.Executing, admitted: true), Cancellation);
        await store.AppendAsync(Member("run-c", RunStatus.Idle) with { Release = true }, Cancellation);
        await store.AppendAsync(Member("run-d", RunStatus.Idle) with { Release = true }, Cancellation);
        (await DueAsync(store)).ShouldBeEmpty();
        var end = Member("run-a", RunStatus.Completed);
        await store.AppendAsync(end with { Events = [], Release = true }, Cancellation);
        (await DueAsync(store)).ShouldBe(["run-c"]);
        var begin = Member("run-c", RunStatus.Executing, admitted: true);
        await store.AppendAsync(begin with { Events = [], Epoch = 2 }, Cancellation);
        (await DueAsync(store)).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_run_that_waits_for_room_outlives_its_process()
    {
        var store = Open();
        await store.AppendAsync(Member("run-a", RunStatus.Idle), Cancellation);
        await KillAsync(store);
        (await DueAsync(Open())).ShouldBe(["run-a"]);
    }

    /// <summary>The first append of a run in a group of two.</summary>
    private static RunAppend Member(string run, RunStatus status, bool admitted = false)
    {
        var append = Of(run, status);
        return append with
        {
            Row = append.Row with { Group = "deploys", GroupLimit = 2 },
            Admission = admitted ? new GroupAdmission("deploys", 2) : null,
        };
    }
}
