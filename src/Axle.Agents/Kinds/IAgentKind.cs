using Axle.Agents.Definition;

namespace Axle.Agents.Kinds;

/// <summary>A way in which agents work that are no prompts: over HTTP, as a program, as a class, as a tool call.</summary>
public interface IAgentKind
{
    /// <summary>Whether this agent works in this way when it performs this action.</summary>
    bool Does(AgentDefinition agent, ActionDefinition action);

    /// <summary>Performs an action.</summary>
    /// <param name="call">What is asked.</param>
    /// <param name="cancellationToken">Fires when the step is cancelled or out of time.</param>
    /// <exception cref="AxleException">The work failed or is refused; the error's kind says whether a retry can help.</exception>
    ValueTask<AgentResult> PerformAsync(AgentCall call, CancellationToken cancellationToken);
}
