using Axle.Storage.Sqlite.Database;
using Axle.Workflows.Ports;
using Microsoft.Data.Sqlite;

namespace Axle.Storage.Sqlite.Workflows;

/// <summary>Table <c>workflows</c>: definitions by hash.</summary>
internal sealed class DefinitionTable(SqliteConnection connection) : IDisposable
{
    private readonly Statement _insert = new(connection, "INSERT OR IGNORE INTO workflows (hash, name, version, definition) VALUES ($1, $2, $3, $4)", 4);
    private readonly Statement _find = new(connection, "SELECT hash, name, version, definition FROM workflows WHERE hash = $1", 1);

    public int Save(StoredDefinition definition) => _insert.Run(definition.Hash, definition.Name, definition.Version, definition.Json);

    public StoredDefinition? Find(string hash) => _find.Rows(
        static r => new StoredDefinition(r.GetString(0), r.GetString(1), r.IsDBNull(2) ? null : r.GetString(2), r.GetString(3)), hash).FirstOrDefault();

    public void Dispose()
    {
        _insert.Dispose();
        _find.Dispose();
    }
}
