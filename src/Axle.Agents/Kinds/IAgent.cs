using Axle.Agents.Definition;

namespace Axle.Agents.Kinds;

/// <summary>An agent that is a class of the host: found by what it can do like any other, and then its code does the work.</summary>
/// <remarks>Register it with <c>AddAxle().AddAgent&lt;T&gt;()</c>. One instance does all work, also at the same time.</remarks>
public interface IAgent
{
    /// <summary>Who it is and what it can do; asked for once.</summary>
    AgentDefinition Definition { get; }

    /// <summary>Performs an action.</summary>
    /// <param name="call">What is asked; its inputs match the action's schema.</param>
    /// <param name="cancellationToken">Fires when the step is cancelled or out of time.</param>
    /// <exception cref="AxleException">The work failed; the error's kind says whether a retry can help.</exception>
    ValueTask<AgentResult> RunAsync(AgentCall call, CancellationToken cancellationToken);
}
