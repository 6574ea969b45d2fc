namespace Axle.Agents.References;

/// <summary>What a step's agent, action or tool will turn out to be when it runs.</summary>
/// <param name="Step">The step's key, with the keys of the steps around it, joined by <c>/</c>.</param>
/// <param name="Level">How serious it is.</param>
/// <param name="Message">One sentence.</param>
/// <param name="Confidence">How sure the route is, 0 to 1; 0 when there is none.</param>
public sealed record AgentReference(string Step, ReferenceLevel Level, string Message, double Confidence);

/// <summary>How serious a reference is.</summary>
public enum ReferenceLevel
{
    /// <summary>It will work; an alias or a step without an agent was resolved.</summary>
    Note = 0,

    /// <summary>It will work, but by a guess that the author should see.</summary>
    Warning,

    /// <summary>The step would fail.</summary>
    Error,
}
