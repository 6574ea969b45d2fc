using Axle.Conformance;
using Axle.Workflows.InMemory;
using Axle.Workflows.Ports;

namespace Axle.Workflows.Tests.InMemory;

public sealed class MemoryValueTests : ValueStoreConformance
{
    private readonly MemoryDisk _disk = new();
    private int _opened;

    public override ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        return ValueTask.CompletedTask;
    }

    protected override IValueStore Open() => new MemoryRunStore(_disk, $"process-{++_opened}");
}
