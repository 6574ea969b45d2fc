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

    /// <summary>Steps wait already when a worker grows: whoever has it grow makes none of them, and keeps nobody from having it grow more.</summary>
    [Fact]
    public async Task Making_more_at_a_time_waits_for_no_step()
    {
        using var stopping = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        using var goOn = new SemaphoreSlim(0);
        using var began = new SemaphoreSlim(0);
        var steps = new RemoteSteps(
            new PriorityWorkQueue(),
            new Handler((_, _) =>
            {
                began.Release();
                // Busy, as what computes is.
                goOn.Wait(stopping.Token);
                return Task.FromResult(new StepResult(Payload.EmptyObject));
            }),
            static (_, _) => true);
        var running = steps.RunAsync(0, stopping.Token);
        for (var i = 0; i < 3; i++)
            await steps.AddAsync(new StepWork(Contexts.Of($"step-{i}"), 1, i));

        for (var concurrency = 1; concurrency <= 3; concurrency++)
        {
            var wanted = concurrency;
            await Task.Run(() => steps.Resize(wanted), stopping.Token).WaitAsync(TimeSpan.FromMinutes(5), stopping.Token);
            await began.WaitAsync(stopping.Token);
        }

        steps.Count.ShouldBe((3, 0));
        goOn.Release(3);
        await stopping.CancelAsync();
        await running;
    }
}
