using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using Axle.Workflows.Ports;
using Axle.Workflows.Runs;

namespace Axle.Agents.Escalation;

/// <summary>How sessions stand, beyond one process: what is returned is durable. A session that nobody speaks in is forgotten after 30 days.</summary>
/// <param name="store">Gives the store when it is first needed.</param>
/// <param name="time">The clock.</param>
public sealed class SessionShelf(Func<IValueStore> store, TimeProvider time)
{
    private const string Space = "session-breaker";
    private static readonly TimeSpan Kept = TimeSpan.FromDays(30);
    private static readonly SessionStatus[] Order = [SessionStatus.Open, SessionStatus.HalfOpen, SessionStatus.Ended, SessionStatus.Closed];

    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web)
    {
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) },
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        IgnoreReadOnlyProperties = true,
    };

    /// <summary>How a session stands; one that was never written down is closed.</summary>
    public async ValueTask<SessionState> FindAsync(string? tenant, string? user, string session, CancellationToken cancellationToken) =>
        (await ReadAsync(tenant, user, session, cancellationToken)).State;

    /// <summary>Every session that was handed to a person, is on probation or was ended, in this order, the newest first of each.</summary>
    /// <param name="tenant">Whose; null for all.</param>
    /// <param name="cancellationToken">Cancels the reading.</param>
    public async ValueTask<IReadOnlyList<SessionState>> ListAsync(string? tenant, CancellationToken cancellationToken) =>
        [.. (await KnownAsync(tenant, cancellationToken)).Where(static s => s.Status != SessionStatus.Closed)];

    /// <summary>Every session of which something is known, last those that do well again.</summary>
    /// <inheritdoc cref="ListAsync"/>
    public async ValueTask<IReadOnlyList<SessionState>> KnownAsync(string? tenant, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        IReadOnlyList<string> spaces = tenant is not null ? [TenantSpace.Of(Space, tenant)] : await store().ListSpacesAsync(now, cancellationToken);
        var values = new List<StoredValue>();
        foreach (var space in spaces.Where(static s => s.StartsWith($"{Space}@", StringComparison.Ordinal)))
            values.AddRange(await store().ListValuesAsync(space, now, cancellationToken));
        var theirs = values.Select(Read).Where(s => tenant is null || s.TenantOrDefault == tenant);
        return [.. theirs.OrderBy(static s => Array.IndexOf(Order, s.Status)).ThenByDescending(static s => s.Since).ThenBy(IdOf, StringComparer.Ordinal)];
    }

    /// <summary>What names a session in one word, whatever its user and tenant are: 64 hexadecimal digits.</summary>
    public static string IdOf(SessionState session)
    {
        ArgumentNullException.ThrowIfNull(session);
        return KeyOf(session.Tenant, session.User, session.Session);
    }

    /// <summary>Changes how a session stands. Of two that change it at once the later one sees what the earlier one did.</summary>
    /// <returns>The state before and after; the same when nothing changed, and nothing was written then.</returns>
    public async ValueTask<(SessionState Before, SessionState After)> ChangeAsync(
        string? tenant, string? user, string session, Func<SessionState, SessionState> change, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(change);
        while (true)
        {
            var (before, version) = await ReadAsync(tenant, user, session, cancellationToken);
            var after = change(before);
            if (after == before)
                return (before, before);
            var value = Payload.From(JsonSerializer.SerializeToElement(after, Options));
            var (space, key, until) = (TenantSpace.Of(Space, tenant), KeyOf(tenant, user, session), time.GetUtcNow() + Kept);
            if (await store().PutValueAsync(space, key, value, version, until, cancellationToken) is not null)
                return (before, after);
        }
    }

    /// <summary>Forgets a session: its agents may go on as if nothing had been.</summary>
    /// <returns>False when there was nothing to forget.</returns>
    public ValueTask<bool> ForgetAsync(string? tenant, string? user, string session, CancellationToken cancellationToken) =>
        store().RemoveValueAsync(TenantSpace.Of(Space, tenant), KeyOf(tenant, user, session), cancellationToken);

    private async ValueTask<(SessionState State, long Version)> ReadAsync(string? tenant, string? user, string session, CancellationToken cancellationToken) =>
        await store().FindValueAsync(TenantSpace.Of(Space, tenant), KeyOf(tenant, user, session), time.GetUtcNow(), cancellationToken) is { } stored
            ? (Read(stored), stored.Version)
            : (new SessionState { Tenant = tenant, User = user, Session = session }, 0);

    private static SessionState Read(StoredValue stored) => stored.Value.Value.Deserialize<SessionState>(Options)
        ?? throw new AxleException(ErrorKind.Internal, $"The state of session '{stored.Key}' is empty.");

    // Names of conversations are chosen by callers: of any length, and alike in other tenants and of other users.
    private static string KeyOf(string? tenant, string? user, string session)
    {
        var whose = user is null ? "" : $"u{user.Length}:{user}/";
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{whose}{tenant?.Length ?? -1}:{tenant}/{session}")));
    }
}
