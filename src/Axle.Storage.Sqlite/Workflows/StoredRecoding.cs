using Axle.Storage.Sqlite.Database;
using Axle.Workflows.Payloads;

namespace Axle.Storage.Sqlite.Workflows;

/// <summary>Brings all that a codec wrote, or might have written, under its current keys, while runs execute.</summary>
/// <param name="codec">The codec.</param>
/// <param name="writer">Writes.</param>
/// <param name="readers">Read.</param>
internal sealed class StoredRecoding(PayloadCodec codec, GroupWriter<WorkflowTables> writer, SqliteReaders<WorkflowTables> readers)
{
    private readonly List<Task> _pending = [];

    public async Task<RecodingReport> RunAsync(string? tenant, CancellationToken cancellationToken)
    {
        var report = await PayloadRecoding.RunAsync(codec, RowsAsync(tenant), WriteAsync, cancellationToken);
        await Task.WhenAll(_pending);
        return report;
    }

    private async IAsyncEnumerable<(CodedRow Name, string? Tenant, ReadOnlyMemory<byte> Stored)> RowsAsync(string? tenant)
    {
        foreach (var column in CodedColumn.All)
        {
            var rows = readers.Read(t => column.Read(t.Link, null));
            for (; rows.Count > 0; rows = readers.Read(t => column.Read(t.Link, rows[^1].Keys)))
            {
                foreach (var row in rows.Where(r => tenant is null || r.Tenant == tenant || r.IsShared))
                    yield return (row, row.Tenant, row.Stored);
                await Task.WhenAll(_pending);
                _pending.Clear();
            }
        }
    }

    // Not waited for one by one: the writer puts those of a piece into one transaction.
    private async ValueTask WriteAsync(CodedRow row, byte[] fresh, CancellationToken cancellationToken)
    {
        if (row.IsShared && CodedForm.Read(fresh).KeyId is not null)
        {
            await ShareOutAsync(row, cancellationToken);
            return;
        }

        var isReadable = row.Column.IsText && CodedForm.Read(fresh).IsPlain;
        SqlValue data = isReadable ? SqlValue.Utf8(fresh) : (ReadOnlyMemory<byte>)fresh;
        _pending.Add(writer.WriteAsync(t => row.Column.Write(t.Link, row, data)));
    }

    /// <summary>A large value that was written before tenants had keys: each of those who use it gets its own.</summary>
    private async Task ShareOutAsync(CodedRow row, CancellationToken cancellationToken)
    {
        var hash = row.Keys[0].Text!;
        var plain = codec.Accepting().Decode(row.Stored);
        var own = new Dictionary<string, byte[]>(StringComparer.Ordinal);
        foreach (var tenant in readers.Read(t => t.Payloads.TenantsOf(hash)))
        {
            await codec.ReadyAsync(tenant, cancellationToken);
            own[tenant] = codec.Encode(plain, tenant);
        }

        _pending.Add(writer.WriteAsync(t => t.Payloads.ShareOut(hash, own)));
    }
}
