using Axle.Conformance;
using Axle.Identity.Ports;

namespace Axle.Storage.Postgres.Tests;

public sealed class PostgresIdentityTests : IdentityStoreConformance
{
    private readonly TestDatabase _database = new();

    public override async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        await _database.DisposeAsync();
    }

    [Theory]
    [InlineData("UPDATE axle.audit_entries SET actor = 'somebody'")]
    [InlineData("DELETE FROM axle.audit_entries")]
    [InlineData("TRUNCATE axle.audit_entries")]
    public async Task Nobody_changes_the_audit_log(string sql)
    {
        Open();

        (await Should.ThrowAsync<Npgsql.PostgresException>(() => _database.RunAsync(sql))).MessageText.ShouldContain("only ever added to");
    }

    protected override IIdentityStore Open() => _database.Open().Identity;
}
