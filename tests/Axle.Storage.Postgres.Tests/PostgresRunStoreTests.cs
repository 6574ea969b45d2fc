using Axle.Conformance;
using Axle.Workflows.Ports;

namespace Axle.Storage.Postgres.Tests;

public sealed class PostgresRunStoreTests : RunStoreConformance
{
    private readonly TestDatabase _database = new();

    public override async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        await _database.DisposeAsync();
    }

    protected override IRunStore Open() => _database.Open();

    protected override async ValueTask KillAsync(IRunStore store) => await _database.KillAsync(store);
}
