namespace Axle.Guardrails.Policy;

/// <summary>Policies of files first, then the decision point outside, if there is one. The stronger verdict wins; who is denied asks no further.</summary>
/// <param name="engine">Policies of files.</param>
/// <param name="outside">The decision point outside; null for none.</param>
public sealed class PolicyChain(PolicyEngine engine, IPolicyDecider? outside = null) : IPolicyDecider
{
    /// <inheritdoc/>
    public async ValueTask<PolicyDecision> DecideAsync(PolicyRequest request, CancellationToken cancellationToken)
    {
        var own = engine.Decide(request);
        if (outside is null || own.Verdict == PolicyVerdict.Deny)
            return own;
        var other = await outside.DecideAsync(own.Arguments is { } changed ? request with { Arguments = changed } : request, cancellationToken);
        var stronger = other.Verdict > own.Verdict ? other : own;
        // What either changed stays changed, whoever's verdict wins.
        return stronger with { Arguments = other.Arguments ?? own.Arguments, Shadows = own.Shadows };
    }
}
