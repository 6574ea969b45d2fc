using System.Buffers;
using Axle.Storage.Postgres.Ownership;
using Axle.Workflows.Histories;
using Axle.Workflows.Ports;
using Axle.Workflows.Runs;

namespace Axle.Storage.Postgres.Writing;

/// <summary>One decision on its way to the database. It is written as JSON on the caller's thread, so that the one who writes only writes.</summary>
internal sealed class AppendWrite : PendingWrite
{
    [ThreadStatic]
    private static ArrayBufferWriter<byte>? _buffer;
    private readonly TaskCompletionSource _done = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <param name="append">The decision.</param>
    /// <param name="form">How values lie in the database.</param>
    public AppendWrite(RunAppend append, StoredForm form)
    {
        Append = append;
        if (append.Events.IsEmpty)
            return;
        var buffer = _buffer ??= new ArrayBufferWriter<byte>(1024);
        buffer.ResetWrittenCount();
        DecisionData.Write(buffer, append.Events.AsSpan(), append.Row.UpdatedAt);
        Data = form.Encode(buffer.WrittenSpan.ToArray(), Tenant).ToArray();
        if (buffer.WrittenSpan.IndexOf("\"ref\":\""u8) >= 0)
            Large = [.. append.Events.SelectMany(static e => e.Event.GetPayloads()).Where(static p => p.IsLarge).DistinctBy(static p => p.Hash)];
        Size = Data.Length + Large.Sum(static p => (long)p.Size) + (append.Snapshot?.Data.Length ?? 0);
        if (buffer.Capacity > 64 * 1024)
            _buffer = null;
    }

    public RunAppend Append { get; }

    public RunId Run => Append.Run;

    /// <summary>Whose run it is.</summary>
    public string Tenant => Append.Row.TenantOrDefault;

    /// <summary>Its events in their stored form; null when there are none.</summary>
    public byte[]? Data { get; }

    /// <summary>Large values that its events refer to.</summary>
    public IReadOnlyList<Payload> Large { get; } = [];

    /// <summary>Bytes that are sent, about.</summary>
    public long Size { get; }

    /// <summary>Whether it creates its run.</summary>
    public bool IsFirst => Append is { FirstSeq: 1, Epoch: 1 };

    /// <summary>The number of its run, once it is known.</summary>
    public long Number { get; set; }

    /// <summary>The run as it was before, when this process owns it.</summary>
    public HeldRun? Before { get; private set; }

    /// <summary>Completes when the decision is on disk.</summary>
    public Task Done => _done.Task;

    /// <summary>Whether the status row has to be written: its events do not tell everything.</summary>
    public bool ChangesRow => Before is { } before && (Append.Release || Data is null || !IsTold(before.Row, Append.Row));

    /// <summary>Whether it follows on what this process wrote last, in the epoch of its claim.</summary>
    public bool Follows(Tenure tenure)
    {
        // Whether there is a run of that name already, the database says.
        if (IsFirst)
            return true;
        Before = tenure.Held.GetValueOrDefault(Run);
        if (Before is null || Before.Epoch != Append.Epoch || Before.Row.LastSeq + 1 != Append.FirstSeq)
            return false;
        Number = Before.Number;
        return true;
    }

    /// <summary>It is on disk.</summary>
    public void Complete(Tenure tenure)
    {
        if (Append.Release)
            tenure.Held.TryRemove(Run, out _);
        else if (!tenure.IsOver)
            tenure.Held[Run] = new HeldRun(Append.Row, Number, Append.Epoch);
        _done.TrySetResult();
    }

    public override void Fail(Exception exception) => _done.TrySetException(exception);

    private static bool IsTold(RunRow before, RunRow after) =>
        before.Status == after.Status && before.Attention == after.Attention && before.Group == after.Group
        && before.GroupLimit == after.GroupLimit && before.Parent == after.Parent;
}
