using System.Collections.Immutable;

namespace Axle.Tools.Contract;

/// <summary>What a person must agree to before a tool is called.</summary>
/// <param name="Message">The question, for people; the arguments are shown beside it.</param>
public sealed record ToolApproval(string Message)
{
    /// <summary>Names of the arguments that the person may change; the changed call is checked as any other.</summary>
    public ImmutableArray<string> Editable { get; init; } = [];

    /// <summary>Users or groups who may answer; empty for everyone with the right to approve.</summary>
    public ImmutableArray<string> Assignees { get; init; } = [];

    /// <summary>Longest wait for an answer, after which the call counts as rejected; null for no limit.</summary>
    public TimeSpan? Timeout { get; init; }
}
