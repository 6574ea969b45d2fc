using System.Buffers;
using System.Threading.Tasks.Sources;
using Axle.Storage.Sqlite.Database;
using Axle.Workflows.Histories;
using Axle.Workflows.Ports;

namespace Axle.Storage.Sqlite.Workflows;

/// <summary>
/// One decision on its way to the disk. It is written as JSON on the caller's thread, so that the one who writes only writes; and it is
/// used again, with its buffer, for the next decision.
/// </summary>
internal sealed class AppendWrite(AppendPool pool) : PendingWrite<WorkflowTables>, IValueTaskSource
{
    private readonly ArrayBufferWriter<byte> _buffer = new(1024);
    private ManualResetValueTaskSourceCore<bool> _done = new() { RunContinuationsAsynchronously = true };
    private RunAppend _append = null!;
    private SqlValue _data;
    private bool _mayHaveLarge;

    /// <summary>Bytes that it holds on to.</summary>
    public int Capacity => _buffer.Capacity;

    /// <summary>Completes when the decision is on disk. To be awaited once.</summary>
    public ValueTask Done => new(this, _done.Version);

    public void Prepare(RunAppend append, StoredForm form)
    {
        _append = append;
        Refusal = null;
        _done.Reset();
        _buffer.ResetWrittenCount();
        if (append.Events.IsEmpty)
            return;
        DecisionData.Write(_buffer, append.Events.AsSpan(), append.Row.UpdatedAt);
        _mayHaveLarge = _buffer.WrittenSpan.IndexOf("\"ref\":\""u8) >= 0;
        _data = form.Text(_buffer.WrittenMemory, append.Row.TenantOrDefault);
    }

    public override void Apply(WorkflowTables tables)
    {
        var row = _append.Row;
        if (_append.Admission is { } admission && tables.Due.Active(admission.Group, _append.Run) >= admission.Limit)
            throw new GroupFullException(admission.Group);
        var execution = _append is { FirstSeq: 1, Epoch: 1 } ? tables.Held.Create(row, _append.Release) : Advance(tables);
        if (execution is not { } id)
            throw new RunConflictException(_append.Run);
        if (!_append.Events.IsEmpty)
            tables.Events.Insert(id, row.LastSeq, row.UpdatedAt, row.WakeAt, _data);
        if (_mayHaveLarge)
            InsertLarge(tables, id);
        foreach (var checkpoint in _append.Checkpoints)
            tables.Checkpoints.Insert(id, checkpoint);
        foreach (var signal in _append.ConsumedSignals)
            tables.Signals.Consume(id, signal);
        if (_append.Snapshot is { } snapshot)
            tables.Snapshots.Put(id, snapshot, row.TenantOrDefault);
    }

    public override void Complete() => _done.SetResult(true);

    public override void Fail(Exception exception) => _done.SetException(exception);

    public void GetResult(short token)
    {
        try
        {
            _done.GetResult(token);
        }
        finally
        {
            _append = null!;
            _data = default;
            _mayHaveLarge = false;
            pool.Return(this);
        }
    }

    public ValueTaskSourceStatus GetStatus(short token) => _done.GetStatus(token);

    public void OnCompleted(Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) =>
        _done.OnCompleted(continuation, state, token, flags);

    private long? Advance(WorkflowTables tables)
    {
        if (tables.Held.Find(_append.Run, _append.Epoch) is not { } stored || stored.Row.LastSeq + 1 != _append.FirstSeq)
            return null;
        tables.Held.Advance(stored, _append.Row, !_append.Events.IsEmpty, _append.Release);
        return stored.Execution;
    }

    private void InsertLarge(WorkflowTables tables, long execution)
    {
        foreach (var payload in _append.Events.SelectMany(static e => e.Event.GetPayloads()).Where(static p => p.IsLarge))
            tables.Payloads.Insert(execution, payload, _append.Row.TenantOrDefault);
    }
}
