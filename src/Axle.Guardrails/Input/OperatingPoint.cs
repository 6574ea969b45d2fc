namespace Axle.Guardrails.Input;

/// <summary>How sure the model must be. The figures of docs/guardrails.md hold for <see cref="Balanced"/>.</summary>
public enum OperatingPoint
{
    /// <summary>Catches more, and stops more harmless texts: for callers that nobody knows.</summary>
    Strict,

    /// <summary>Lets 99.5% of everyday instructions through.</summary>
    Balanced,

    /// <summary>Stops only what is plain.</summary>
    Lenient,
}
