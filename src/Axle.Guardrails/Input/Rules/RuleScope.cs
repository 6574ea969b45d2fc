namespace Axle.Guardrails.Input.Rules;

/// <summary>Whose texts a rule reads.</summary>
internal enum RuleScope
{
    /// <summary>Everybody's.</summary>
    Any,

    /// <summary>Only the caller's.</summary>
    User,

    /// <summary>All but the caller's.</summary>
    Untrusted,
}
