using Axle.Storage.Postgres.Database;
using Axle.Workflows.Histories;
using Npgsql;

namespace Axle.Storage.Postgres.Writing;

/// <summary>
/// Decisions of many runs as a handful of commands, whatever their number: a command for each table, with a column for each parameter. They are
/// sent at once and are one transaction, so nobody who stops in the middle leaves one open.
/// </summary>
internal static class AppendBatch
{
    private const string Fence = "SELECT axle.fence($1, $2, $3)";
    private const string Admit = "SELECT axle.admit($1, $2, $3)";

    private const string Create = """
        INSERT INTO axle.runs (id, run_id, workflow, definition, status, last_seq, created_at, updated_at, wake_at, due_at, owner, epoch, attention,
            parent, group_name, group_limit, tenant)
        SELECT n.id, n.run_id, n.workflow, n.definition, n.status, n.last_seq, n.created_at, n.updated_at, n.wake_at,
            CASE WHEN n.released THEN n.wake_at END, CASE WHEN n.released THEN NULL ELSE $1 END, 1, n.attention,
            n.parent, n.group_name, n.group_limit, n.tenant
        FROM unnest($2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16)
            AS n(id, run_id, workflow, definition, status, last_seq, created_at, updated_at, wake_at, released, attention,
                parent, group_name, group_limit, tenant)
        ON CONFLICT (run_id) DO NOTHING RETURNING id
        """;

    /// <summary>What follows on the creation of a run is written only if it was created.</summary>
    private const string Events = """
        INSERT INTO axle.events (run, seq, at, wake_at, data)
        SELECT n.run, n.seq, n.at, n.wake_at, n.data FROM unnest($1, $2, $3, $4, $5, $6) AS n(run, seq, at, wake_at, data, is_first)
        LEFT JOIN axle.runs r ON r.id = CASE WHEN n.is_first THEN n.run END
        WHERE r.id IS NOT NULL OR NOT n.is_first
        """;

    private const string Rows = """
        UPDATE axle.runs r SET status = n.status, last_seq = n.last_seq, updated_at = n.updated_at, wake_at = n.wake_at, attention = n.attention,
            parent = n.parent, group_name = n.group_name, group_limit = n.group_limit,
            owner = CASE WHEN n.released THEN NULL ELSE r.owner END, due_at = CASE WHEN n.released THEN n.wake_at END
        FROM unnest($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
            AS n(id, status, last_seq, updated_at, wake_at, attention, parent, group_name, group_limit, released)
        WHERE r.id = n.id
        """;

    /// <summary>One under another key is written anew: that key may have been destroyed. What comes first in a value names its key.</summary>
    private const string Payloads = """
        INSERT INTO axle.payloads AS p (hash, data) SELECT * FROM unnest($1, $2) ON CONFLICT (hash) DO UPDATE SET data = excluded.data
        WHERE position('@' in p.hash) > 0 AND substring(p.data from 3 for 21) <> substring(excluded.data from 3 for 21)
        """;

    private const string Uses = """
        INSERT INTO axle.payload_uses (run, hash) SELECT n.run, n.hash FROM unnest($1, $2) AS n(run, hash)
        WHERE EXISTS (SELECT 1 FROM axle.runs r WHERE r.id = n.run) ON CONFLICT DO NOTHING
        """;

    private const string Checkpoints = """
        INSERT INTO axle.checkpoints (run, seq, name, automatic, at)
        SELECT n.run, n.seq, n.name, n.automatic, n.at FROM unnest($1, $2, $3, $4, $5) AS n(run, seq, name, automatic, at)
        WHERE EXISTS (SELECT 1 FROM axle.runs r WHERE r.id = n.run) ON CONFLICT DO NOTHING
        """;

    private const string Consumed = """
        UPDATE axle.signals s SET consumed = true FROM unnest($1, $2) AS n(run, signal) WHERE s.run = n.run AND s.signal = n.signal
        """;

    private const string Snapshots = """
        INSERT INTO axle.snapshots (run, seq, data) SELECT n.run, n.seq, n.data FROM unnest($1, $2, $3) AS n(run, seq, data)
        WHERE EXISTS (SELECT 1 FROM axle.runs r WHERE r.id = n.run)
        ON CONFLICT (run) DO UPDATE SET seq = excluded.seq, data = excluded.data
        """;

    /// <summary>Writes decisions, all or none; no run twice among them.</summary>
    /// <param name="connection">Where.</param>
    /// <param name="place">Who writes: fences the transaction, and numbers it.</param>
    /// <param name="writes">The decisions. One that needs room in a group is alone.</param>
    /// <param name="form">How values lie in the database.</param>
    /// <returns>Numbers of the runs that were created; others that were to be created were there already.</returns>
    public static async ValueTask<HashSet<long>> WriteAsync(
        NpgsqlConnection connection, CommitPlace place, IReadOnlyList<AppendWrite> writes, StoredForm form)
    {
        await using var batch = new NpgsqlBatch(connection);
        batch.Add(Fence, Sql.Of(place.Node), Sql.Of(place.Lane), Sql.Of(place.Number));
        foreach (var write in writes.Where(static w => w.Append.Admission is not null))
            batch.Add(Admit, Sql.Of(write.Append.Admission!.Group), Sql.Of(write.Run), Sql.Of((long)write.Append.Admission.Limit));
        AppendWrite[] first = [.. writes.Where(static w => w.IsFirst)];
        if (first.Length > 0)
            AddCreations(batch, place.Node, first);
        AddEvents(batch, [.. writes.Where(static w => w.Data is not null)]);
        AddRows(batch, [.. writes.Where(static w => w.ChangesRow)]);
        AddPayloads(batch, writes, form);
        AddRest(batch, writes, form);
        await using var rows = await batch.ExecuteReaderAsync();
        var created = new HashSet<long>();
        do
        {
            while (await rows.ReadAsync())
            {
                // The fence and the admission return nothing.
                if (rows.GetFieldType(0) == typeof(long))
                    created.Add(rows.GetInt64(0));
            }
        }
        while (await rows.NextResultAsync());
        return created;
    }

    private static NpgsqlParameter Column<T>(AppendWrite[] writes, Func<AppendWrite, T> value) => Sql.Of(Array.ConvertAll(writes, w => value(w)));

    private static void AddCreations(NpgsqlBatch batch, long node, AppendWrite[] w) => batch.Add(
        Create,
        Sql.Of(node),
        Column(w, static x => x.Number),
        Column(w, static x => x.Run.Value),
        Column(w, static x => x.Append.Row.Workflow),
        Column(w, static x => x.Append.Row.Definition),
        Column(w, static x => StatusNames.Name(x.Append.Row.Status)),
        Column(w, static x => x.Append.Row.LastSeq),
        Column(w, static x => x.Append.Row.CreatedAt.UtcTicks),
        Column(w, static x => x.Append.Row.UpdatedAt.UtcTicks),
        Column(w, static x => x.Append.Row.WakeAt?.UtcTicks),
        Column(w, static x => x.Append.Release),
        Column(w, static x => (int)x.Append.Row.Attention),
        Column(w, static x => x.Append.Row.Parent?.Value),
        Column(w, static x => x.Append.Row.Group),
        Column(w, static x => x.Append.Row.GroupLimit),
        Column(w, static x => x.Append.Row.Tenant));

    private static void AddEvents(NpgsqlBatch batch, AppendWrite[] w)
    {
        if (w.Length == 0)
            return;
        batch.Add(
            Events,
            Column(w, static x => x.Number),
            Column(w, static x => x.Append.Row.LastSeq),
            Column(w, static x => x.Append.Row.UpdatedAt.UtcTicks),
            Column(w, static x => x.Append.Row.WakeAt?.UtcTicks),
            Column(w, static x => x.Data!),
            Column(w, static x => x.IsFirst));
    }

    private static void AddRows(NpgsqlBatch batch, AppendWrite[] w)
    {
        if (w.Length == 0)
            return;
        batch.Add(
            Rows,
            Column(w, static x => x.Number),
            Column(w, static x => StatusNames.Name(x.Append.Row.Status)),
            Column(w, static x => x.Append.Row.LastSeq),
            Column(w, static x => x.Append.Row.UpdatedAt.UtcTicks),
            Column(w, static x => x.Append.Row.WakeAt?.UtcTicks),
            Column(w, static x => (int)x.Append.Row.Attention),
            Column(w, static x => x.Append.Row.Parent?.Value),
            Column(w, static x => x.Append.Row.Group),
            Column(w, static x => x.Append.Row.GroupLimit),
            Column(w, static x => x.Append.Release));
    }

    /// <summary>In order of their hashes, so that two who write the same ones do not wait for each other.</summary>
    private static void AddPayloads(NpgsqlBatch batch, IReadOnlyList<AppendWrite> writes, StoredForm form)
    {
        var uses = writes.SelectMany(w => w.Large.Select(p => (w.Number, w.Tenant, Name: form.NameOf(p.Hash, w.Tenant), Payload: p))).ToArray();
        if (uses.Length == 0)
            return;
        var distinct = uses.DistinctBy(static u => u.Name).OrderBy(static u => u.Name, StringComparer.Ordinal).ToArray();
        batch.Add(
            Payloads,
            Sql.Of(Array.ConvertAll(distinct, static u => u.Name)),
            Sql.Of(Array.ConvertAll(distinct, u => form.Encode(u.Payload.Utf8().ToArray(), u.Tenant).ToArray())));
        batch.Add(
            Uses,
            Sql.Of(Array.ConvertAll(uses, static u => u.Number)),
            Sql.Of(Array.ConvertAll(uses, static u => u.Name)));
    }

    private static void AddRest(NpgsqlBatch batch, IReadOnlyList<AppendWrite> writes, StoredForm form)
    {
        var checkpoints = writes.SelectMany(static w => w.Append.Checkpoints.Select(c => (w.Number, Checkpoint: c))).ToArray();
        if (checkpoints.Length > 0)
        {
            batch.Add(
                Checkpoints,
                Sql.Of(Array.ConvertAll(checkpoints, static c => c.Number)),
                Sql.Of(Array.ConvertAll(checkpoints, static c => c.Checkpoint.Seq)),
                Sql.Of(Array.ConvertAll(checkpoints, static c => c.Checkpoint.Name)),
                Sql.Of(Array.ConvertAll(checkpoints, static c => c.Checkpoint.Automatic)),
                Sql.Of(Array.ConvertAll(checkpoints, static c => c.Checkpoint.At.UtcTicks)));
        }

        var consumed = writes.SelectMany(static w => w.Append.ConsumedSignals.Select(s => (w.Number, Signal: s))).ToArray();
        if (consumed.Length > 0)
            batch.Add(Consumed, Sql.Of(Array.ConvertAll(consumed, static c => c.Number)), Sql.Of(Array.ConvertAll(consumed, static c => c.Signal)));
        var snapshots = writes.Where(static w => w.Append.Snapshot is not null).ToArray();
        if (snapshots.Length > 0)
        {
            batch.Add(
                Snapshots,
                Column(snapshots, static w => w.Number),
                Column(snapshots, static w => w.Append.Snapshot!.Seq),
                Column(snapshots, w => form.Encode(w.Append.Snapshot!.Data, w.Tenant).ToArray()));
        }
    }
}

/// <summary>Where a transaction stands among those of a node.</summary>
/// <param name="Node">The node.</param>
/// <param name="Lane">The lane of the node.</param>
/// <param name="Number">Its number in the lane, which tells afterwards whether it was committed.</param>
internal readonly record struct CommitPlace(long Node, int Lane, long Number);
