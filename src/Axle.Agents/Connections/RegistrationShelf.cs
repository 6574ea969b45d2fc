using System.Text.Json;
using System.Text.Json.Serialization;
using Axle.Workflows.Ports;
using Axle.Workflows.Runs;

namespace Axle.Agents.Connections;

/// <summary>
/// Keeps who registered beyond this process: a step that names an agent waits for it also when the server was started anew and the agent is not back yet.
/// </summary>
/// <param name="store">Gives the store when it is first needed.</param>
/// <param name="time">The clock.</param>
internal sealed class RegistrationShelf(Func<IValueStore> store, TimeProvider time)
{
    private const string Space = "agent-registrations";

    // One that nobody has offered for so long is no agent of this server any more.
    private static readonly TimeSpan Kept = TimeSpan.FromDays(90);

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    };

    public async ValueTask<IReadOnlyList<StoredRegistration>> ListAsync(CancellationToken cancellationToken)
    {
        var values = await store().ListValuesAsync(Space, time.GetUtcNow(), cancellationToken);
        return [.. values.Select(static v => v.Value.Value.Deserialize<StoredRegistration>(Json)!)];
    }

    /// <summary>One as it is kept now, and its version; 0 when there is none.</summary>
    public async ValueTask<(StoredRegistration? Registration, long Version)> FindAsync(string tenant, string agent, CancellationToken cancellationToken) =>
        await store().FindValueAsync(Space, $"{tenant}/{agent}", time.GetUtcNow(), cancellationToken) is { } found
            ? (found.Value.Value.Deserialize<StoredRegistration>(Json), found.Version)
            : (null, 0);

    /// <summary>A registration as it is kept.</summary>
    public static string TextOf(StoredRegistration registration) => JsonSerializer.Serialize(registration, Json);

    /// <returns>False when it is not of that version any more: another server wrote it meanwhile.</returns>
    public async ValueTask<bool> KeepAsync(StoredRegistration registration, long version) => await store().PutValueAsync(
        Space, $"{registration.Tenant}/{registration.Registration.Agent}", Payload.From(JsonSerializer.SerializeToElement(registration, Json)),
        version, time.GetUtcNow() + Kept, CancellationToken.None) is not null;

    public async ValueTask ForgetAsync(string tenant, string agent) =>
        await store().RemoveValueAsync(Space, $"{tenant}/{agent}", CancellationToken.None);
}

/// <summary>A registration with whose it is.</summary>
/// <param name="Tenant">The tenant.</param>
/// <param name="Owner">The user.</param>
/// <param name="Registration">What the newest process said.</param>
internal sealed record StoredRegistration(string Tenant, string Owner, AgentRegistration Registration);
