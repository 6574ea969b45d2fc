using System.Collections.Concurrent;

namespace Axle.Storage.Sqlite.Workflows;

/// <summary>Appends that are done and can carry others.</summary>
internal sealed class AppendPool
{
    private const int Kept = 256;
    private const int LargestKept = 64 * 1024;
    private readonly ConcurrentQueue<AppendWrite> _idle = new();

    public AppendWrite Take() => _idle.TryDequeue(out var write) ? write : new AppendWrite(this);

    public void Return(AppendWrite write)
    {
        if (_idle.Count < Kept && write.Capacity <= LargestKept)
            _idle.Enqueue(write);
    }
}
