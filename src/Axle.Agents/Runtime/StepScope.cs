using Axle.Models;
using Axle.Workflows.Ports;
using Microsoft.Extensions.AI;

namespace Axle.Agents.Runtime;

/// <summary>Whom a step works for: what its model calls are counted by.</summary>
internal static class StepScope
{
    /// <summary>A question that a step asks: for whom, of what origin, with whose consent, and who is told of what is decided about it.</summary>
    public static ModelRequest Ask(StepContext context, IReadOnlyList<ChatMessage> messages, FlowLabel label, string? agent = null) => new(messages)
    {
        Provider = context.Provider,
        Model = context.Model,
        LastAttempt = context.IsLastAttempt,
        Scope = Of(context, agent),
        RunBudget = StepSpending.LimitOf(context),
        Label = label,
        HasConsent = Consent.Of(context) is not null,
        SpentUsd = context.Spent.Usd,
        Noted = note => context.Note(StepDecisions.Guarded(note)),
    };

    /// <summary>The run and the step, and whom the host started the run for.</summary>
    public static Scope Of(StepContext context, string? agent = null) => new()
    {
        Tenant = context.Attributes.GetValueOrDefault(RunAttributes.Tenant),
        User = context.Attributes.GetValueOrDefault(RunAttributes.User),
        Session = context.Attributes.GetValueOrDefault(RunAttributes.Session),
        Run = context.RunId.Value,
        Step = context.Path,
        Agent = agent,
    };
}
