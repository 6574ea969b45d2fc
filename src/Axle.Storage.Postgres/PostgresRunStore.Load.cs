using Axle.Storage.Postgres.Workflows;
using Axle.Storage.Postgres.Writing;
using Axle.Workflows.Ports;
using Axle.Workflows.Scaling;

namespace Axle.Storage.Postgres;

/// <summary>What processes have to do, and the database with them.</summary>
public sealed partial class PostgresRunStore : ILoadStore, IDatabaseGauge
{
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
