using System.Text.Json;
using System.Text.Json.Serialization;
using Axle.Workflows.Ports;
using Axle.Workflows.Runs;

namespace Axle.Agents.Connections;

/// <summary>
/// Keeps tasks that were handed out beyond this process: who has one is written before it is handed out, its answer before the agent is told that it
/// arrived. So a task under way outlives the death of the server, and its result is neither lost nor taken twice.
/// </summary>
/// <param name="store">Gives the store when it is first needed.</param>
/// <param name="time">The clock.</param>
internal sealed class TaskShelf(Func<IValueStore> store, TimeProvider time)
{
    private const string Space = "agent-tasks";
    private static readonly TimeSpan Kept = TimeSpan.FromDays(7);
    private static readonly TimeSpan KeptAnswer = TimeSpan.FromDays(1);

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    };

    public async ValueTask<TaskRecord?> FindAsync(string key, CancellationToken cancellationToken) =>
        await store().FindValueAsync(Space, key, time.GetUtcNow(), cancellationToken) is { } found ? found.Value.Value.Deserialize<TaskRecord>(Json) : null;

    public async ValueTask PutAsync(string key, TaskRecord record) => await store().PutValueAsync(
        Space, key, Payload.From(JsonSerializer.SerializeToElement(record, Json)), expected: null,
        time.GetUtcNow() + (record.Answer is null ? Kept : KeptAnswer), CancellationToken.None);

    public async ValueTask RemoveAsync(string key) => await store().RemoveValueAsync(Space, key, CancellationToken.None);
}
