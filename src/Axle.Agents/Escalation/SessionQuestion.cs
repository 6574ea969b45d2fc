using System.Text.Json;
using System.Text.Json.Nodes;
using Axle.Agents.Runtime;
using Axle.Workflows.Ports;
using Axle.Workflows.Runs;

namespace Axle.Agents.Escalation;

/// <summary>A question that waits for a person, by which a session is handed over.</summary>
/// <param name="Run">The run that asks.</param>
/// <param name="Step">The step that asks.</param>
/// <param name="Asked">What it asks: <c>summary</c>, <c>session</c>, <c>guidance</c>, and <c>answer</c> where one is held back.</param>
public sealed record SessionQuestion(RunRow Run, StepRecord Step, StepQuestion Asked)
{
    /// <summary>The answer that is held back; null when none is.</summary>
    public JsonElement? Held =>
        Asked.Editable.Contains("answer") && Asked.Parameters is { } shown && shown.TryGetProperty("answer", out var answer) ? answer : null;

    /// <summary>Reads what a step asks.</summary>
    /// <param name="row">Its run.</param>
    /// <param name="state">The run as it is.</param>
    /// <param name="step">The step.</param>
    /// <returns>Null when it asks nothing about a session.</returns>
    internal static SessionQuestion? Of(RunRow row, RunState state, StepRecord step) =>
        step.Question is { } question && IsOne(state, step) && StepQuestion.Of(question.Value) is { Parameters: not null } asked
            ? new SessionQuestion(row, step, asked)
            : null;

    /// <summary>The session that a step hands over, by its <see cref="SessionShelf.IdOf"/>.</summary>
    /// <param name="state">The run as it is.</param>
    /// <param name="step">The step.</param>
    /// <returns>Null when it asks nothing about a session.</returns>
    public static string? SessionOf(RunState state, StepRecord step)
    {
        ArgumentNullException.ThrowIfNull(state);
        ArgumentNullException.ThrowIfNull(step);
        if (step.Question is not { } question || !IsOne(state, step) || NameOf(StepQuestion.Of(question.Value)) is not { } name)
            return null;
        var (tenant, user) = (state.Attributes.GetValueOrDefault(RunAttributes.Tenant), state.Attributes.GetValueOrDefault(RunAttributes.User));
        return SessionShelf.IdOf(new SessionState { Tenant = tenant, User = user, Session = name });
    }

    /// <summary>Whether a step is one that hands a session over: it stands below a turn of an agent or a prompt, and is named as nothing else is.</summary>
    internal static bool IsOne(RunState state, StepRecord step) =>
        step.Path.EndsWith($"]/{EscalationQuestion.Step}", StringComparison.Ordinal)
        && state.Find(step.Path[..step.Path.LastIndexOf('[')]) is { Kind: "agent" or "prompt" };

    /// <summary>The session that a question is about.</summary>
    internal string? Session => NameOf(Asked);

    /// <summary>The signal <see cref="RunSignals.Answer"/> that lets the session go on.</summary>
    internal JsonObject Agree(SessionAnswer said)
    {
        var changes = new JsonObject();
        if (said.Guidance is { Length: > 0 } guidance)
            changes["guidance"] = guidance;
        if (said.Output is { } output && Held is not null)
            changes["answer"] = JsonSerializer.SerializeToNode(output);
        return Answer("approve", said.Comment, changes.Count == 0 ? null : changes);
    }

    /// <summary>The signal <see cref="RunSignals.Answer"/> that ends the session.</summary>
    internal JsonObject Refuse(string comment) => Answer("reject", comment, null);

    private static string? NameOf(StepQuestion asked) => asked.Parameters is { } shown && shown.TryGetProperty("session", out var saved) ? saved.Text("id") : null;

    private JsonObject Answer(string decision, string? comment, JsonObject? changes)
    {
        var body = new JsonObject { ["path"] = Step.Path, ["decision"] = decision };
        if (comment is { Length: > 0 })
            body["comment"] = comment;
        if (changes is not null)
            body["parameters"] = changes;
        return body;
    }
}

/// <summary>What a person says who lets a session go on.</summary>
/// <param name="Guidance">What the agent or prompt is told; null for nothing.</param>
/// <param name="Output">The answer that was held back, as it is to go out; null to leave it as it is.</param>
/// <param name="Comment">What to say to it, kept in the history of the run; null for nothing.</param>
public sealed record SessionAnswer(string? Guidance = null, JsonElement? Output = null, string? Comment = null);
