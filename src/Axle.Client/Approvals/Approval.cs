using System.Text.Json;

namespace Axle.Client.Approvals;

/// <summary>A question that waits for a person's answer.</summary>
public sealed record Approval
{
    /// <summary>The run.</summary>
    public required string Run { get; init; }

    /// <summary>Name of its workflow.</summary>
    public required string Workflow { get; init; }

    /// <summary>Address of the step that asks.</summary>
    public required string Step { get; init; }

    /// <summary>Tells the question from those that the step asked before, or asks later; null at servers that do not say.</summary>
    public string? QuestionId { get; init; }

    /// <summary>The question.</summary>
    public required string Question { get; init; }

    /// <summary>What it is about: an object; null when there is nothing to it.</summary>
    public JsonElement? Parameters { get; init; }

    /// <summary>JSON Schema that changed parameters must fit; null for any.</summary>
    public JsonElement? Schema { get; init; }

    /// <summary>Names of the parameters that an answer may change.</summary>
    public IReadOnlyList<string> Editable { get; init; } = [];

    /// <summary>When it was asked.</summary>
    public DateTimeOffset? RequestedAt { get; init; }

    /// <summary>When no answer counts as one; null for never.</summary>
    public DateTimeOffset? ExpiresAt { get; init; }

    /// <summary>Who is asked; empty for anybody.</summary>
    public IReadOnlyList<string> Assignees { get; init; } = [];
}
