using ModelContextProtocol;

namespace Axle.Tools.Mcp.Calls;

/// <summary>The time of a call: progress that the server tells begins it anew, and ten times the limit is the end of it.</summary>
internal sealed class CallDeadline : IProgress<ProgressNotificationValue>, IDisposable
{
    private const int MostTimes = 10;

    private readonly TimeSpan _limit;
    private readonly CancellationTokenSource _silence;
    private readonly CancellationTokenSource _end;
    private readonly CancellationTokenSource _either;

    /// <summary>Begins.</summary>
    public CallDeadline(TimeSpan limit, TimeProvider time, CancellationToken caller)
    {
        _limit = limit;
        _silence = new CancellationTokenSource(limit, time);
        _end = new CancellationTokenSource(limit * MostTimes, time);
        _either = CancellationTokenSource.CreateLinkedTokenSource(_silence.Token, _end.Token, caller);
    }

    /// <summary>Fires when the time is over or the caller gives up.</summary>
    public CancellationToken Token => _either.Token;

    /// <summary>Whether the time is over.</summary>
    public bool IsOver => _silence.IsCancellationRequested || _end.IsCancellationRequested;

    /// <inheritdoc/>
    public void Report(ProgressNotificationValue value)
    {
        try
        {
            _silence.CancelAfter(_limit);
        }
        catch (ObjectDisposedException)
        {
            // News of a call that is over.
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _either.Dispose();
        _silence.Dispose();
        _end.Dispose();
    }
}
