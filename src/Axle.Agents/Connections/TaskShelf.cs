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
/// <param name="tenant">Whose tasks: the answers are the tenant's data.</param>
internal sealed class TaskShelf(Func<IValueStore> store, TimeProvider time, string tenant)
{
    private readonly string _space = TenantSpace.Of("agent-tasks", tenant);
    private static readonly TimeSpan Kept = TimeSpan.FromDays(7);
    private static readonly TimeSpan KeptAnswer = TimeSpan.FromDays(1);

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    };

    public async ValueTask<TaskRecord?> FindAsync(string key, CancellationToken cancellationToken) =>
        await store().FindValueAsync(_space, key, time.GetUtcNow(), cancellationToken) is { } found ? found.Value.Value.Deserialize<TaskRecord>(Json) : null;

    public async ValueTask PutAsync(string key, TaskRecord record) => await store().PutValueAsync(
        _space, key, Payload.From(JsonSerializer.SerializeToElement(record, Json)), expected: null,
        time.GetUtcNow() + (record.Answer is null ? Kept : KeptAnswer), CancellationToken.None);

    public async ValueTask RemoveAsync(string key) => await store().RemoveValueAsync(_space, key, CancellationToken.None);
}
