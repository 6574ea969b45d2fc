using Axle.Storage.Sqlite.Database;
using Axle.Workflows.Histories;
using Axle.Workflows.Ports;
using Axle.Workflows.Runs;

namespace Axle.Storage.Sqlite.Workflows;

/// <summary>
/// Table <c>payloads</c>: large values, each stored once under its hash, whoever uses it; <c>payload_uses</c> says which runs do. Where tenants have
/// keys, each has its own (<see cref="StoredForm.NameOf"/>).
/// </summary>
internal sealed class PayloadTable(SqliteLink link, StoredForm form) : IDisposable
{
    /// <summary>Whether a value is there under a key, or any.</summary>
    private readonly Statement _exists = new(link, "SELECT 1 FROM payloads WHERE hash = ?1 AND (?2 IS NULL OR instr(substr(data, 1, 80), CAST(?2 AS BLOB)) > 0)");
    private readonly Statement _put = new(link, "INSERT OR REPLACE INTO payloads (hash, data) VALUES (?1, ?2)");
    private readonly Statement _use = new(link, "INSERT OR IGNORE INTO payload_uses (execution, hash) VALUES (?1, ?2)");

    /// <summary>The tenant's own before the one that all share: values may have been written before tenants had keys.</summary>
    private readonly Statement _read = new(
        link,
        """
        SELECT p.data FROM workflow_executions x JOIN payloads p ON p.hash IN (?2, ?2 || '@' || ifnull(x.tenant, 'default'))
        WHERE x.run_id = ?1 ORDER BY length(p.hash) DESC LIMIT 1
        """);

    public void Insert(long execution, Payload payload, string tenant)
    {
        var name = form.NameOf(payload.Hash, tenant);
        // One under a key that was destroyed is nobody's any more, and is written anew.
        if (_exists.Number(name, form.KeyOf(tenant)) is null)
            _put.Run(name, form.Blob(payload.Utf8().ToArray(), tenant));
        _use.Run(execution, name);
    }

    /// <exception cref="AxleException">The payload is not there: the database was changed by hand.</exception>
    public byte[] Read(RunId run, string hash)
    {
        using var rows = _read.Query(run, hash);
        return rows.Read()
            ? form.Plain(rows.Bytes(0))
            : throw new AxleException(ErrorKind.Internal, $"Payload {hash} is missing from the database. Restore the database from a backup.");
    }

    /// <summary>The tenants whose runs use a value.</summary>
    public List<string> TenantsOf(string name)
    {
        using var tenants = new Statement(
            link,
            """
            SELECT DISTINCT ifnull(x.tenant, 'default') FROM payload_uses u JOIN workflow_executions x ON x.id = u.execution WHERE u.hash = ?1
            """);
        return tenants.List(static r => r.Text(0), name);
    }

    /// <summary>Gives tenants a value of their own in place of one that they share; it stays while somebody else uses it.</summary>
    public int ShareOut(string hash, IReadOnlyDictionary<string, byte[]> own)
    {
        using var move = new Statement(
            link,
            """
            UPDATE OR REPLACE payload_uses SET hash = ?2
            WHERE hash = ?1 AND execution IN (SELECT id FROM workflow_executions WHERE ifnull(tenant, 'default') = ?3)
            """);
        using var drop = new Statement(link, "DELETE FROM payloads WHERE hash = ?1 AND NOT EXISTS (SELECT 1 FROM payload_uses WHERE hash = ?1)");
        foreach (var (tenant, data) in own)
        {
            var name = TenantSpace.Of(hash, tenant);
            if (_exists.Number(name, default) is null)
                _put.Run(name, (ReadOnlyMemory<byte>)data);
            move.Run(hash, name, tenant);
        }

        return drop.Run(hash);
    }

    public void Dispose()
    {
        _exists.Dispose();
        _put.Dispose();
        _use.Dispose();
        _read.Dispose();
    }
}
