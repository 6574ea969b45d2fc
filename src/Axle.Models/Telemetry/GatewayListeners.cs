namespace Axle.Models.Telemetry;

/// <summary>Everybody who hears what happens.</summary>
internal sealed class GatewayListeners(IReadOnlyList<IGatewayListener> listeners)
{
    /// <summary>Whether it is worth making an event.</summary>
    public bool Any => listeners.Count > 0;

    /// <summary>Tells all of them.</summary>
    public void Tell(GatewayEvent happened)
    {
        for (var i = 0; i < listeners.Count; i++)
            listeners[i].Hear(happened);
    }
}
