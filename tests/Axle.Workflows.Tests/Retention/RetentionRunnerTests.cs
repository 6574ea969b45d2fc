using Axle.Testing.Hosting;
using Axle.Workflows.Archive;
using Axle.Workflows.Ports;
using Axle.Workflows.Retention;
using Axle.Workflows.Tests.Archive;
using Axle.Workflows.Tests.Engine;
using Axle.Workflows.Tests.Schedules;

namespace Axle.Workflows.Tests.Retention;

public sealed class RetentionRunnerTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Runs_are_removed_when_they_are_old_and_not_before()
    {
        var host = HostWithRuns(3);
        var runner = Start(host, RetentionPolicy.Standard, out var passes);
        host.Pass(TimeSpan.FromDays(29.9));
        (await host.Store.ListRunsAsync(RunQuery.Newest, Cancellation)).Count.ShouldBe(3);
        passes.Count.ShouldBeGreaterThan(700);
        host.Pass(TimeSpan.FromDays(0.2));
        (await host.Store.ListRunsAsync(RunQuery.Newest, Cancellation)).ShouldBeEmpty();
        passes.Sum(static p => p.Removed).ShouldBe(3);
        passes.ShouldAllBe(static p => p.Error == null);
        Stop(host, runner);
        var stopped = passes.Count;
        host.Pass(TimeSpan.FromDays(1));
        passes.Count.ShouldBe(stopped);
    }

    [Fact]
    public async Task Many_runs_are_removed_a_few_at_a_time_with_room_for_writers_between()
    {
        var host = HostWithRuns(25);
        host.Pass(TimeSpan.FromDays(31));
        await using var runner = new RetentionRunner(
            host.Store, RetentionPolicy.Standard with { Batch = 10, Pause = TimeSpan.FromSeconds(5) }, host.Time);
        var before = host.Now;
        host.Do(() => runner.PassAsync(Cancellation)).Removed.ShouldBe(25);
        (host.Now - before).ShouldBe(TimeSpan.FromSeconds(15));
    }

    [Fact]
    public async Task A_clock_that_is_set_years_forward_removes_nothing_before_its_time()
    {
        var host = HostWithRuns(3);
        var clock = new SkewedTime(host.Time);
        await using var runner = new RetentionRunner(host.Store, RetentionPolicy.Standard, clock);
        clock.Skew = TimeSpan.FromDays(3 * 365);
        host.Pass(TimeSpan.FromDays(29));
        host.Do(() => runner.PassAsync(Cancellation)).Removed.ShouldBe(0);
        host.Pass(TimeSpan.FromDays(2));
        host.Do(() => runner.PassAsync(Cancellation)).Removed.ShouldBe(3);
    }

    [Fact]
    public async Task Runs_are_kept_for_ever_when_that_is_asked_for()
    {
        var host = HostWithRuns(1);
        var runner = Start(host, RetentionPolicy.Standard with { Keep = null }, out var passes);
        host.Pass(TimeSpan.FromDays(40));
        passes.ShouldBeEmpty();
        Stop(host, runner);
        (await host.Store.ListRunsAsync(RunQuery.Newest, Cancellation)).Count.ShouldBe(1);
    }

    [Fact]
    public async Task Runs_are_archived_before_they_are_removed_and_can_be_brought_back()
    {
        var host = HostWithRuns(5);
        var runs = await host.Store.ListRunsAsync(RunQuery.Newest, Cancellation);
        host.Pass(TimeSpan.FromDays(31));
        var place = new ArchivesInMemory();
        await using var runner = new RetentionRunner(host.Store, RetentionPolicy.Standard with { Batch = 2 }, host.Time, place);
        host.Do(() => runner.PassAsync(Cancellation)).ShouldSatisfyAllConditions(p => p.Removed.ShouldBe(5), p => p.Archived.ShouldBe(5));
        place.Files.Keys.Order().ShouldBe(runs.Select(static r => $"{r.Run}.axle.jsonl").Order());
        (await host.Store.ListRunsAsync(RunQuery.Newest, Cancellation)).ShouldBeEmpty();
        foreach (var archive in place.Files.Values)
            host.Do(() => ArchivedRun.ImportAsync(host.Store, archive));
        var back = await host.Store.ListRunsAsync(RunQuery.Newest, Cancellation);
        back.Select(static r => r.Run.Value).Order().ShouldBe(runs.Select(static r => r.Run.Value).Order());
    }

    [Fact]
    public async Task A_run_that_cannot_be_archived_stays_and_holds_up_no_other()
    {
        var host = HostWithRuns(5);
        var runs = await host.Store.ListRunsAsync(RunQuery.Newest, Cancellation);
        host.Pass(TimeSpan.FromDays(31));
        var place = new ArchivesInMemory { Refused = $"{runs[^1].Run}.axle.jsonl" };
        await using var runner = new RetentionRunner(host.Store, RetentionPolicy.Standard with { Batch = 1 }, host.Time, place);
        var pass = host.Do(() => runner.PassAsync(Cancellation));
        pass.ShouldSatisfyAllConditions(
            p => p.Removed.ShouldBe(4), p => p.Kept.ShouldBe(1), p => p.Error!.Message.ShouldContain(runs[^1].Run.Value));
        (await host.Store.ListRunsAsync(RunQuery.Newest, Cancellation)).Single().Run.ShouldBe(runs[^1].Run);
        place.Refused = "";
        host.Do(() => runner.PassAsync(Cancellation)).Removed.ShouldBe(1);
    }

    [Fact]
    public void A_policy_out_of_range_is_refused_with_all_its_faults()
    {
        var policy = new RetentionPolicy { Keep = TimeSpan.Zero, Every = TimeSpan.Zero, Batch = 0 };
        var message = Should.Throw<AxleException>(policy.Validate).Message;
        foreach (var name in (string[])["Keep", "Every", "Batch"])
            message.ShouldContain(name);
    }

    [Fact]
    public async Task An_archive_that_does_not_answer_in_time_is_no_reason_to_stop_looking()
    {
        var host = HostWithRuns(1);
        host.Pass(TimeSpan.FromDays(31));
        var archives = new ArchivesInMemory { Trouble = new TaskCanceledException("The request timed out.") };
        archives.Refused = $"{(await host.Store.ListRunsAsync(RunQuery.Newest, Cancellation)).Single().Run}.axle.jsonl";
        await using var runner = new RetentionRunner(host.Store, RetentionPolicy.Standard, host.Time, archives);
        var pass = host.Do(() => runner.PassAsync(Cancellation));
        pass.Kept.ShouldBe(1);
        pass.Error!.Message.ShouldContain("The request timed out.");
    }

    private static WorkflowTestHost HostWithRuns(int count)
    {
        var host = new WorkflowTestHost(new ScriptedHandler());
        for (var i = 0; i < count; i++)
            host.Run(Flows.Of(Flows.Tool("a")));
        return host;
    }

    private static RetentionRunner Start(WorkflowTestHost host, RetentionPolicy policy, out List<RetentionPass> passes)
    {
        var runner = new RetentionRunner(host.Store, policy, host.Time);
        List<RetentionPass> seen = passes = [];
        runner.Passed += seen.Add;
        return host.Do(() =>
        {
            runner.Start();
            return Task.FromResult(runner);
        });
    }

    /// <summary>The runner lives on the host's time, and so must who waits for it.</summary>
    private static void Stop(WorkflowTestHost host, RetentionRunner runner) => host.Do(async () =>
    {
        await runner.DisposeAsync();
        return true;
    });

    private sealed class ArchivesInMemory : IArchivePlace
    {
        public Dictionary<string, byte[]> Files { get; } = [];

        public string Refused { get; set; } = "";

        public Exception Trouble { get; set; } = new IOException("The disk is full.");

        public async ValueTask WriteAsync(string name, Func<Stream, CancellationToken, Task> write, CancellationToken cancellationToken)
        {
            if (name == Refused)
                throw Trouble;
            var file = new MemoryStream();
            await write(file, cancellationToken);
            Files[name] = file.ToArray();
        }
    }
}
