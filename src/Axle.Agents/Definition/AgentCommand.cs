using System.Collections.Immutable;

namespace Axle.Agents.Definition;

/// <summary>The program of the host that is an agent: it reads the work from standard input and writes the answer to standard output, both JSON.</summary>
/// <param name="Words">Program and arguments; no shell reads them.</param>
/// <param name="Timeout">The longest time that it may take.</param>
public sealed record AgentCommand(ImmutableArray<string> Words, TimeSpan Timeout)
{
    /// <summary>The time when nothing else is said.</summary>
    public static TimeSpan DefaultTimeout { get; } = TimeSpan.FromMinutes(2);

    /// <summary>Names of environment variables that the program sees beside <c>PATH</c>.</summary>
    public ImmutableArray<string> Environment { get; init; } = [];
}
