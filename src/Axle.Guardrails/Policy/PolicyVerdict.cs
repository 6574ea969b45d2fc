namespace Axle.Guardrails.Policy;

/// <summary>What a policy says. The order is that of strength.</summary>
public enum PolicyVerdict
{
    /// <summary>It may happen.</summary>
    Allow,

    /// <summary>It may happen with other arguments.</summary>
    Transform,

    /// <summary>A person must agree first.</summary>
    Ask,

    /// <summary>It may not happen.</summary>
    Deny,
}
