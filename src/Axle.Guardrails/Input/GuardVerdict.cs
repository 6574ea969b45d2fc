namespace Axle.Guardrails.Input;

/// <summary>Whether a text may go on.</summary>
public enum GuardVerdict
{
    /// <summary>It may.</summary>
    Allow,

    /// <summary>It may not.</summary>
    Block,
}
