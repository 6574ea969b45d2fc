using Axle.Storage.Sqlite.Database;
using Axle.Workflows.Runs;
using Microsoft.Data.Sqlite;

namespace Axle.Storage.Sqlite.Workflows;

/// <summary>Table <c>payloads</c>: large values, each stored once under its hash, whoever uses it.</summary>
internal sealed class PayloadTable(SqliteConnection connection) : IDisposable
{
    private readonly Statement _insert = new(connection, "INSERT OR IGNORE INTO payloads (hash, data) VALUES ($1, $2)", 2);
    private readonly Statement _use = new(connection, "INSERT OR IGNORE INTO payload_uses (execution, hash) VALUES ($1, $2)", 2);
    private readonly Statement _read = new(connection, "SELECT data FROM payloads WHERE hash = $1", 1);

    public void Insert(long execution, Payload payload)
    {
        _insert.Run(payload.Hash, payload.Utf8().ToArray());
        _use.Run(execution, payload.Hash);
    }

    /// <exception cref="AxleException">The payload is not there: the database was changed by hand.</exception>
    public byte[] Read(string hash) => (byte[]?)_read.Scalar(hash)
        ?? throw new AxleException(ErrorKind.Internal, $"Payload {hash} is missing from the database. Restore the database from a backup.");

    public void Dispose()
    {
        _insert.Dispose();
        _use.Dispose();
        _read.Dispose();
    }
}
