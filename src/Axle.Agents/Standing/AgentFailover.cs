using Axle.Agents.Definition;

namespace Axle.Agents.Standing;

/// <summary>When the next capable agent is asked.</summary>
public static class AgentFailover
{
    /// <summary>
    /// Whether another agent may do what this one failed to do. Never after an action on the outside world has begun, because nobody knows how
    /// far it came; and not where another agent would fail alike: bad input, a refusal, a spent budget, a cancellation.
    /// </summary>
    /// <param name="action">What was asked.</param>
    /// <param name="kind">What went wrong.</param>
    /// <param name="hasBegun">Whether the work was let in; false when the agent was full.</param>
    public static bool IsAllowed(ActionDefinition action, ErrorKind kind, bool hasBegun)
    {
        ArgumentNullException.ThrowIfNull(action);
        return AgentHealth.Counts(kind) && !(action.World && hasBegun);
    }
}
