using System.Collections.Concurrent;
using System.Collections.Immutable;
using Axle.Workflows.Definition;
using Axle.Workflows.Ports;

namespace Axle.Workflows.Schedules;

/// <summary>
/// Starts runs when their schedules are due. Any number of processes may keep the same schedules: each time starts one run, as its start has
/// the key <c>schedule/WORKFLOW/NUMBER/TIME</c>. What was started, and what is paused, is kept in the store. Nothing is done between two
/// times but sleep.
/// </summary>
/// <param name="store">Where schedules are remembered.</param>
/// <param name="start">Starts a run. It must be idempotent by <see cref="TriggeredStart.Key"/>, and return when the run is durable.</param>
/// <param name="time">The clock.</param>
/// <param name="environment">What <c>env</c> holds in the expressions of <c>with</c>; null for nothing.</param>
public sealed class ScheduleRunner(
    IValueStore store, Func<TriggeredStart, CancellationToken, Task> start, TimeProvider time,
    IReadOnlyDictionary<string, string>? environment = null) : IAsyncDisposable
{
    private readonly ScheduleBook _book = new(store, time);
    private readonly TriggerInputs _inputs = new(environment);
    private readonly ConcurrentDictionary<string, KeptSchedules> _kept = new(StringComparer.Ordinal);

    /// <summary>Keeps the schedules of a workflow from now on, in place of those of an earlier definition of that name.</summary>
    /// <exception cref="AxleException">
    /// Validation: a schedule has a time that never comes, or a zone that this machine does not know; nothing was changed.
    /// </exception>
    public async Task RegisterAsync(Workflow workflow)
    {
        ImmutableArray<ScheduleTrigger> triggers = workflow.On?.Schedules ?? [];
        var loops = triggers.Select((t, n) => new ScheduleLoop(new Schedule(workflow, n, t, _inputs), _book, start, time)).ToImmutableArray();
        await StopAsync(workflow.Name);
        if (!loops.IsEmpty)
            _kept[workflow.Name] = new KeptSchedules(loops);
    }

    /// <summary>Keeps the schedules of a workflow no longer, in this process, and forgets what was remembered of them.</summary>
    public async Task RemoveAsync(string workflow, CancellationToken cancellationToken)
    {
        foreach (var loop in await StopAsync(workflow))
            await _book.ForgetAsync(loop.Schedule.Id, cancellationToken);
    }

    /// <summary>Lists the schedules that are kept here, by name.</summary>
    public async Task<IReadOnlyList<ScheduleInfo>> ListAsync(CancellationToken cancellationToken)
    {
        var infos = new List<ScheduleInfo>();
        foreach (var loop in _kept.OrderBy(static k => k.Key, StringComparer.Ordinal).SelectMany(static k => k.Value.Loops))
        {
            var (state, _) = await _book.OpenAsync(loop.Schedule.Id, loop.Schedule.Clock.Text, cancellationToken);
            infos.Add(loop.Schedule.Describe(state, time.GetUtcNow(), loop.Trouble));
        }

        return infos;
    }

    /// <summary>Has a schedule start nothing until it is resumed, in every process.</summary>
    /// <exception cref="AxleException">NotFound: no such schedule is kept here.</exception>
    public async Task PauseAsync(string id, string by, CancellationToken cancellationToken) =>
        await ChangeAsync(id, state => state.PausedBy is null ? state with { PausedBy = by, PausedAt = time.GetUtcNow() } : state, cancellationToken);

    /// <summary>Goes on with a paused schedule. Times that came meanwhile do not count as missed.</summary>
    /// <exception cref="AxleException">NotFound: no such schedule is kept here.</exception>
    public async Task ResumeAsync(string id, CancellationToken cancellationToken) => await ChangeAsync(
        id, state => state.PausedBy is null ? state : state with { PausedBy = null, PausedAt = null, Reached = time.GetUtcNow() }, cancellationToken);

    /// <summary>Starts a run out of turn, also of a paused schedule. Its next time stays as it is.</summary>
    /// <returns>What was started.</returns>
    /// <exception cref="AxleException">NotFound: no such schedule is kept here; or what the start throws.</exception>
    public async Task<TriggeredStart> TriggerAsync(string id, string by, CancellationToken cancellationToken)
    {
        var triggered = Find(id).StartNow(time.GetUtcNow(), by);
        await start(triggered, cancellationToken);
        return triggered;
    }

    /// <summary>Keeps no schedule any more. Starts under way are cancelled; what they started is found by its key.</summary>
    public async ValueTask DisposeAsync()
    {
        foreach (var workflow in _kept.Keys)
            await StopAsync(workflow);
    }

    private ValueTask ChangeAsync(string id, Func<ScheduleState, ScheduleState> change, CancellationToken cancellationToken) =>
        _book.ChangeAsync(id, Find(id).Clock.Text, change, cancellationToken);

    private Schedule Find(string id)
    {
        var loops = _kept.Values.SelectMany(static k => k.Loops).ToArray();
        return loops.FirstOrDefault(l => l.Schedule.Id == id)?.Schedule ?? throw new AxleException(
            ErrorKind.NotFound,
            loops.Length == 0
                ? $"There is no schedule '{id}': no workflow with 'on: {{ schedule: … }}' is registered here."
                : $"There is no schedule '{id}'. There are: {string.Join(", ", loops.Select(static l => l.Schedule.Id).Order(StringComparer.Ordinal).Take(20))}.");
    }

    private async Task<ImmutableArray<ScheduleLoop>> StopAsync(string workflow)
    {
        if (!_kept.TryRemove(workflow, out var kept))
            return [];
        await kept.DisposeAsync();
        return kept.Loops;
    }
}
