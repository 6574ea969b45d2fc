namespace Axle.Guardrails.Policy;

/// <summary>Decides about what is about to happen: policies of files, a decision point outside, or one after the other.</summary>
public interface IPolicyDecider
{
    /// <summary>Decides. Never throws for a policy's sake: what cannot be decided is denied.</summary>
    /// <param name="request">What is about to happen.</param>
    /// <param name="cancellationToken">Fires when nobody waits any more.</param>
    ValueTask<PolicyDecision> DecideAsync(PolicyRequest request, CancellationToken cancellationToken);
}
