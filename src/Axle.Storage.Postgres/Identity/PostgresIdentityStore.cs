using Axle.Identity.Access;
using Axle.Identity.Audit;
using Axle.Identity.Keys;
using Axle.Identity.Passkeys;
using Axle.Identity.Ports;
using Axle.Identity.Sessions;
using Axle.Identity.Tenants;
using Axle.Identity.Users;
using Axle.Storage.Postgres.Database;
using Axle.Workflows.Histories;
using Npgsql;

namespace Axle.Storage.Postgres.Identity;

/// <summary>
/// Who may do what, in the database of the runs: people sign in at any node. What answers whether it came first is done once; should the connection be lost
/// meanwhile, the caller is told that it is not known.
/// </summary>
internal sealed class PostgresIdentityStore(PostgresDatabase database, StoredForm form) : IIdentityStore
{
    /// <inheritdoc/>
    public ValueTask<bool> HasUsersAsync(CancellationToken cancellationToken) => database.DoAsync(
        static async (c, token) => (await c.Command("SELECT 1 FROM axle.users LIMIT 1").ListAsync(static _ => true, token)).Count > 0, cancellationToken);

    /// <inheritdoc/>
    public ValueTask<bool> AddUserAsync(User user, bool onlyAsFirst, CancellationToken cancellationToken) =>
        Once((c, token) => UserTable.AddAsync(c, user, onlyAsFirst, form, token), cancellationToken);

    /// <inheritdoc/>
    public ValueTask<User?> FindUserAsync(string id, CancellationToken cancellationToken) =>
        Do((c, token) => UserTable.FindAsync(c, id, form, token), cancellationToken);

    /// <inheritdoc/>
    public ValueTask<User?> FindUserByNameAsync(string name, CancellationToken cancellationToken) =>
        Do((c, token) => UserTable.FindNamedAsync(c, UserName.Key(name), form, token), cancellationToken);

    /// <inheritdoc/>
    public ValueTask<User?> FindInvitedAsync(ReadOnlyMemory<byte> invitationHash, CancellationToken cancellationToken) =>
        Do((c, token) => UserTable.FindInvitedAsync(c, invitationHash, form, token), cancellationToken);

    /// <inheritdoc/>
    public ValueTask<User?> FindUserByLoginAsync(string issuer, string subject, CancellationToken cancellationToken) =>
        Do((c, token) => UserTable.FindByLoginAsync(c, issuer, subject, form, token), cancellationToken);

    /// <inheritdoc/>
    public async ValueTask PutLoginAsync(string issuer, string subject, string user, CancellationToken cancellationToken) =>
        await Do((c, token) => UserTable.PutLoginAsync(c, issuer, subject, user, token), cancellationToken);

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<User>> ListUsersAsync(string? tenant, string? after, int limit, CancellationToken cancellationToken) =>
        Do((c, token) => UserTable.ListAsync(c, tenant, after, limit, form, token), cancellationToken);

    /// <inheritdoc/>
    public ValueTask<bool> ChangeUserAsync(User user, CancellationToken cancellationToken) =>
        Once((c, token) => UserTable.ChangeAsync(c, user, form, token), cancellationToken);

    /// <inheritdoc/>
    public ValueTask<bool> RemoveUserAsync(string id, CancellationToken cancellationToken) =>
        Once((c, token) => UserTable.RemoveAsync(c, id, token), cancellationToken);

    /// <inheritdoc/>
    public ValueTask<bool> UseCodeStepAsync(string user, long step, CancellationToken cancellationToken) =>
        Once((c, token) => UserTable.UseStepAsync(c, user, step, token), cancellationToken);

    /// <inheritdoc/>
    public ValueTask<long> LastCodeStepAsync(string user, CancellationToken cancellationToken) =>
        Do((c, token) => UserTable.LastStepAsync(c, user, token), cancellationToken);

    /// <inheritdoc/>
    public async ValueTask PutRecoveryCodesAsync(string user, IReadOnlyList<byte[]> hashes, CancellationToken cancellationToken) =>
        await Do((c, token) => UserTable.PutCodesAsync(c, user, hashes, token), cancellationToken);

    /// <inheritdoc/>
    public ValueTask<bool> UseRecoveryCodeAsync(string user, ReadOnlyMemory<byte> hash, CancellationToken cancellationToken) =>
        Once((c, token) => UserTable.UseCodeAsync(c, user, hash, token), cancellationToken);

    /// <inheritdoc/>
    public async ValueTask AddSessionAsync(Session session, CancellationToken cancellationToken) =>
        await Once((c, token) => SessionTable.AddAsync(c, session, token), cancellationToken);

    /// <inheritdoc/>
    public ValueTask<Session?> FindSessionAsync(ReadOnlyMemory<byte> tokenHash, CancellationToken cancellationToken) =>
        Do((c, token) => SessionTable.FindAsync(c, tokenHash, token), cancellationToken);

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<Session>> ListSessionsAsync(string user, CancellationToken cancellationToken) =>
        Do((c, token) => SessionTable.ListAsync(c, user, token), cancellationToken);

    /// <inheritdoc/>
    public async ValueTask TouchSessionAsync(string id, DateTimeOffset now, CancellationToken cancellationToken) =>
        await Do((c, token) => SessionTable.TouchAsync(c, id, now, token), cancellationToken);

    /// <inheritdoc/>
    public ValueTask<bool> EndSessionAsync(string user, string id, CancellationToken cancellationToken) =>
        Once((c, token) => SessionTable.EndAsync(c, user, id, token), cancellationToken);

    /// <inheritdoc/>
    public ValueTask<int> EndSessionsAsync(string user, string? except, CancellationToken cancellationToken) =>
        Once((c, token) => SessionTable.EndAllAsync(c, user, except, token), cancellationToken);

    /// <inheritdoc/>
    public ValueTask<bool> AddPasskeyAsync(Passkey passkey, CancellationToken cancellationToken) =>
        Once((c, token) => PasskeyTable.AddAsync(c, passkey, token), cancellationToken);

    /// <inheritdoc/>
    public ValueTask<Passkey?> FindPasskeyAsync(ReadOnlyMemory<byte> credential, CancellationToken cancellationToken) =>
        Do((c, token) => PasskeyTable.FindAsync(c, credential, token), cancellationToken);

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<Passkey>> ListPasskeysAsync(string user, CancellationToken cancellationToken) =>
        Do((c, token) => PasskeyTable.ListAsync(c, user, token), cancellationToken);

    /// <inheritdoc/>
    public async ValueTask UsePasskeyAsync(Passkey used, CancellationToken cancellationToken) =>
        await Do((c, token) => PasskeyTable.UseAsync(c, used, token), cancellationToken);

    /// <inheritdoc/>
    public ValueTask<bool> RemovePasskeyAsync(string user, ReadOnlyMemory<byte> credential, CancellationToken cancellationToken) =>
        Once((c, token) => PasskeyTable.RemoveAsync(c, user, credential, token), cancellationToken);

    /// <inheritdoc/>
    public async ValueTask RemovePasskeysAsync(string user, CancellationToken cancellationToken) =>
        await Do((c, token) => PasskeyTable.RemoveAllAsync(c, user, token), cancellationToken);

    /// <inheritdoc/>
    public async ValueTask AddKeyAsync(ApiKey key, CancellationToken cancellationToken) =>
        await Once((c, token) => ApiKeyTable.AddAsync(c, key, token), cancellationToken);

    /// <inheritdoc/>
    public ValueTask<ApiKey?> FindKeyAsync(ReadOnlyMemory<byte> secretHash, CancellationToken cancellationToken) =>
        Do((c, token) => ApiKeyTable.FindAsync(c, secretHash, token), cancellationToken);

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<ApiKey>> ListKeysAsync(string tenant, string? user, int limit, CancellationToken cancellationToken) =>
        Do((c, token) => ApiKeyTable.ListAsync(c, tenant, user, limit, token), cancellationToken);

    /// <inheritdoc/>
    public async ValueTask TouchKeyAsync(string id, DateTimeOffset now, CancellationToken cancellationToken) =>
        await Do((c, token) => ApiKeyTable.TouchAsync(c, id, now, token), cancellationToken);

    /// <inheritdoc/>
    public ValueTask<bool> RevokeKeyAsync(string tenant, string? user, string id, DateTimeOffset now, CancellationToken cancellationToken) =>
        Once((c, token) => ApiKeyTable.RevokeAsync(c, tenant, user, id, now, token), cancellationToken);

    /// <inheritdoc/>
    public ValueTask<bool> AddTenantAsync(Tenant tenant, CancellationToken cancellationToken) =>
        Once((c, token) => TenantTable.AddAsync(c, tenant, token), cancellationToken);

    /// <inheritdoc/>
    public ValueTask<Tenant?> FindTenantAsync(string id, CancellationToken cancellationToken) =>
        Do((c, token) => TenantTable.FindAsync(c, id, token), cancellationToken);

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<Tenant>> ListTenantsAsync(CancellationToken cancellationToken) => Do(TenantTable.ListAsync, cancellationToken);

    /// <inheritdoc/>
    public ValueTask<bool> RemoveTenantAsync(string id, CancellationToken cancellationToken) =>
        Once((c, token) => TenantTable.RemoveAsync(c, id, token), cancellationToken);

    /// <inheritdoc/>
    public async ValueTask SetRoleAsync(Member member, CancellationToken cancellationToken) =>
        await Do((c, token) => TenantTable.PutMemberAsync(c, member, token), cancellationToken);

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<Member>> ListRolesAsync(string user, CancellationToken cancellationToken) =>
        Do((c, token) => TenantTable.ListMembershipsAsync(c, user, token), cancellationToken);

    /// <inheritdoc/>
    public ValueTask<Role> RoleOfAsync(string tenant, string user, CancellationToken cancellationToken) =>
        Do((c, token) => TenantTable.RoleOfAsync(c, tenant, user, token), cancellationToken);

    /// <inheritdoc/>
    public ValueTask<AuditEntry> AppendAuditAsync(AuditFact fact, CancellationToken cancellationToken) =>
        Once((c, token) => AuditTable.AppendAsync(c, fact, token), cancellationToken);

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<AuditEntry>> ListAuditAsync(AuditQuery query, CancellationToken cancellationToken) =>
        Do((c, token) => AuditTable.ListAsync(c, query, token), cancellationToken);

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<AuditEntry>> ReadAuditAsync(long after, int limit, CancellationToken cancellationToken) =>
        Do((c, token) => AuditTable.ReadAsync(c, after, limit, token), cancellationToken);

    /// <inheritdoc/>
    public ValueTask<AuditHead?> AuditHeadAsync(CancellationToken cancellationToken) => Do(AuditTable.HeadAsync, cancellationToken);

    private ValueTask<T> Do<T>(Func<NpgsqlConnection, CancellationToken, ValueTask<T>> act, CancellationToken cancellationToken) =>
        database.DoAsync(act, cancellationToken);

    private ValueTask<T> Once<T>(Func<NpgsqlConnection, CancellationToken, ValueTask<T>> act, CancellationToken cancellationToken) =>
        database.DoOnceAsync(act, cancellationToken);
}
