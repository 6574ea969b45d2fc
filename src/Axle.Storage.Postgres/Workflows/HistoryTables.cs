using Axle.Storage.Postgres.Database;
using Axle.Workflows.Histories;
using Axle.Workflows.Ports;
using Axle.Workflows.Runs.Events;
using Npgsql;

namespace Axle.Storage.Postgres.Workflows;

/// <summary>Tables <c>events</c>, <c>snapshots</c> and <c>payloads</c>: the histories, a row for a decision. A decision once written never changes.</summary>
/// <param name="form">How values lie in the database.</param>
internal sealed class HistoryTables(StoredForm form)
{
    private const string Number = "SELECT id, coalesce(tenant, 'default') FROM axle.runs WHERE run_id = $1";

    /// <summary>Up to the first decision that reaches the limit: a decision reaches to its own number.</summary>
    private const string Piece = """
        SELECT seq, at, data FROM axle.events WHERE run = $1 AND seq > $2
        AND seq <= coalesce((SELECT min(seq) FROM axle.events WHERE run = $1 AND seq >= $3), 9223372036854775807) ORDER BY seq
        """;

    private const string Snapshots = "SELECT run, seq, data FROM axle.snapshots WHERE run = ANY($1)";

    private const string Many = """
        SELECT e.run, e.seq, e.at, e.data FROM unnest($1) wanted
        LEFT JOIN axle.snapshots s ON s.run = wanted JOIN axle.events e ON e.run = wanted AND e.seq > coalesce(s.seq, 0)
        ORDER BY e.run, e.seq
        """;

    private const string Payloads = "SELECT hash, data FROM axle.payloads WHERE hash = ANY($1)";
    private readonly DecisionReading _reading = new(form);

    /// <summary>Reads events of a run, large values in place.</summary>
    public async ValueTask<IReadOnlyList<RecordedEvent>> ReadAsync(
        NpgsqlConnection connection, RunId run, long after, int limit, CancellationToken cancellationToken)
    {
        var found = await connection.Command(Number, Sql.Of(run)).ListAsync(static r => (Number: r.GetInt64(0), Tenant: r.GetString(1)), cancellationToken);
        if (found is not [var (execution, tenant)])
            return [];
        var decisions = await connection.Command(Piece, Sql.Of(execution), Sql.Of(after), Sql.Of(after > long.MaxValue - limit ? long.MaxValue : after + limit))
            .ListAsync(static r => new DecisionRow(r.GetInt64(0), r.Time(1), r.Bytes(2)), cancellationToken);
        var events = _reading.Read(run, decisions, after, limit);
        await ResolveAsync(connection, run, tenant, events, cancellationToken);
        return events;
    }

    /// <summary>Reads what is needed to go on with runs that were claimed.</summary>
    public async ValueTask<List<OpenedRun>> OpenAsync(
        NpgsqlConnection connection, IReadOnlyList<StoredRow> claimed, CancellationToken cancellationToken)
    {
        var numbers = claimed.Select(static c => c.Number).ToArray();
        await using var batch = new NpgsqlBatch(connection);
        batch.Add(Snapshots, Sql.Of(numbers));
        batch.Add(Many, Sql.Of(numbers));
        batch.Add(SignalTable.WaitingOfMany, Sql.Of(numbers));
        Dictionary<long, (long Seq, byte[] Data)> snapshots;
        ILookup<long, DecisionRow> decisions;
        ILookup<long, StoredSignal> signals;
        await using (var rows = await batch.ExecuteReaderAsync(cancellationToken))
        {
            snapshots = (await rows.ListAsync(static r => (Run: r.GetInt64(0), Seq: r.GetInt64(1), Data: r.Bytes(2)), cancellationToken))
                .ToDictionary(static s => s.Run, static s => (s.Seq, s.Data));
            await rows.NextResultAsync(cancellationToken);
            decisions = (await rows.ListAsync(
                static r => (Run: r.GetInt64(0), Row: new DecisionRow(r.GetInt64(1), r.Time(2), r.Bytes(3))), cancellationToken))
                .ToLookup(static d => d.Run, static d => d.Row);
            await rows.NextResultAsync(cancellationToken);
            signals = (await rows.ListAsync(SignalTable.Read, cancellationToken)).ToLookup(static s => s.Run);
        }

        var opened = new List<OpenedRun>(claimed.Count);
        foreach (var row in claimed)
        {
            (long Seq, byte[] Data)? snapshot = snapshots.TryGetValue(row.Number, out var found) ? found : null;
            opened.Add(await OpenedAsync(connection, row, snapshot, [.. decisions[row.Number]], signals[row.Number], cancellationToken));
        }

        return opened;
    }

    /// <summary>One that cannot be read keeps nobody from the others.</summary>
    private async ValueTask<OpenedRun> OpenedAsync(
        NpgsqlConnection connection,
        StoredRow stored,
        (long Seq, byte[] Data)? snapshot,
        List<DecisionRow> decisions,
        IEnumerable<StoredSignal> signals,
        CancellationToken cancellationToken)
    {
        try
        {
            if (stored.Row.Fault is { } fault)
                throw new AxleException(ErrorKind.Internal, fault);
            var state = snapshot is { } s ? new RunSnapshot(s.Seq, form.Plain(s.Data)) : null;
            var events = _reading.Read(stored.Row.Run, decisions, state?.Seq ?? 0);
            await ResolveAsync(connection, stored.Row.Run, stored.Row.TenantOrDefault, events, cancellationToken);
            return new OpenedRun(stored.Row, stored.Epoch, state, events, [.. signals.Select(i => i.ToSignal(stored.Row.Run, form))]);
        }
        catch (AxleException damage)
        {
            return new OpenedRun(stored.Row, stored.Epoch, null, [], []) { Damage = damage };
        }
    }

    private async ValueTask ResolveAsync(
        NpgsqlConnection connection, RunId run, string tenant, List<RecordedEvent> events, CancellationToken cancellationToken)
    {
        var missing = DecisionReading.Missing(events).Distinct().ToArray();
        if (missing.Length == 0)
            return;
        string[] names = [.. missing, .. missing.Select(hash => TenantSpace.Of(hash, tenant))];
        var found = (await connection.Command(Payloads, Sql.Of(names)).ListAsync(static r => (Hash: r.GetString(0), Data: r.Bytes(1)), cancellationToken))
            .ToDictionary(static p => p.Hash, static p => p.Data, StringComparer.Ordinal);
        // The tenant's own before the one that all share: values may have been written before tenants had keys.
        DecisionReading.Resolve(run, events, hash => (found.GetValueOrDefault(TenantSpace.Of(hash, tenant)) ?? found.GetValueOrDefault(hash)) is { } data
            ? form.Plain(data)
            : throw new AxleException(ErrorKind.Internal, $"Payload {hash} is missing from the database. Restore the database from a backup."));
    }
}
