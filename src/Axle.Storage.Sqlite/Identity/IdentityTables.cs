using Axle.Storage.Sqlite.Database;
using Axle.Workflows.Histories;

namespace Axle.Storage.Sqlite.Identity;

/// <summary>The statements about users, keys, tenants and the audit log of one connection.</summary>
internal sealed class IdentityTables : IDisposable
{
    private readonly UserSecretTable _secrets;

    public IdentityTables(SqliteLink link, StoredForm form)
    {
        _secrets = new(link, form);
        Users = new(link, _secrets);
        RecoveryCodes = new(link);
        Sessions = new(link);
        Passkeys = new(link);
        Keys = new(link);
        Tenants = new(link);
        Members = new(link);
        Audit = new(link);
    }

    public UserTable Users { get; }

    public RecoveryCodeTable RecoveryCodes { get; }

    public SessionTable Sessions { get; }

    public PasskeyTable Passkeys { get; }

    public ApiKeyTable Keys { get; }

    public TenantTable Tenants { get; }

    public MemberTable Members { get; }

    public AuditTable Audit { get; }

    public void Dispose()
    {
        foreach (var table in (IDisposable[])[_secrets, Users, RecoveryCodes, Sessions, Passkeys, Keys, Tenants, Members, Audit])
            table.Dispose();
    }
}
