using Axle.Workflows.Ports;

namespace Axle.Workflows.Schedules;

/// <summary>What is remembered of schedules, shared by all processes.</summary>
internal sealed class ScheduleBook(IValueStore store, TimeProvider time)
{
    private const string Space = "schedules";

    /// <summary>Reads a schedule's state and its version. A schedule that is new, or has other times than before, begins now.</summary>
    public async ValueTask<(ScheduleState State, long Version)> OpenAsync(string id, string text, CancellationToken cancellationToken)
    {
        while (true)
        {
            var now = time.GetUtcNow();
            var stored = await store.FindValueAsync(Space, id, now, cancellationToken);
            var known = stored is null ? null : StoredJson.Read<ScheduleState>(stored);
            if (known?.Text == text)
                return (known, stored!.Version);
            var fresh = known is null ? new ScheduleState(text, now) : known with { Text = text, Reached = now };
            if (await TryWriteAsync(id, fresh, stored?.Version ?? 0, cancellationToken) is { } version)
                return (fresh, version);
        }
    }

    /// <summary>Writes a state over the version it was made from; null when another process was faster.</summary>
    public ValueTask<long?> TryWriteAsync(string id, ScheduleState state, long version, CancellationToken cancellationToken) =>
        store.PutValueAsync(Space, id, StoredJson.Write(state), version, expiresAt: null, cancellationToken);

    /// <summary>Changes a state, whoever else changes it meanwhile.</summary>
    public async ValueTask ChangeAsync(string id, string text, Func<ScheduleState, ScheduleState> change, CancellationToken cancellationToken)
    {
        while (true)
        {
            var (state, version) = await OpenAsync(id, text, cancellationToken);
            if (await TryWriteAsync(id, change(state), version, cancellationToken) is not null)
                return;
        }
    }

    public async ValueTask ForgetAsync(string id, CancellationToken cancellationToken) => await store.RemoveValueAsync(Space, id, cancellationToken);
}
