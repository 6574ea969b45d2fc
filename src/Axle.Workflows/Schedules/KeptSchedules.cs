using System.Collections.Immutable;

namespace Axle.Workflows.Schedules;

/// <summary>The schedules of one workflow while they are kept.</summary>
internal sealed class KeptSchedules : IAsyncDisposable
{
    private readonly CancellationTokenSource _stopping = new();
    private readonly Task _running;

    public KeptSchedules(ImmutableArray<ScheduleLoop> loops)
    {
        Loops = loops;
        _running = Task.WhenAll(loops.Select(l => l.RunAsync(_stopping.Token)));
    }

    public ImmutableArray<ScheduleLoop> Loops { get; }

    public async ValueTask DisposeAsync()
    {
        // Not CancelAsync: that one leaves the captured context, and with it a simulation's order of events.
#pragma warning disable CA1849
        _stopping.Cancel();
#pragma warning restore CA1849
        try
        {
            await _running;
        }
        catch (OperationCanceledException)
        {
            // That is how loops end.
        }
        finally
        {
            _stopping.Dispose();
        }
    }
}
