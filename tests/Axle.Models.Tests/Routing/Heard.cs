using System.Collections.Concurrent;
using Axle.Models.Telemetry;

namespace Axle.Models.Tests.Routing;

/// <summary>Keeps every event.</summary>
internal sealed class Heard : IGatewayListener
{
    public ConcurrentQueue<GatewayEvent> All { get; } = new();

    public IEnumerable<T> Of<T>() => All.OfType<T>();

    public void Hear(GatewayEvent happened) => All.Enqueue(happened);
}
