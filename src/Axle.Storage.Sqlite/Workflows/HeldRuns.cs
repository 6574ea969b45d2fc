using Axle.Storage.Sqlite.Database;
using Axle.Workflows.Ports;
using Axle.Workflows.Runs;

namespace Axle.Storage.Sqlite.Workflows;

/// <summary>
/// The runs that this process owns, as it wrote them last: an append is checked against memory and need not read. What is known holds
/// as long as nobody else has written to the file, which SQLite tells at the begin of each transaction, and until a transaction is undone.
/// </summary>
internal sealed class HeldRuns(SqliteLink link, RunRows rows, ExecutionTable executions, string owner) : IDisposable
{
    private readonly Statement _dataVersion = new(link, "PRAGMA data_version");
    private readonly Dictionary<RunId, StoredRow> _known = [];
    private long _seen = -1;

    /// <summary>Name of this process.</summary>
    public string Owner => owner;

    /// <summary>A transaction began: nobody else writes until it ends, and if somebody did before, nothing is known any more.</summary>
    public void Began()
    {
        var version = _dataVersion.Number() ?? 0;
        if (version == _seen)
            return;
        _seen = version;
        _known.Clear();
    }

    /// <summary>Nothing of what the transaction wrote is true.</summary>
    public void Undone() => _known.Clear();

    /// <summary>The run, when this process owns it in that epoch; null when it does not.</summary>
    public StoredRow? Find(RunId run, long epoch)
    {
        var stored = _known.GetValueOrDefault(run) ?? rows.Find(run);
        if (stored is null || stored.Epoch != epoch || stored.Owner != Owner)
            return null;
        _known[run] = stored;
        return stored;
    }

    /// <summary>Creates a run; null when there is one already.</summary>
    public long? Create(RunRow row, bool release)
    {
        var owner = release ? null : Owner;
        if (executions.Insert(row, owner) is not { } execution)
            return null;
        Know(new StoredRow(row, execution, owner, 1));
        return execution;
    }

    /// <summary>Notes a decision, and writes the row when its events do not tell everything.</summary>
    public void Advance(StoredRow stored, RunRow row, bool hasEvents, bool release)
    {
        var next = stored with { Row = row, Owner = release ? null : Owner };
        if (release || !hasEvents || !IsTold(stored.Row, row))
            executions.Update(next, release ? row.WakeAt : null);
        Know(next);
    }

    /// <summary>Gives a run to this process, unless a living one has it.</summary>
    /// <exception cref="RunHeldException">Another living process has it.</exception>
    public StoredRow Claim(RunId run, Func<string, bool> isAlive)
    {
        var stored = _known.GetValueOrDefault(run) ?? rows.Find(run) ?? throw ExecutionTable.NoSuchRun(run);
        if (stored.Owner is { } holder && holder != Owner && isAlive(holder))
            throw new RunHeldException(run, holder);
        var next = stored with { Owner = Owner, Epoch = stored.Epoch + 1 };
        executions.Update(next, dueAt: null);
        Know(next);
        return next;
    }

    /// <summary>Gives a run up, when the claim of that epoch still holds. One that executes is due at once.</summary>
    public bool Release(RunId run, long epoch)
    {
        if (Find(run, epoch) is not { } stored)
            return false;
        var next = stored with { Owner = null };
        executions.Update(next, stored.Row.Status is RunStatus.Executing or RunStatus.Compensating ? DateTimeOffset.MinValue : stored.Row.WakeAt);
        Know(next);
        return true;
    }

    public void Dispose() => _dataVersion.Dispose();

    private static bool IsTold(RunRow before, RunRow after) =>
        before.Status == after.Status && before.Attention == after.Attention && before.Group == after.Group
        && before.GroupLimit == after.GroupLimit && before.Parent == after.Parent;

    /// <summary>Only runs that will be advanced are worth remembering.</summary>
    private void Know(StoredRow stored)
    {
        if (stored.Owner is null || stored.Row.Status is RunStatus.Completed or RunStatus.Failed or RunStatus.Cancelled)
            _known.Remove(stored.Row.Run);
        else
            _known[stored.Row.Run] = stored;
    }
}
