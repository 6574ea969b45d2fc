using System.Text.Json;

namespace Axle.Guardrails.Policy;

/// <summary>
/// Decides by policies, without a clock, the network or chance: the same request has the same decision. The first rule that denies wins; then the
/// first that asks; then changes are made in order; else it may happen. A policy without a rule that fits says its default.
/// </summary>
/// <param name="policies">In order.</param>
public sealed class PolicyEngine(IReadOnlyList<PolicyDocument> policies)
{
    /// <summary>The policies in force, in order.</summary>
    public IReadOnlyList<PolicyDocument> Policies => policies;

    /// <summary>Decides. A fault in a rule denies: nothing passes because a policy broke.</summary>
    public PolicyDecision Decide(PolicyRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        var hash = RequestHash.Of(request);
        var enforced = Strongest(request, policies.Where(static p => !p.IsShadow), hash);
        var shadows = policies.Where(static p => p.IsShadow).Select(p => Strongest(request, [p], hash)).Where(d => d.Verdict != enforced.Verdict);
        return enforced with { Shadows = [.. shadows] };
    }

    private static PolicyDecision Strongest(PolicyRequest request, IEnumerable<PolicyDocument> policies, string hash)
    {
        var best = new PolicyDecision(PolicyVerdict.Allow, "", "", "", "", hash);
        var arguments = request.Arguments;
        foreach (var policy in policies)
        {
            var said = Said(policy, request, hash, ref arguments);
            // The first of equals stays; an explicit allow is named only where nothing stronger is.
            if (said is not null && (said.Verdict > best.Verdict || (best.Policy.Length == 0 && said.Rule != "default")))
                best = said;
        }

        return best.Verdict is PolicyVerdict.Deny || JsonElement.DeepEquals(arguments, request.Arguments) ? best : best with { Arguments = arguments };
    }

    private static PolicyDecision? Said(PolicyDocument policy, PolicyRequest request, string hash, ref JsonElement arguments)
    {
        PolicyDecision? best = null;
        foreach (var rule in policy.Rules)
        {
            if (!rule.Moments.IsEmpty && !rule.Moments.Contains(request.Moment))
                continue;
            PolicyDecision said;
            try
            {
                if (!rule.When.Holds(request))
                    continue;
                said = new PolicyDecision(rule.Then, policy.Id, policy.Version, rule.Id, rule.Reason, hash);
                foreach (var change in rule.Changes)
                    arguments = change.Apply(arguments);
            }
            catch (Exception e) when (e is InvalidOperationException or FormatException or OverflowException or JsonException or KeyNotFoundException)
            {
                return new PolicyDecision(PolicyVerdict.Deny, policy.Id, policy.Version, rule.Id, "The rule could not be evaluated, so nothing passes.", hash);
            }

            if (best is null || said.Verdict > best.Verdict)
                best = said;
        }

        return best ?? (policy.Default == PolicyVerdict.Allow
            ? null
            : new PolicyDecision(policy.Default, policy.Id, policy.Version, "default", "No rule allows it.", hash));
    }
}
