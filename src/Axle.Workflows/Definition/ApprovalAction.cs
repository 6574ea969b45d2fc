using System.Collections.Immutable;
using System.Text.Json;
using Axle.Workflows.Expressions;

namespace Axle.Workflows.Definition;

/// <summary>Waits for a person to say yes or no.</summary>
public sealed record ApprovalAction : StepAction
{
    /// <inheritdoc/>
    public override string Kind => "approval";

    /// <summary>What the person is asked, with expressions.</summary>
    public required Template Message { get; init; }

    /// <summary>Who may answer: users or roles; empty for everyone with the right to approve.</summary>
    public ImmutableArray<string> Assignees { get; init; } = [];

    /// <summary>Values that are shown with the question: a JSON object; null for none.</summary>
    public Template? Parameters { get; init; }

    /// <summary>JSON Schema of the parameters, checked again after editing; null for none.</summary>
    public JsonElement? Schema { get; init; }

    /// <summary>Names of the parameters that the person may change; empty for none.</summary>
    public ImmutableArray<string> Editable { get; init; } = [];

    /// <summary>Longest wait for an answer; null for no limit.</summary>
    public TimeSpan? Timeout { get; init; }

    /// <summary>What no answer in time means.</summary>
    public ApprovalTimeoutChoice OnTimeout { get; init; } = ApprovalTimeoutChoice.Fail;

    /// <summary>Who is asked too when nobody answers for a while, in order of time.</summary>
    public ImmutableArray<ApprovalEscalation> Escalation { get; init; } = [];
}

/// <summary>Asks more people when nobody answered.</summary>
/// <param name="After">Time since the question was first asked.</param>
/// <param name="To">Users or groups, at least one.</param>
public sealed record ApprovalEscalation(TimeSpan After, ImmutableArray<string> To);

/// <summary>What it means when nobody answered an approval in time.</summary>
public enum ApprovalTimeoutChoice
{
    /// <summary>The step fails with a timeout.</summary>
    Fail,

    /// <summary>As if a person had said no.</summary>
    Reject,

    /// <summary>As if a person had said yes.</summary>
    Approve,
}
