using Axle.Testing.Hosting;
using Axle.Workflows.Definition;
using Axle.Workflows.Engine;
using Axle.Workflows.Ports;
using Axle.Workflows.Runs;
using Axle.Workflows.Schedules;

namespace Axle.Workflows.Tests.Schedules;

/// <summary>Schedules and the engine together.</summary>
public sealed class ScheduledRunTests
{
    [Fact]
    public void Two_processes_that_keep_a_schedule_make_one_run_for_each_time()
    {
        var host = new WorkflowTestHost(new Handler(static (_, _) => Task.FromResult(new StepResult(Payload.EmptyObject))));
        var workflow = Engine.Flows.Of(Engine.Flows.Tool("s")) with
        {
            On = new Triggers([new ScheduleTrigger("0 * * * *", null, null, null)], null, []),
        };
        Task StartAsync(TriggeredStart start, CancellationToken stopping) =>
            host.Engine.StartAsync(new StartRun(start.Workflow) { Inputs = start.Inputs, Key = start.Key, By = start.By }, stopping);
        for (var i = 0; i < 2; i++)
        {
            var runner = new ScheduleRunner((IValueStore)host.Store, StartAsync, host.Time);
            host.Do(async () =>
            {
                await runner.RegisterAsync(workflow);
                return true;
            });
        }

        host.Pass(TimeSpan.FromHours(3.5));
        var runs = host.Do(() => host.Store.ListRunsAsync(RunQuery.Newest, CancellationToken.None).AsTask());
        runs.Count.ShouldBe(3);
        runs.ShouldAllBe(static r => r.Status == RunStatus.Completed);
        runs.Select(static r => r.CreatedAt.Hour).ShouldBe([3, 2, 1]);
    }
}
