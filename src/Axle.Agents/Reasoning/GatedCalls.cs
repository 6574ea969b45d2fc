using System.Collections.Immutable;
using Axle.Tools.Contract;

namespace Axle.Agents.Reasoning;

/// <summary>Has the gate of the tools decide about planned calls, with the label of all that the agent has seen.</summary>
/// <param name="catalog">All tools.</param>
/// <param name="work">Whose calls they are.</param>
/// <param name="place">Where they would run.</param>
internal sealed class GatedCalls(ToolCatalog catalog, AgentWork work, ToolContext place)
{
    /// <summary>The calls: those that are denied have a problem, those that need a consent ask for it, the others are as they were or changed.</summary>
    public async ValueTask<ImmutableArray<PlannedCall>> DecideAsync(ImmutableArray<PlannedCall> calls, CancellationToken cancellationToken)
    {
        var context = place with { Label = Label(work, place) };
        var decided = ImmutableArray.CreateBuilder<PlannedCall>(calls.Length);
        foreach (var call in calls)
            decided.Add(call.Step is null || call.Tool == Delegation.Name ? call : await DecideAsync(call, context, cancellationToken));
        return decided.MoveToImmutable();
    }

    /// <summary>
    /// What came from tools, whether the agent called them or they brought its evidence, anybody may have written; and so what it was given, when that
    /// came from tools, and what others brought to whom it handed work.
    /// </summary>
    /// <param name="work">The work, with all that the agent has read.</param>
    /// <param name="place">Where it works, with the label of what it was given.</param>
    public static FlowLabel Label(AgentWork work, ToolContext place)
    {
        var sources = work.Evidence.Tools.Select(static t => t.Tool)
            .Concat(work.Calls.Where(static c => c.Call.Step is not null).Select(static c => c.Call.Tool))
            .Concat(work.History.Where(static h => h.Note.Kind == TurnKind.Milestone).Select(static _ => Delegation.Name));
        return sources.Distinct(StringComparer.Ordinal).Aggregate(place.Label, static (label, tool) => label.With(FlowLabel.Untrusted($"tool:{tool}")));
    }

    /// <summary>The calls of an answer that a guard wants a person to look at: each that is made asks first.</summary>
    public static ImmutableArray<PlannedCall> Hold(ImmutableArray<PlannedCall> calls, string? why) =>
        why is null ? calls : [.. calls.Select(call => call.Step is { } step ? call with { HeldFor = why, Asks = call.Asks ?? AskFor(step) } : call)];

    private static string AskFor(string step) => $"ask-{step[(step.IndexOf('-', StringComparison.Ordinal) + 1)..]}";

    private async ValueTask<PlannedCall> DecideAsync(PlannedCall call, ToolContext context, CancellationToken cancellationToken)
    {
        var answer = await catalog.DecideAsync(call.Tool, call.Arguments, context, cancellationToken);
        return answer.Verdict switch
        {
            ToolGateVerdict.Deny => call with { Step = null, Asks = null, Problem = $"A policy does not allow this call: {answer.Reason}" },
            ToolGateVerdict.Ask => call with { Asks = call.Asks ?? AskFor(call.Step!), Arguments = answer.Arguments ?? call.Arguments },
            _ => call with { Arguments = answer.Arguments ?? call.Arguments },
        };
    }
}
