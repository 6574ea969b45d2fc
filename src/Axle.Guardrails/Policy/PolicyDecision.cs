using System.Collections.Immutable;
using System.Text.Json;

namespace Axle.Guardrails.Policy;

/// <summary>What was decided, and why. It holds no argument, only their hash; so it may be kept with the run's history.</summary>
/// <param name="Verdict">The strongest of what the rules that fit say.</param>
/// <param name="Policy">The policy that decided; empty when none had a rule for it.</param>
/// <param name="Version">Version of that policy.</param>
/// <param name="Rule">The rule, or <c>default</c>.</param>
/// <param name="Reason">The rule's reason, for people.</param>
/// <param name="InputHash">SHA-256 of the request in hexadecimal: the same request has the same hash.</param>
public sealed record PolicyDecision(PolicyVerdict Verdict, string Policy, string Version, string Rule, string Reason, string InputHash)
{
    /// <summary>The arguments to use instead, where the verdict is to transform or a stronger one came after a change; null for those of the request.</summary>
    public JsonElement? Arguments { get; init; }

    /// <summary>What policies in shadow mode would have said, where it differs.</summary>
    public ImmutableArray<PolicyDecision> Shadows { get; init; } = [];

    /// <summary>The decision in a sentence.</summary>
    public override string ToString() =>
        Policy.Length == 0 ? $"{Word}: no policy has a rule for it" : $"{Word} by policy '{Policy}'{(Version.Length == 0 ? "" : $" version {Version}")}, rule '{Rule}': {Reason}";

    private string Word => Verdict.ToString().ToLowerInvariant();
}
