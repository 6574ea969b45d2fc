using Axle.Testing.Time;

namespace Axle.Testing.Simulation;

/// <summary>
/// One process of a simulation: a context on which all its awaits continue, and a clock. When it crashes, nothing of it ever runs again.
/// </summary>
public sealed class SimulatedProcess : SynchronizationContext
{
    private readonly SimulationScheduler _scheduler;

    internal SimulatedProcess(SimulationScheduler scheduler, string name)
    {
        _scheduler = scheduler;
        Name = name;
        Time = new ProcessTime(this, scheduler.Clock);
    }

    /// <summary>The process's name.</summary>
    public string Name { get; }

    /// <summary>The clock of this process.</summary>
    public TimeProvider Time { get; }

    /// <summary>How wrong its clock is. Timers ring in time all the same.</summary>
    public TimeSpan Skew { get; set; }

    /// <summary>Whether it has crashed.</summary>
    public bool IsDead { get; private set; }

    /// <summary>Ends the process where it stands, as kill -9 does.</summary>
    public void Crash()
    {
        IsDead = true;
        _scheduler.Drop(this);
    }

    /// <inheritdoc/>
    public override void Post(SendOrPostCallback d, object? state)
    {
        _scheduler.CheckThread(this);
        if (!IsDead)
            _scheduler.Add(this, () => d(state));
    }

    /// <inheritdoc/>
    public override void Send(SendOrPostCallback d, object? state) => throw new NotSupportedException("A simulation never blocks.");

    /// <summary>Starts something in this process.</summary>
    public void Start(Func<Task> action) => Post(_ => _scheduler.Observe(action()), null);

    private sealed class ProcessTime(SimulatedProcess process, VirtualClock clock) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => clock.Now + process.Skew;

        public override long GetTimestamp() => clock.Now.Ticks;

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            var timer = new VirtualTimer(clock, action => process.Post(_ => action(), null), callback, state);
            timer.Change(dueTime, period);
            return timer;
        }
    }
}
