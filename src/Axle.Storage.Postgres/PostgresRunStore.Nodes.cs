using Axle.Storage.Postgres.Ownership;
using Axle.Storage.Postgres.Workflows;
using Axle.Storage.Postgres.Writing;
using Axle.Workflows.Ports;
using Axle.Workflows.Scaling;

namespace Axle.Storage.Postgres;

/// <summary>What nodes tell each other: who takes an effect, who has slots of bulkheads, who is there, and how much there is to do.</summary>
public sealed partial class PostgresRunStore : IEffectClaims, IBulkheadStore, INodeRegistry, ILoadStore, IDatabaseGauge
{
    /// <inheritdoc/>
    public ValueTask<EffectClaim> ClaimAsync(StepWork work, string claim, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(work);
        return _lease.AsNodeAsync((tenure, token) => _database.DoAsync((c, t) => EffectTable.ClaimAsync(c, tenure, work, claim, t), token), cancellationToken);
    }

    /// <inheritdoc/>
    public ValueTask<int> ShareAsync(string pool, int size, int used, int wanted, CancellationToken cancellationToken) => _lease.AsNodeAsync(
        (tenure, token) => _database.DoAsync((c, t) => BulkheadTable.ShareAsync(c, tenure, pool, size, used, wanted, t), token), cancellationToken);

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<SharedBulkhead>> ListBulkheadsAsync(CancellationToken cancellationToken) =>
        _database.DoAsync(BulkheadTable.ListAsync, cancellationToken);

    /// <inheritdoc/>
    public async ValueTask JoinAsync(NodeDescription node, Func<NodeActivity> activity, CancellationToken cancellationToken)
    {
        _lease.Describe(node, activity);
        await _lease.CurrentAsync(cancellationToken);
    }

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<NodeRow>> ListNodesAsync(CancellationToken cancellationToken) => _database.DoAsync(NodeTable.ListAsync, cancellationToken);

    /// <inheritdoc/>
    public async ValueTask ReportLoadAsync(IReadOnlyList<PoolReport> reports, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var tenure = await _lease.CurrentAsync(cancellationToken);
        // What the database was not told, because it was away, is not told later: then nobody could write.
        var work = _lanes.Aggregate(default(LaneWork), static (sum, lane) => sum.And(lane.TakeWork()));
        await _database.DoOnceAsync((c, token) => LoadTables.ReportAsync(c, tenure, reports, work, now, token), cancellationToken);
    }

    /// <inheritdoc/>
    public async ValueTask NoteNeedAsync(string pool, int slots, DateTimeOffset now, CancellationToken cancellationToken) =>
        await _database.DoAsync((c, token) => LoadTables.NeedAsync(c, pool, slots, now, token), cancellationToken);

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<PoolMinute>> ListMinutesAsync(DateTimeOffset from, CancellationToken cancellationToken) =>
        _database.DoAsync((c, token) => LoadTables.MinutesAsync(c, from, token), cancellationToken);

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<PoolHour>> ListHoursAsync(DateTimeOffset from, CancellationToken cancellationToken) =>
        _database.DoAsync((c, token) => LoadTables.HoursAsync(c, from, token), cancellationToken);

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<PoolNow>> ListPoolsAsync(CancellationToken cancellationToken) => _database.DoAsync(LoadTables.PoolsAsync, cancellationToken);

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<DatabaseHour>> ListDatabaseHoursAsync(DateTimeOffset from, CancellationToken cancellationToken) =>
        _database.DoAsync((c, token) => DatabaseTable.HoursAsync(c, from, token), cancellationToken);

    /// <inheritdoc/>
    public ValueTask<DatabaseNow> MeasureDatabaseAsync(CancellationToken cancellationToken) =>
        _database.DoAsync(DatabaseTable.MeasureAsync, cancellationToken);
}
