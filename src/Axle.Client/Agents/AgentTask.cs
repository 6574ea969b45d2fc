using System.Text.Json;

namespace Axle.Client.Agents;

/// <summary>A task that the agent was given. What is written and told is kept until the server has it, also over a cut of the connection.</summary>
public sealed class AgentTask
{
    private readonly TaskInHand _inHand;

    internal AgentTask(TaskInHand inHand, JsonElement work)
    {
        _inHand = inHand;
        Action = work.GetProperty("action").GetString()!;
        Inputs = work.GetProperty("inputs").Clone();
        Run = work.GetProperty("run").GetString()!;
        Step = work.GetProperty("step").GetString()!;
        IdempotencyKey = work.GetProperty("idempotencyKey").GetString()!;
        Apply = work.GetProperty("apply").GetBoolean();
        Deadline = work.TryGetProperty("deadline", out var deadline) ? deadline.GetDateTimeOffset() : null;
        OutputSchema = work.GetProperty("output").Clone();
    }

    /// <summary>Its id.</summary>
    public string Id => _inHand.Id;

    /// <summary>The capability that is asked for; <c>task</c> for a task in words: <c>{task, context}</c>, answered by <c>{summary, done, open}</c>.</summary>
    public string Action { get; }

    /// <summary>The inputs: an object that matches the capability's schema.</summary>
    public JsonElement Inputs { get; }

    /// <summary>Id of the run.</summary>
    public string Run { get; }

    /// <summary>Address of the step in the run.</summary>
    public string Step { get; }

    /// <summary>The same whenever the same work is asked for again: hand it to systems that take an idempotency key.</summary>
    public string IdempotencyKey { get; }

    /// <summary>Whether the outside world may be changed.</summary>
    public bool Apply { get; }

    /// <summary>When the attempt is out of time; null for no limit.</summary>
    public DateTimeOffset? Deadline { get; }

    /// <summary>JSON Schema that the output has to match.</summary>
    public JsonElement OutputSchema { get; }

    /// <summary>Says more of the answer: whoever watches the run sees it as it comes. Waits when very much is on its way already.</summary>
    /// <param name="text">The text that comes next.</param>
    /// <param name="cancellationToken">Cancels the waiting.</param>
    public Task WriteAsync(string text, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(text);
        return _inHand.SayAsync(seq => new { type = "text", task = Id, seq, text }, cancellationToken);
    }

    /// <summary>Tells what happens: the history of the run has it.</summary>
    /// <param name="name">What it is, in a word: <c>dictionary</c>.</param>
    /// <param name="text">A sentence for people.</param>
    /// <param name="cancellationToken">Cancels the waiting.</param>
    public Task TellAsync(string name, string text, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(name);
        ArgumentNullException.ThrowIfNull(text);
        return _inHand.SayAsync(seq => new { type = "event", task = Id, seq, name, text }, cancellationToken);
    }
}
