using Axle.Workflows.Expressions;

namespace Axle.Workflows.Definition;

/// <summary>How many runs of a group may execute at once.</summary>
/// <param name="Group">Text that names the group a run belongs to, with expressions over <c>inputs</c>.</param>
/// <param name="Limit">Runs of the group that may execute at once, 1 to 10,000; 1 by default.</param>
/// <param name="OnLimit">What happens to a run that would be one too many.</param>
public sealed record RunConcurrency(Template Group, int Limit, ConcurrencyLimitChoice OnLimit);

/// <summary>What happens when a group of runs is full.</summary>
public enum ConcurrencyLimitChoice
{
    /// <summary>The new run waits for its turn.</summary>
    Queue,

    /// <summary>The oldest run of the group is cancelled and the new one starts.</summary>
    CancelOlder,
}
