using System.Runtime.CompilerServices;
using Axle.Storage.Postgres.Database;
using Axle.Workflows.Payloads;
using Axle.Workflows.Ports;
using Npgsql;

namespace Axle.Storage.Postgres.Workflows;

/// <summary>Brings all that a codec wrote, or might have written, under its current keys, while runs execute.</summary>
/// <param name="codec">The codec.</param>
/// <param name="database">The database.</param>
internal sealed class StoredRecoding(PayloadCodec codec, PostgresDatabase database)
{
    private const string Users = "SELECT DISTINCT coalesce(r.tenant, 'default') FROM axle.payload_uses u JOIN axle.runs r ON r.id = u.run WHERE u.hash = $1";
    private const string Put = "INSERT INTO axle.payloads (hash, data) VALUES ($1, $2) ON CONFLICT DO NOTHING";

    private const string Use = """
        INSERT INTO axle.payload_uses (run, hash) SELECT u.run, $2 FROM axle.payload_uses u JOIN axle.runs r ON r.id = u.run
        WHERE u.hash = $1 AND coalesce(r.tenant, 'default') = $3 ON CONFLICT DO NOTHING
        """;

    private const string Unuse = """
        DELETE FROM axle.payload_uses u USING axle.runs r WHERE r.id = u.run AND u.hash = $1 AND coalesce(r.tenant, 'default') = $2
        """;

    private const string Drop = "DELETE FROM axle.payloads p WHERE p.hash = $1 AND NOT EXISTS (SELECT 1 FROM axle.payload_uses u WHERE u.hash = $1)";

    public Task<RecodingReport> RunAsync(string? tenant, CancellationToken cancellationToken) =>
        PayloadRecoding.RunAsync(codec, RowsAsync(tenant, cancellationToken), WriteAsync, cancellationToken);

    private async IAsyncEnumerable<(CodedRow Name, string? Tenant, ReadOnlyMemory<byte> Stored)> RowsAsync(
        string? tenant, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        foreach (var column in CodedColumn.All)
        {
            var rows = await database.DoAsync((c, token) => column.ReadAsync(c, null, token), cancellationToken);
            while (rows.Count > 0)
            {
                foreach (var row in rows.Where(r => tenant is null || r.Tenant == tenant || r.IsShared))
                    yield return (row, row.Tenant, row.Stored);
                var last = rows[^1].Keys;
                rows = await database.DoAsync((c, token) => column.ReadAsync(c, last, token), cancellationToken);
            }
        }
    }

    private async ValueTask WriteAsync(CodedRow row, byte[] fresh, CancellationToken cancellationToken)
    {
        if (row.IsShared && CodedForm.Read(fresh).KeyId is not null)
            await ShareOutAsync((string)row.Keys[0], row.Stored, cancellationToken);
        else
            await database.DoAsync((c, token) => row.Column.WriteAsync(c, row, fresh, token), cancellationToken);
    }

    /// <summary>A large value that was written before tenants had keys: each of those who use it gets its own.</summary>
    private async Task ShareOutAsync(string hash, byte[] stored, CancellationToken cancellationToken)
    {
        var plain = codec.Accepting().Decode(stored);
        var tenants = await database.DoAsync(
            (c, token) => c.Command(Users, Sql.Of(hash)).ListAsync(static r => r.GetString(0), token), cancellationToken);
        foreach (var tenant in tenants)
            await codec.ReadyAsync(tenant, cancellationToken);
        await database.DoAsync(
            async (c, token) =>
            {
                await using var batch = new NpgsqlBatch(c);
                foreach (var tenant in tenants)
                {
                    var name = TenantSpace.Of(hash, tenant);
                    batch.Add(Put, Sql.Of(name), Sql.Of((ReadOnlyMemory<byte>)codec.Encode(plain, tenant)));
                    batch.Add(Use, Sql.Of(hash), Sql.Of(name), Sql.Of(tenant));
                    batch.Add(Unuse, Sql.Of(hash), Sql.Of(tenant));
                }

                batch.Add(Drop, Sql.Of(hash));
                return await batch.ExecuteNonQueryAsync(token);
            },
            cancellationToken);
    }
}
