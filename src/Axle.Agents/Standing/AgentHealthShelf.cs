using System.Text.Json;
using Axle.Workflows.Ports;
using Axle.Workflows.Runs;

namespace Axle.Agents.Standing;

/// <summary>
/// Keeps the health of agents beyond one process: written when an agent goes out and when it is well again, forgotten after an hour. It is
/// advice, so of two processes the last one to write is right.
/// </summary>
/// <param name="store">Gives the store when it is first needed.</param>
/// <param name="time">The clock.</param>
public sealed class AgentHealthShelf(Func<IValueStore> store, TimeProvider time)
{
    private const string Space = "agent-health";
    private static readonly TimeSpan Kept = TimeSpan.FromHours(1);

    /// <summary>Everything that was written down and not forgotten, by agent.</summary>
    public async ValueTask<IReadOnlyList<KeyValuePair<string, AgentHealth>>> ListAsync(CancellationToken cancellationToken)
    {
        var values = await store().ListValuesAsync(Space, time.GetUtcNow(), cancellationToken);
        return [.. values.Select(static v => KeyValuePair.Create(v.Key, JsonSerializer.Deserialize<AgentHealth>(v.Value.Value)))];
    }

    /// <summary>Writes down how an agent is doing.</summary>
    public async ValueTask KeepAsync(string agent, AgentHealth health, CancellationToken cancellationToken) => await store().PutValueAsync(
        Space, agent, Payload.From(JsonSerializer.SerializeToElement(health)), expected: null, time.GetUtcNow() + Kept, cancellationToken);
}
