using System.Collections.Immutable;
using System.Text.Json;
using Axle.Agents.Kinds;
using Axle.Workflows.Runs;

namespace Axle.Agents.Connections;

/// <summary>One connection of a process, from its registration to its end.</summary>
public sealed class AgentSession
{
    private const int LongestEvent = 60;
    private readonly AgentPool _pool;
    private readonly AgentProcess _process;
    private readonly IAgentLink _link;

    private readonly TextFeed _texts;

    internal AgentSession(AgentPool pool, AgentProcess process, IAgentLink link, TextFeed texts) =>
        (_pool, _process, _link, _texts) = (pool, process, link, texts);

    /// <summary>Tasks that it said to have, and goes on with.</summary>
    public required ImmutableArray<KeptTask> Kept { get; init; }

    /// <summary>Tasks that it said to have, and that nobody wants from it any more.</summary>
    public required ImmutableArray<string> Dropped { get; init; }

    /// <summary>It knows that it is registered: from here on it is given tasks.</summary>
    public void Begin() => _pool.Begin(_process, _link, [.. Kept.Select(static k => k.Task)]);

    /// <summary>Something came from it. Every message renews its lease.</summary>
    public void Hear() => _pool.Hear(_process);

    /// <summary>Something happened in a task: the history of the run has it when the attempt ends.</summary>
    /// <param name="task">The task.</param>
    /// <param name="seq">Number of the message in its task, from 1; one that came before counts for nothing.</param>
    /// <param name="name">What happened, in a word.</param>
    /// <param name="text">A sentence for people.</param>
    public void Tell(string task, long seq, string name, string text)
    {
        if (_pool.Follow(_process, task, seq) is { Call: { } call })
            call.Note?.Invoke(new StepDecision("agent-event", $"{Short(name)}: {AgentWire.Quote(text)}"));
    }

    /// <summary>The agent said more of its answer.</summary>
    /// <param name="task">The task.</param>
    /// <param name="seq">Number of the message in its task, from 1; one that came before counts for nothing.</param>
    /// <param name="text">The text that comes next.</param>
    public void Write(string task, long seq, string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (_pool.Follow(_process, task, seq) is { Call: { } call })
            _texts.Write(call.Run, new TaskText(call.Step, task, text));
    }

    /// <summary>A task has ended. What is said is durable when this returns.</summary>
    /// <param name="task">The task.</param>
    /// <param name="answer"><c>{output, usage}</c>, or <c>{error: {kind, message}}</c>.</param>
    public Task EndAsync(string task, JsonElement answer) => _pool.EndAsync(_process, task, answer);

    /// <summary>It takes nothing new, and ends what it has.</summary>
    public void Drain() => _pool.Drain(_process);

    /// <summary>The connection broke, or was ended.</summary>
    public void Lose() => _pool.Lose(_process, _link);

    private static string Short(string name)
    {
        var word = AgentWire.Quote(name);
        return word.Length <= LongestEvent ? word : word[..LongestEvent];
    }
}
