using Axle.Workflows.InMemory;
using Axle.Workflows.Ports;
using Axle.Workflows.Remote;
using Axle.Workflows.Runs;

namespace Axle.Workflows.Tests.Remote;

public sealed class RemoteStepsTests
{
    /// <summary>A worker that stops sends what is reported and goes; a report that is made after that is lost.</summary>
    [Fact]
    public async Task Work_has_not_ended_before_it_is_reported()
    {
        using var stopping = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        using var goOn = new SemaphoreSlim(0);
        var reporting = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var isReported = false;
        var steps = new RemoteSteps(
            new PriorityWorkQueue(),
            new Handler(static (_, _) => Task.FromResult(new StepResult(Payload.EmptyObject))),
            (_, _) =>
            {
                reporting.SetResult();
                goOn.Wait(stopping.Token);
                isReported = true;
                return true;
            });
        var running = Task.Run(() => steps.RunAsync(1, stopping.Token), stopping.Token);
        await steps.AddAsync(new StepWork(Contexts.Of("step"), 1, 1));
        await reporting.Task.WaitAsync(stopping.Token);

        var (waited, ended) = steps.Drain();
        waited.ShouldBeEmpty();
        ended.IsCompleted.ShouldBeFalse();
        goOn.Release();
        await ended.WaitAsync(stopping.Token);
        isReported.ShouldBeTrue();

        await stopping.CancelAsync();
        await running;
    }
}
