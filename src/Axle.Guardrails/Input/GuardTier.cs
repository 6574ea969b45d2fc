namespace Axle.Guardrails.Input;

/// <summary>The station of the cascade that decided.</summary>
public enum GuardTier
{
    /// <summary>Limits of size, and taking off disguises.</summary>
    Normalisation,

    /// <summary>Rules over words and signs.</summary>
    Rules,

    /// <summary>The small model.</summary>
    Model,

    /// <summary>A judge that was asked because the model was not sure.</summary>
    Judge,
}
