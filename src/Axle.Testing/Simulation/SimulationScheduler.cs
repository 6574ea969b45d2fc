using Axle.Testing.Time;

namespace Axle.Testing.Simulation;

/// <summary>
/// Runs everything of a simulation on one thread, in an order that a seed decides: of all that could happen next, any may. Time passes
/// only when nothing else can happen.
/// </summary>
/// <param name="random">Decides the order; null to keep the order of arrival.</param>
public sealed class SimulationScheduler(Random? random)
{
    private readonly List<(SimulatedProcess Process, Action Action)> _ready = [];
    private readonly List<Task> _observed = [];
    private int _thread;
    private volatile string? _strayed;

    /// <summary>The clock that all processes share.</summary>
    public VirtualClock Clock { get; } = new();

    /// <summary>Continuations run so far.</summary>
    public long Steps { get; private set; }

    internal bool IsRunning { get; private set; }

    /// <summary>Called between any two continuations: the place to crash a process.</summary>
    public Action? BetweenSteps { get; set; }

    /// <summary>Makes a process.</summary>
    public SimulatedProcess NewProcess(string name) => new(this, name);

    /// <summary>Runs until <paramref name="done"/> is true.</summary>
    /// <param name="done">Asked between any two continuations.</param>
    /// <param name="maxSteps">How many continuations may run in all.</param>
    /// <exception cref="SimulationFailedException">Nothing can happen any more and it is not done, or too much has happened.</exception>
    public void RunUntil(Func<bool> done, long maxSteps)
    {
        var before = SynchronizationContext.Current;
        var wasRunning = IsRunning;
        _thread = Environment.CurrentManagedThreadId;
        IsRunning = true;
        try
        {
            while (!done())
            {
                if (Steps > maxSteps)
                    throw new SimulationFailedException($"More than {maxSteps} continuations have run and the simulation is not done.");
                if (_ready.Count == 0 && !Clock.TryAdvance())
                    throw new SimulationFailedException("Nothing can happen any more, and the simulation is not done: something is stuck for ever.");
                if (_ready.Count > 0)
                    Next();
                Complain();
            }
        }
        finally
        {
            SynchronizationContext.SetSynchronizationContext(before);
            IsRunning = wasRunning;
        }
    }

    /// <summary>Runs until nothing can happen any more without time passing.</summary>
    /// <param name="maxSteps">How many continuations may run in all.</param>
    public void RunUntilIdle(long maxSteps) => RunUntil(() => _ready.Count == 0, maxSteps);

    internal void Add(SimulatedProcess process, Action action) => _ready.Add((process, action));

    /// <summary>Something that leaves the simulation's thread makes it impossible to repeat.</summary>
    internal void CheckThread(SimulatedProcess process)
    {
        if (random is not null && _thread != 0 && Environment.CurrentManagedThreadId != _thread)
            _strayed ??= $"A continuation of {process.Name} came from another thread, so that this simulation cannot be repeated: {Environment.StackTrace}";
    }

    internal void Drop(SimulatedProcess process) => _ready.RemoveAll(r => r.Process == process);

    internal void Observe(Task task) => _observed.Add(task);

    private void Next()
    {
        var index = random?.Next(_ready.Count) ?? 0;
        var (process, action) = _ready[index];
        _ready.RemoveAt(index);
        Steps++;
        SynchronizationContext.SetSynchronizationContext(process);
        action();
        BetweenSteps?.Invoke();
    }

    private void Complain()
    {
        if (_strayed is { } strayed)
            throw new SimulationFailedException(strayed);
        for (var i = _observed.Count - 1; i >= 0; i--)
        {
            if (!_observed[i].IsCompleted)
                continue;
            var task = _observed[i];
            _observed.RemoveAt(i);
            if (task.Exception?.InnerException is { } exception)
                throw new SimulationFailedException($"A simulated process failed: {exception}", exception);
        }
    }
}
