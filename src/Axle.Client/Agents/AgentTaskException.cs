namespace Axle.Client.Agents;

/// <summary>A task failed, in words that the run's history has.</summary>
public sealed class AgentTaskException : Exception
{
    /// <summary>A failure.</summary>
    /// <param name="kind">
    /// What went wrong. Tried again: <c>timeout</c>, <c>network</c>, <c>rateLimited</c>, <c>overloaded</c>, <c>tool</c>, <c>unknown</c>. Not tried again:
    /// <c>validation</c>, <c>notFound</c>, <c>refused</c>, <c>authentication</c>.
    /// </param>
    /// <param name="message">What is wrong, and how to mend it.</param>
    public AgentTaskException(string kind, string message)
        : base(message) => Kind = kind;

    /// <summary>What went wrong.</summary>
    public string Kind { get; }
}
