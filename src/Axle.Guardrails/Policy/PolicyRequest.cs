using System.Collections.Immutable;
using System.Text.Json;

namespace Axle.Guardrails.Policy;

/// <summary>What is about to happen, as policies see it.</summary>
/// <param name="Moment">Tool call, model call or approval.</param>
/// <param name="Name">Name of the tool or model.</param>
/// <param name="Time">When.</param>
public sealed record PolicyRequest(PolicyMoment Moment, string Name, DateTimeOffset Time)
{
    private static readonly JsonElement Nothing = JsonSerializer.SerializeToElement(new { });

    /// <summary>Arguments of the call: an object.</summary>
    public JsonElement Arguments { get; init; } = Nothing;

    /// <summary>What the tool changes: <c>none</c>, <c>local</c> or <c>world</c>.</summary>
    public string Effect { get; init; } = "none";

    /// <summary>Where arguments go, as the tool's schema says: <c>url</c>, <c>path</c>, <c>shell</c>, …</summary>
    public ImmutableArray<string> Sinks { get; init; } = [];

    /// <summary>The label of everything that the caller has seen.</summary>
    public FlowLabel Label { get; init; } = FlowLabel.Trusted;

    /// <summary>Tenant of the caller; null for none.</summary>
    public string? Tenant { get; init; }

    /// <summary>User; null for none.</summary>
    public string? User { get; init; }

    /// <summary>Agent; null when no agent calls.</summary>
    public string? Agent { get; init; }

    /// <summary>Roles and scopes of the caller.</summary>
    public ImmutableArray<string> Roles { get; init; } = [];

    /// <summary>What the run has spent so far, in US dollars.</summary>
    public decimal SpentUsd { get; init; }
}
