using System.Collections.Immutable;

namespace Axle.Guardrails.Policy;

/// <summary>What must hold for a rule to fit. What is empty or null says nothing.</summary>
public sealed record PolicyCondition
{
    /// <summary>Names of tools or models; a star stands for anything.</summary>
    public ImmutableArray<string> Names { get; init; } = [];

    /// <summary>Names that do not fit, whatever <see cref="Names"/> says.</summary>
    public ImmutableArray<string> Except { get; init; } = [];

    /// <summary>Effects.</summary>
    public ImmutableArray<string> Effects { get; init; } = [];

    /// <summary>Sinks, one of which the tool must have.</summary>
    public ImmutableArray<string> Sinks { get; init; } = [];

    /// <summary>Whether one of effects or sinks is enough, instead of both.</summary>
    public bool EffectOrSink { get; init; }

    /// <summary>Integrity of what the caller has seen; null for any.</summary>
    public Integrity? Integrity { get; init; }

    /// <summary>Least confidentiality of what the caller has seen.</summary>
    public Confidentiality? AtLeast { get; init; }

    /// <summary>Sources, one of which must be among those of the label; a star stands for anything.</summary>
    public ImmutableArray<string> Sources { get; init; } = [];

    /// <summary>What must hold of arguments, all of it.</summary>
    public ImmutableArray<ArgumentCondition> Arguments { get; init; } = [];

    /// <summary>Tenants.</summary>
    public ImmutableArray<string> Tenants { get; init; } = [];

    /// <summary>Agents; a star stands for anything.</summary>
    public ImmutableArray<string> Agents { get; init; } = [];

    /// <summary>Roles, one of which the caller must have.</summary>
    public ImmutableArray<string> Roles { get; init; } = [];

    /// <summary>Roles, none of which the caller may have.</summary>
    public ImmutableArray<string> WithoutRoles { get; init; } = [];

    /// <summary>Window of time; null for always.</summary>
    public TimeWindow? Time { get; init; }

    /// <summary>More dollars than this have been spent; null for whatever.</summary>
    public decimal? SpentOver { get; init; }

    /// <summary>Whether all of it holds.</summary>
    public bool Holds(PolicyRequest request) =>
        Any(Names, request.Name, isEnough: true) && !Any(Except, request.Name, isEnough: false) && EffectsHold(request)
        && (Integrity is null || Integrity == request.Label.Integrity) && (AtLeast is null || request.Label.Confidentiality >= AtLeast)
        && (Sources.IsEmpty || request.Label.Sources.Any(s => Any(Sources, s, isEnough: false)))
        && (Tenants.IsEmpty || Tenants.Contains(request.Tenant ?? "", StringComparer.Ordinal))
        && (Agents.IsEmpty || (request.Agent is { } agent && Any(Agents, agent, isEnough: false)))
        && (Roles.IsEmpty || request.Roles.Any(r => Roles.Contains(r, StringComparer.Ordinal)))
        && !request.Roles.Any(r => WithoutRoles.Contains(r, StringComparer.Ordinal))
        && (Time is null || Time.Holds(request.Time)) && (SpentOver is null || request.SpentUsd > SpentOver)
        && Arguments.All(a => a.Holds(request));

    private bool EffectsHold(PolicyRequest request)
    {
        var hasEffect = Effects.IsEmpty || Effects.Contains(request.Effect, StringComparer.Ordinal);
        var hasSink = Sinks.IsEmpty || request.Sinks.Any(s => Sinks.Contains(s, StringComparer.Ordinal));
        return EffectOrSink ? (!Effects.IsEmpty && hasEffect) || (!Sinks.IsEmpty && hasSink) : hasEffect && hasSink;
    }

    private static bool Any(ImmutableArray<string> patterns, string name, bool isEnough) =>
        patterns.IsEmpty ? isEnough : patterns.Any(p => Wildcard.Matches(p, name));
}
