using Axle.Storage.Postgres.Transfer;
using Axle.Storage.Sqlite.Transfer;
using Axle.Workflows.Transfer;

namespace Axle.Transfers;

/// <summary>
/// Moves everything from a SQLite file into a PostgreSQL database while runs execute on the file: copies it, copies what was changed meanwhile, compares both
/// sides, and then has the file left in one moment. It may be killed at any time, and goes on when it is started again.
/// </summary>
public sealed class StoreMigration : IAsyncDisposable
{
    private const long PageBytes = 8 << 20;
    private static readonly TimeSpan LookAgain = TimeSpan.FromMilliseconds(250);

    private readonly SqliteTransferSource _source;
    private readonly PostgresTransferTarget _target;
    private readonly TimeProvider _time;
    private readonly SourceTransfer? _transfer;
    private readonly TargetTransfer? _arriving;

    private StoreMigration(SqliteTransferSource source, PostgresTransferTarget target, SourceTransfer? transfer, TargetTransfer? arriving, TimeProvider time) =>
        (_source, _target, _transfer, _arriving, _time) = (source, target, transfer, arriving, time);

    /// <summary>Rows of a table that are copied at once, at most.</summary>
    internal int PageRows { get; set; } = 2000;

    /// <summary>Changes that are copied at once, at most.</summary>
    internal int ChangesAtOnce { get; set; } = 2000;

    /// <summary>Tells what a migration would do, and does nothing.</summary>
    /// <param name="file">The SQLite file.</param>
    /// <param name="address">The database: <c>postgres://…</c>.</param>
    /// <param name="time">The clock.</param>
    /// <param name="cancellationToken">Cancels the asking.</param>
    /// <exception cref="AxleException">What <see cref="OpenAsync"/> would refuse.</exception>
    public static async Task<MigrationPlan> PlanAsync(string file, string address, TimeProvider time, CancellationToken cancellationToken)
    {
        var source = SqliteTransferSource.Open(file, time);
        var facts = await PostgresTransferTarget.LookAsync(address, cancellationToken);
        var state = StateOf(source.Transfer, facts, source.FilePath);
        using var reader = source.Read();
        var tables = TransferTables.All.Select(t => (t.Name, Rows: reader.Count(t))).Where(static t => t.Rows > 0);
        return new MigrationPlan(source.FilePath, facts.Place, state, [.. tables], [.. source.Users]);
    }

    /// <summary>Opens both sides.</summary>
    /// <param name="file">The SQLite file.</param>
    /// <param name="address">The database: <c>postgres://…</c>. Its tables are made.</param>
    /// <param name="time">The clock.</param>
    /// <param name="cancellationToken">Cancels it.</param>
    /// <exception cref="AxleException">
    /// Validation: the database is not empty, is filled from another file, or has tables of a newer Axle; or the file is being moved to another database.
    /// NotFound: there is no such file. Refused: another process fills the database. Network, Authentication: it cannot be reached.
    /// </exception>
    public static async Task<StoreMigration> OpenAsync(string file, string address, TimeProvider time, CancellationToken cancellationToken)
    {
        var source = SqliteTransferSource.Open(file, time);
        StateOf(source.Transfer, await PostgresTransferTarget.LookAsync(address, cancellationToken), source.FilePath);
        var target = await PostgresTransferTarget.OpenAsync(address, cancellationToken);
        try
        {
            // Another may have been at work until now.
            var facts = await PostgresTransferTarget.LookAsync(address, cancellationToken);
            StateOf(source.Transfer, facts, source.FilePath);
            return new StoreMigration(source, target, source.Transfer, facts.Transfer, time);
        }
        catch
        {
            await target.DisposeAsync();
            throw;
        }
    }

    /// <summary>Gives a migration up on the side of the file, which can be used as before; what the database has of it stays there.</summary>
    /// <param name="file">The SQLite file.</param>
    /// <param name="time">The clock.</param>
    /// <returns>Where it was being moved to.</returns>
    /// <exception cref="AxleException">NotFound: there is no such file, or nothing is being moved.</exception>
    public static string Abandon(string file, TimeProvider time)
    {
        var source = SqliteTransferSource.Open(file, time);
        var transfer = source.Transfer ?? throw new AxleException(ErrorKind.NotFound, $"'{source.FilePath}' is not being moved, so there is nothing to abandon.");
        source.Abandon();
        return transfer.Target;
    }

    /// <summary>Moves everything, or goes on with it.</summary>
    /// <param name="now">
    /// Whether the file is left while processes still use it: what they write then fails, and their runs go on from the database. Otherwise they are waited
    /// for.
    /// </param>
    /// <param name="tell">Is told how far it is.</param>
    /// <param name="cancellationToken">Breaks it off; it goes on when it is started again.</param>
    /// <returns>What was compared. When something differs, the file was not left.</returns>
    public async Task<MigrationReport> RunAsync(bool now, Action<MigrationProgress> tell, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(tell);
        var report = Report(isMoved: true);
        if (_transfer is not { IsMoved: true })
        {
            await BeginAsync(cancellationToken);
            await CopyAsync(tell, cancellationToken);
            await CatchUpAsync(tell, cancellationToken);
            report = await CompareAsync(tell, cancellationToken);
            if (!report.IsSame)
                return report with { IsMoved = false };
            report = await LeaveAsync(report, now, tell, cancellationToken);
        }

        if (report.IsMoved)
            await _target.OpenUpAsync(cancellationToken);
        return report;
    }

    /// <summary>Compares both sides. What was changed in the file since it was copied is copied first, unless the file was left.</summary>
    /// <param name="tell">Is told how far it is.</param>
    /// <param name="cancellationToken">Breaks it off.</param>
    /// <exception cref="AxleException">NotFound: nothing was copied yet.</exception>
    public async Task<MigrationReport> VerifyAsync(Action<MigrationProgress> tell, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(tell);
        if (_transfer is not { IsMoved: true } && _arriving is not { IsCopied: true })
            throw new AxleException(ErrorKind.NotFound, $"'{_source.FilePath}' was not copied to '{_target.Place}' yet. Do that first: the same command without --verify.");
        if (_transfer!.IsMoved)
        {
            using var reader = _source.Read();
            return await new StoreComparison(reader, _target, tell).RunAsync(Report(isMoved: true), cancellationToken);
        }

        await CatchUpAsync(tell, cancellationToken);
        return await CompareAsync(tell, cancellationToken);
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _target.DisposeAsync();

    /// <summary>The database knows of it first: whoever starts again finds what was begun.</summary>
    internal async Task BeginAsync(CancellationToken cancellationToken)
    {
        var id = _arriving?.Id ?? Guid.NewGuid();
        if (_arriving is null)
            await _target.BeginAsync(new TargetTransfer(id, _source.FilePath, _time.GetUtcNow(), IsCopied: false), cancellationToken);
        else
            await _target.ResumeAsync(cancellationToken);
        if (_transfer is null)
            _source.Begin(new SourceTransfer(id, _target.Place, _time.GetUtcNow(), MovedAt: null));
    }

    /// <summary>Copies every table once, from where it was broken off.</summary>
    /// <param name="tell">Is told how far it is.</param>
    /// <param name="cancellationToken">Breaks it off.</param>
    /// <param name="pages">Breaks it off after so many pages.</param>
    /// <returns>Whether every table is copied.</returns>
    internal async Task<bool> CopyAsync(Action<MigrationProgress> tell, CancellationToken cancellationToken, int pages = int.MaxValue)
    {
        if (_arriving is { IsCopied: true })
            return true;
        var pace = new ProgressPace(tell, MigrationPhase.Copying);
        using (var counting = _source.Read())
            pace.Begin(null, TransferTables.All.Sum(counting.Count));
        foreach (var table in TransferTables.All)
        {
            for (var mayHaveMore = true; mayHaveMore; pages--)
            {
                if (pages == 0)
                    return false;
                mayHaveMore = await CopyPageAsync(table, pace, cancellationToken);
            }
        }

        await _target.CopiedAsync(cancellationToken);
        return true;
    }

    /// <summary>Copies the next rows of a table. What is added behind them meanwhile is a change, and comes later.</summary>
    /// <returns>Whether there may be more.</returns>
    private async Task<bool> CopyPageAsync(TransferTable table, ProgressPace pace, CancellationToken cancellationToken)
    {
        var after = await _target.LastKeyAsync(table, cancellationToken);
        List<object?[]> page;
        bool mayHaveMore;
        // For the time of a page only: who reads for long keeps the file's log from being emptied.
        using (var reader = _source.Read())
            (page, mayHaveMore) = reader.Page(table, after, PageRows, PageBytes);
        if (page.Count > 0)
            await _target.CopyAsync(table, page.ConvertAll(TransferTable.Canonical), cancellationToken);
        pace.Add(table.Name, page.Count);
        return mayHaveMore;
    }

    /// <summary>Copies what was changed, until little is left.</summary>
    internal async Task CatchUpAsync(Action<MigrationProgress> tell, CancellationToken cancellationToken, ChangeComparison? comparison = null)
    {
        var pace = new ProgressPace(tell, MigrationPhase.CatchingUp);
        pace.Begin(null, 0);
        TransferChanges changes;
        do
        {
            using (var reader = _source.Read())
                changes = reader.Changes(0, ChangesAtOnce);
            await ApplyAsync(changes, comparison, cancellationToken);
            if (changes.Count > 0)
                _source.Forget(changes.Last);
            pace.Add(null, changes.Count);
        }
        while (changes.MayHaveMore);
    }

    /// <summary>Brings the database to where the file is in one moment, and compares both.</summary>
    internal async Task<MigrationReport> CompareAsync(Action<MigrationProgress> tell, CancellationToken cancellationToken)
    {
        using var reader = _source.Read();
        if (await DrainAsync(reader, null, cancellationToken) is > 0 and var last)
            _source.Forget(last);
        return await new StoreComparison(reader, _target, tell).RunAsync(Report(isMoved: false), cancellationToken);
    }

    /// <summary>Has the file left: nobody writes, what is missing is copied and compared, and nobody writes any more.</summary>
    private async Task<MigrationReport> LeaveAsync(MigrationReport report, bool now, Action<MigrationProgress> tell, CancellationToken cancellationToken)
    {
        var later = new ChangeComparison(_target);
        // Nobody waits for it here: while the file is locked there is time for what takes none.
        await _target.TryAsync(cancellationToken);
        while (true)
        {
            if (!now)
                await WaitForUsersAsync(later, tell, cancellationToken);
            await CatchUpAsync(tell, cancellationToken, later);
            tell(new MigrationProgress(MigrationPhase.CuttingOver, null, 0, 0));
            var since = _time.GetTimestamp();
            using var reader = _source.Lock();
            if (!now && _source.Users.Count > 0)
                continue;
            await DrainAsync(reader, later, cancellationToken);
            if (later.Differences.Told is { IsEmpty: false } differences)
                return report with { IsMoved = false, Differences = differences };
            await _target.TightenAsync(cancellationToken);
            reader.Leave(_time.GetUtcNow());
            return report with { IsMoved = true, ChangedSince = later.Rows, CutOver = _time.GetElapsedTime(since), StillUsedBy = [.. _source.Users] };
        }
    }

    private MigrationReport Report(bool isMoved) => new(_source.FilePath, _target.Place, isMoved);

    private static MigrationState StateOf(SourceTransfer? here, TargetFacts there, string file)
    {
        if (here is null)
        {
            if (there.Content is null && (there.Transfer is null || there.Transfer.Source == file))
                return MigrationState.New;
            throw new AxleException(ErrorKind.Validation, there.Transfer is { } other
                ? $"'{there.Place}' is being filled from '{other.Source}'. Name another database; or give that up with 'DROP SCHEMA axle CASCADE'."
                : $"'{there.Place}' is not empty: it has {there.Content}. Name an empty database: createdb NAME.");
        }

        if (there.Transfer?.Id == here.Id)
            return here.IsMoved ? MigrationState.Left : MigrationState.Begun;
        if (here.IsMoved && there.Transfer is null && here.Target == there.Place)
            return MigrationState.Moved;
        throw new AxleException(
            ErrorKind.Validation,
            here.IsMoved ? $"'{file}' was moved to '{here.Target}', and not to '{there.Place}'."
            : $"'{file}' is being moved to '{here.Target}', and '{there.Place}' does not know of it. Go on with that database, or give it up: 'ax store migrate --abandon'.");
    }

    private async Task WaitForUsersAsync(ChangeComparison later, Action<MigrationProgress> tell, CancellationToken cancellationToken)
    {
        while (_source.Users is { Count: > 0 } users)
        {
            tell(new MigrationProgress(MigrationPhase.Waiting, null, 0, 0) { WaitingFor = [.. users] });
            await CatchUpAsync(static _ => { }, cancellationToken, later);
            await Task.Delay(LookAgain, _time, cancellationToken);
        }
    }

    /// <summary>Copies all that was changed until the moment that is read.</summary>
    /// <returns>The number of the last change; 0 when there was none.</returns>
    private async Task<long> DrainAsync(SqliteTransferReader reader, ChangeComparison? comparison, CancellationToken cancellationToken)
    {
        var last = 0L;
        for (TransferChanges? changes = null; changes is null or { MayHaveMore: true }; last = changes.Last)
            await ApplyAsync(changes = reader.Changes(last, ChangesAtOnce), comparison, cancellationToken);
        return last;
    }

    private async Task ApplyAsync(TransferChanges changes, ChangeComparison? comparison, CancellationToken cancellationToken)
    {
        var canonical = changes with
        {
            Tables = changes.Tables.ToDictionary(
                static t => t.Key,
                static t => new ChangedRows([.. t.Value.Keys.Select(TransferTable.Canonical)], [.. t.Value.Present.Select(TransferTable.Canonical)])),
        };
        await _target.ApplyAsync(canonical, cancellationToken);
        if (comparison is not null)
            await comparison.CompareAsync(canonical, cancellationToken);
    }
}
