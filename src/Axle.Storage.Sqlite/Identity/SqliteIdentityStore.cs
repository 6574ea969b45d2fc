using Axle.Identity.Access;
using Axle.Identity.Audit;
using Axle.Identity.Keys;
using Axle.Identity.Passkeys;
using Axle.Identity.Ports;
using Axle.Identity.Sessions;
using Axle.Identity.Tenants;
using Axle.Identity.Users;
using Axle.Storage.Sqlite.Database;
using Axle.Storage.Sqlite.Workflows;

namespace Axle.Storage.Sqlite.Identity;

/// <summary>Who may do what, in the file of the runs: its writes share their flushes.</summary>
internal sealed class SqliteIdentityStore(GroupWriter<WorkflowTables> writer, SqliteReaders<WorkflowTables> readers) : IIdentityStore
{
    /// <inheritdoc/>
    public ValueTask<bool> HasUsersAsync(CancellationToken cancellationToken) => Read(static t => t.Users.Any());

    /// <inheritdoc/>
    public ValueTask<bool> AddUserAsync(User user, bool onlyAsFirst, CancellationToken cancellationToken) => Write(t => t.Users.Add(user, onlyAsFirst));

    /// <inheritdoc/>
    public ValueTask<User?> FindUserAsync(string id, CancellationToken cancellationToken) => Read(t => t.Users.Find(id));

    /// <inheritdoc/>
    public ValueTask<User?> FindUserByNameAsync(string name, CancellationToken cancellationToken) => Read(t => t.Users.FindNamed(UserName.Key(name)));

    /// <inheritdoc/>
    public ValueTask<User?> FindInvitedAsync(ReadOnlyMemory<byte> invitationHash, CancellationToken cancellationToken) =>
        Read(t => t.Users.FindInvited(invitationHash));

    /// <inheritdoc/>
    public ValueTask<User?> FindUserByLoginAsync(string issuer, string subject, CancellationToken cancellationToken) =>
        Read(t => t.Users.FindByLogin(issuer, subject));

    /// <inheritdoc/>
    public async ValueTask PutLoginAsync(string issuer, string subject, string user, CancellationToken cancellationToken) =>
        await Write(t => t.Users.PutLogin(issuer, subject, user));

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<User>> ListUsersAsync(string? tenant, string? after, int limit, CancellationToken cancellationToken) =>
        Read<IReadOnlyList<User>>(t => t.Users.List(tenant, after, limit));

    /// <inheritdoc/>
    public ValueTask<bool> ChangeUserAsync(User user, CancellationToken cancellationToken) => Write(t => t.Users.Change(user));

    /// <inheritdoc/>
    public ValueTask<bool> RemoveUserAsync(string id, CancellationToken cancellationToken) => Write(t => t.Users.Remove(id));

    /// <inheritdoc/>
    public ValueTask<bool> UseCodeStepAsync(string user, long step, CancellationToken cancellationToken) => Write(t => t.Users.UseStep(user, step));

    /// <inheritdoc/>
    public ValueTask<long> LastCodeStepAsync(string user, CancellationToken cancellationToken) => Read(t => t.Users.LastStep(user));

    /// <inheritdoc/>
    public async ValueTask PutRecoveryCodesAsync(string user, IReadOnlyList<byte[]> hashes, CancellationToken cancellationToken) =>
        await Write(t => t.RecoveryCodes.Put(user, hashes));

    /// <inheritdoc/>
    public ValueTask<bool> UseRecoveryCodeAsync(string user, ReadOnlyMemory<byte> hash, CancellationToken cancellationToken) =>
        Write(t => t.RecoveryCodes.Use(user, hash));

    /// <inheritdoc/>
    public async ValueTask AddSessionAsync(Session session, CancellationToken cancellationToken) => await Write(t => t.Sessions.Add(session));

    /// <inheritdoc/>
    public ValueTask<Session?> FindSessionAsync(ReadOnlyMemory<byte> tokenHash, CancellationToken cancellationToken) =>
        Read(t => t.Sessions.Find(tokenHash));

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<Session>> ListSessionsAsync(string user, CancellationToken cancellationToken) =>
        Read<IReadOnlyList<Session>>(t => t.Sessions.List(user));

    /// <inheritdoc/>
    public async ValueTask TouchSessionAsync(string id, DateTimeOffset now, CancellationToken cancellationToken) => await Write(t => t.Sessions.Touch(id, now));

    /// <inheritdoc/>
    public ValueTask<bool> EndSessionAsync(string user, string id, CancellationToken cancellationToken) => Write(t => t.Sessions.End(user, id));

    /// <inheritdoc/>
    public ValueTask<int> EndSessionsAsync(string user, string? except, CancellationToken cancellationToken) =>
        Write(t => t.Sessions.EndAll(user, except));

    /// <inheritdoc/>
    public ValueTask<bool> AddPasskeyAsync(Passkey passkey, CancellationToken cancellationToken) => Write(t => t.Passkeys.Add(passkey));

    /// <inheritdoc/>
    public ValueTask<Passkey?> FindPasskeyAsync(ReadOnlyMemory<byte> credential, CancellationToken cancellationToken) =>
        Read(t => t.Passkeys.Find(credential));

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<Passkey>> ListPasskeysAsync(string user, CancellationToken cancellationToken) =>
        Read<IReadOnlyList<Passkey>>(t => t.Passkeys.List(user));

    /// <inheritdoc/>
    public async ValueTask UsePasskeyAsync(Passkey used, CancellationToken cancellationToken) => await Write(t => t.Passkeys.Use(used));

    /// <inheritdoc/>
    public ValueTask<bool> RemovePasskeyAsync(string user, ReadOnlyMemory<byte> credential, CancellationToken cancellationToken) =>
        Write(t => t.Passkeys.Remove(user, credential));

    /// <inheritdoc/>
    public async ValueTask RemovePasskeysAsync(string user, CancellationToken cancellationToken) => await Write(t => t.Passkeys.RemoveAll(user));

    /// <inheritdoc/>
    public async ValueTask AddKeyAsync(ApiKey key, CancellationToken cancellationToken) => await Write(t => t.Keys.Add(key));

    /// <inheritdoc/>
    public ValueTask<ApiKey?> FindKeyAsync(ReadOnlyMemory<byte> secretHash, CancellationToken cancellationToken) => Read(t => t.Keys.Find(secretHash));

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<ApiKey>> ListKeysAsync(string tenant, string? user, int limit, CancellationToken cancellationToken) =>
        Read<IReadOnlyList<ApiKey>>(t => t.Keys.List(tenant, user, limit));

    /// <inheritdoc/>
    public async ValueTask TouchKeyAsync(string id, DateTimeOffset now, CancellationToken cancellationToken) => await Write(t => t.Keys.Touch(id, now));

    /// <inheritdoc/>
    public ValueTask<bool> RevokeKeyAsync(string tenant, string? user, string id, DateTimeOffset now, CancellationToken cancellationToken) =>
        Write(t => t.Keys.Revoke(tenant, user, id, now));

    /// <inheritdoc/>
    public ValueTask<bool> AddTenantAsync(Tenant tenant, CancellationToken cancellationToken) => Write(t => t.Tenants.Add(tenant));

    /// <inheritdoc/>
    public ValueTask<Tenant?> FindTenantAsync(string id, CancellationToken cancellationToken) => Read(t => t.Tenants.Find(id));

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<Tenant>> ListTenantsAsync(CancellationToken cancellationToken) => Read<IReadOnlyList<Tenant>>(static t => t.Tenants.List());

    /// <inheritdoc/>
    public ValueTask<bool> RemoveTenantAsync(string id, CancellationToken cancellationToken) => Write(t => t.Tenants.Remove(id));

    /// <inheritdoc/>
    public async ValueTask SetRoleAsync(Member member, CancellationToken cancellationToken) => await Write(t => t.Members.Put(member));

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<Member>> ListRolesAsync(string user, CancellationToken cancellationToken) =>
        Read<IReadOnlyList<Member>>(t => t.Members.List(user));

    /// <inheritdoc/>
    public ValueTask<Role> RoleOfAsync(string tenant, string user, CancellationToken cancellationToken) => Read(t => t.Members.Find(tenant, user));

    /// <inheritdoc/>
    public ValueTask<AuditEntry> AppendAuditAsync(AuditFact fact, CancellationToken cancellationToken) => Write(t => t.Audit.Append(fact));

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<AuditEntry>> ListAuditAsync(AuditQuery query, CancellationToken cancellationToken) =>
        Read<IReadOnlyList<AuditEntry>>(t => t.Audit.List(query));

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<AuditEntry>> ReadAuditAsync(long after, int limit, CancellationToken cancellationToken) =>
        Read<IReadOnlyList<AuditEntry>>(t => t.Audit.Read(after, limit));

    /// <inheritdoc/>
    public ValueTask<AuditHead?> AuditHeadAsync(CancellationToken cancellationToken) => Read(static t => t.Audit.Head());

    private ValueTask<T> Read<T>(Func<IdentityTables, T> read) => new(readers.Read(t => read(t.Identity)));

    private ValueTask<T> Write<T>(Func<IdentityTables, T> change) => new(writer.WriteAsync(t => change(t.Identity)));
}
