using Axle.Models.Guarding.Output;

namespace Axle.Models.Guarding;

/// <summary>What an agent's file says under <c>guardrails</c>: guards of its own, over those of <c>axle.yaml</c>.</summary>
/// <param name="Output">What its answers are looked at for beside what all answers are: of both the stronger holds. Null for nothing.</param>
/// <param name="Escalation">Makes its settings of escalation of the general ones.</param>
public sealed record AgentGuardrails(OutputOptions? Output, Func<EscalationOptions, EscalationOptions> Escalation)
{
    /// <summary>An agent that says nothing.</summary>
    public static AgentGuardrails None { get; } = new(null, static general => general);
}
