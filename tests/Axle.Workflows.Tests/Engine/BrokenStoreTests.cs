using Axle.Testing.Hosting;
using Axle.Testing.Simulation;
using Axle.Testing.Simulation.Checks;
using Axle.Workflows.Definition;
using Axle.Workflows.Engine;
using Axle.Workflows.Ports;
using Axle.Workflows.Runs;
using static Axle.Workflows.Tests.Engine.Flows;

namespace Axle.Workflows.Tests.Engine;

/// <summary>A store that fails at one place, and every place in turn.</summary>
public sealed class BrokenStoreTests
{
    private static readonly Workflow Workflow = Of(
        Tool("a"),
        Tool("b", "a") with { ContinueOnError = true },
        Tool("c", "a") with { OnError = [new ErrorHandler([], [Tool("mend")])] },
        Tool("d", "b", "c"));

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_run_whose_store_fails_at_any_call_is_completed_by_a_resume(bool afterwards)
    {
        var failed = 0;
        for (var call = 1; call <= 60; call++)
        {
            var handler = new ScriptedHandler().Fails("b", ErrorKind.Validation).Fails("c", ErrorKind.Validation);
            IRunStore? sound = null;
            var host = new WorkflowTestHost(handler, store: inner => new StumblingStore(sound = inner, call, afterwards));
            var run = new RunId($"run-{call}");
            for (var attempt = 0; ; attempt++)
            {
                attempt.ShouldBeLessThan(5, $"call {call}");
                try
                {
                    if (host.Do(() => Begin(host, run, attempt)) == RunStatus.Completed)
                        break;
                }
                catch (IOException)
                {
                    failed++;
                }
            }

            var row = host.Do(() => host.Store.FindRunAsync(run, CancellationToken.None).AsTask())!;
            row.Status.ShouldBe(RunStatus.Completed);
            Invariants.Check(Workflow, row, host.Do(() => sound!.ReadEventsAsync(run, 0, CancellationToken.None).AsTask()));
        }

        failed.ShouldBeGreaterThan(5);
    }

    private static async Task<RunStatus> Begin(WorkflowTestHost host, RunId run, int attempt)
    {
        var row = attempt == 0 ? null : await host.Store.FindRunAsync(run, CancellationToken.None);
        if (row?.Status == RunStatus.Completed)
            return RunStatus.Completed;
        var handle = row is null
            ? await host.Engine.StartAsync(new StartRun(Workflow) { Id = run })
            : await host.Engine.ResumeAsync(run);
        return (await handle.Completion).Status;
    }
}
