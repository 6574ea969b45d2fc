using Axle.Storage.Sqlite.Database;
using Axle.Workflows.Ports;

namespace Axle.Storage.Sqlite.Workflows;

/// <summary>Table <c>workflows</c>: definitions by hash. They stay when their runs are removed: the next run may need them.</summary>
internal sealed class DefinitionTable(SqliteLink link) : IDisposable
{
    private readonly Statement _insert = new(link, "INSERT OR IGNORE INTO workflows (hash, name, version, definition) VALUES (?1, ?2, ?3, ?4)");
    private readonly Statement _find = new(link, "SELECT hash, name, version, definition FROM workflows WHERE hash = ?1");

    public int Save(StoredDefinition definition) => _insert.Run(definition.Hash, definition.Name, definition.Version, definition.Json);

    public StoredDefinition? Find(string hash) =>
        _find.List(static r => new StoredDefinition(r.Text(0), r.Text(1), r.TextOrNull(2), r.Text(3)), hash).FirstOrDefault();

    public void Dispose()
    {
        _insert.Dispose();
        _find.Dispose();
    }
}
