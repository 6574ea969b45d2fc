using Axle.Conformance;
using Axle.Workflows.InMemory;
using Axle.Workflows.Ports;

namespace Axle.Workflows.Tests.InMemory;

public sealed class MemoryRunStoreTests : RunStoreConformance
{
    private readonly MemoryDisk _disk = new();
    private int _opened;

    public override ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        return ValueTask.CompletedTask;
    }

    protected override IRunStore Open() => new MemoryRunStore(_disk, $"process-{++_opened}");

    protected override ValueTask KillAsync(IRunStore store)
    {
        _disk.Kill((MemoryRunStore)store);
        return ValueTask.CompletedTask;
    }
}
