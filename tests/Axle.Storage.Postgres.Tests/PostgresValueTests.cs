using Axle.Conformance;
using Axle.Workflows.Ports;

namespace Axle.Storage.Postgres.Tests;

public sealed class PostgresValueTests : ValueStoreConformance
{
    private readonly TestDatabase _database = new();

    public override async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        await _database.DisposeAsync();
    }

    protected override IValueStore Open() => _database.Open();
}
