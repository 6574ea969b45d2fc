using System.Collections.Immutable;

namespace Axle.Guardrails.Policy;

/// <summary>A policy as its file says.</summary>
/// <param name="Id">Its name.</param>
/// <param name="Version">Its version; part of every decision.</param>
/// <param name="Description">What it is for.</param>
/// <param name="IsShadow">Whether it only says what it would do.</param>
/// <param name="Default">Verdict where no rule fits: allow or deny.</param>
/// <param name="Rules">In order.</param>
/// <param name="Tests">What the file itself promises.</param>
public sealed record PolicyDocument(
    string Id, string Version, string Description, bool IsShadow, PolicyVerdict Default, ImmutableArray<PolicyRule> Rules, ImmutableArray<PolicyTest> Tests);

/// <summary>A rule: when it fits, and what then.</summary>
/// <param name="Id">Its name in the policy.</param>
/// <param name="Moments">When it is asked; empty for always.</param>
/// <param name="When">What must hold, all of it.</param>
/// <param name="Then">What follows.</param>
/// <param name="Reason">Why, for people.</param>
/// <param name="Changes">What is done to arguments, where the verdict is to transform.</param>
public sealed record PolicyRule(
    string Id, ImmutableArray<PolicyMoment> Moments, PolicyCondition When, PolicyVerdict Then, string Reason, ImmutableArray<ArgumentChange> Changes);

/// <summary>A test in a policy's file.</summary>
/// <param name="Name">What it shows.</param>
/// <param name="Request">What is about to happen.</param>
/// <param name="Expect">What the policy must say.</param>
/// <param name="Rule">Which rule must say it; null for any.</param>
public sealed record PolicyTest(string Name, PolicyRequest Request, PolicyVerdict Expect, string? Rule);
