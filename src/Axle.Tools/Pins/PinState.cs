namespace Axle.Tools.Pins;

/// <summary>How a tool's description stands to what was accepted.</summary>
public enum PinState
{
    /// <summary>Never seen before.</summary>
    New = 0,

    /// <summary>As it was accepted.</summary>
    Same,

    /// <summary>Changed since then: not called until a person accepts it.</summary>
    Changed,
}
