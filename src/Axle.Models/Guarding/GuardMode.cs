namespace Axle.Models.Guarding;

/// <summary>What is done about a text that the input guard takes for an attack.</summary>
public enum GuardMode
{
    /// <summary>It is not checked.</summary>
    Off,

    /// <summary>It goes on; the decision is written down, and a result of a tool is marked as data for the model.</summary>
    Warn,

    /// <summary>A prompt is refused; a result of a tool is held back, and the model is told so.</summary>
    Block,
}
