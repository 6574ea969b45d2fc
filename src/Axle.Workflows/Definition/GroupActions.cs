using System.Collections.Immutable;
using Axle.Workflows.Expressions;

namespace Axle.Workflows.Definition;

/// <summary>Runs named branches of steps side by side.</summary>
/// <param name="Branches">At least one; names are unique. Their order means nothing.</param>
public sealed record ParallelAction(ImmutableArray<ParallelBranch> Branches) : StepAction
{
    /// <inheritdoc/>
    public override string Kind => "parallel";
}

/// <summary>One branch of <see cref="ParallelAction"/>.</summary>
/// <param name="Name">Its name, under which its output appears.</param>
/// <param name="Steps">Its steps, a list of their own.</param>
public sealed record ParallelBranch(string Name, ImmutableArray<Step> Steps);

/// <summary>Runs the steps of the first case that matches.</summary>
/// <param name="On">The value that cases are compared with; null when cases have conditions.</param>
/// <param name="Cases">In order.</param>
/// <param name="Default">Steps when no case matches; empty to do nothing.</param>
public sealed record SwitchAction(Template? On, ImmutableArray<SwitchCase> Cases, ImmutableArray<Step> Default) : StepAction
{
    /// <inheritdoc/>
    public override string Kind => "switch";
}

/// <summary>One case of <see cref="SwitchAction"/>: exactly one of <paramref name="Value"/> and <paramref name="When"/> is there.</summary>
/// <param name="Value">Matches when it equals the switch's value, as <c>==</c> of expressions compares.</param>
/// <param name="When">Matches when it is true.</param>
/// <param name="Steps">What to do, a list of its own.</param>
public sealed record SwitchCase(string? Value, Expression? When, ImmutableArray<Step> Steps);

/// <summary>Steps that all take effect or are all compensated, in reverse order of completion.</summary>
/// <param name="Steps">A list of their own.</param>
public sealed record SagaAction(ImmutableArray<Step> Steps) : StepAction
{
    /// <inheritdoc/>
    public override string Kind => "saga";
}
