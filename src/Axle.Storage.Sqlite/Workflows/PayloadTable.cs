using Axle.Storage.Sqlite.Database;
using Axle.Workflows.Histories;
using Axle.Workflows.Runs;

namespace Axle.Storage.Sqlite.Workflows;

/// <summary>
/// Table <c>payloads</c>: large values, each stored once under its hash, whoever uses it; <c>payload_uses</c> says which runs do.
/// </summary>
internal sealed class PayloadTable(SqliteLink link, StoredForm form) : IDisposable
{
    private readonly Statement _exists = new(link, "SELECT 1 FROM payloads WHERE hash = ?1");
    private readonly Statement _insert = new(link, "INSERT INTO payloads (hash, data) VALUES (?1, ?2)");
    private readonly Statement _use = new(link, "INSERT OR IGNORE INTO payload_uses (execution, hash) VALUES (?1, ?2)");
    private readonly Statement _read = new(link, "SELECT data FROM payloads WHERE hash = ?1");

    public void Insert(long execution, Payload payload)
    {
        if (_exists.Number(payload.Hash) is null)
            _insert.Run(payload.Hash, form.Blob(payload.Utf8().ToArray()));
        _use.Run(execution, payload.Hash);
    }

    /// <exception cref="AxleException">The payload is not there: the database was changed by hand.</exception>
    public byte[] Read(string hash)
    {
        using var rows = _read.Query(hash);
        return rows.Read()
            ? form.Plain(rows.Bytes(0))
            : throw new AxleException(ErrorKind.Internal, $"Payload {hash} is missing from the database. Restore the database from a backup.");
    }

    public void Dispose()
    {
        _exists.Dispose();
        _insert.Dispose();
        _use.Dispose();
        _read.Dispose();
    }
}
