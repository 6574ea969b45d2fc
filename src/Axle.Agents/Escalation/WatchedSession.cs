using System.Globalization;
using Axle.Agents.Runtime;
using Axle.Models.Guarding;
using Axle.Workflows.Ports;

namespace Axle.Agents.Escalation;

/// <summary>A session that is watched.</summary>
internal sealed record WatchedSession(StepContext Context, string Id, EscalationOptions Options, SessionShelf Shelf)
{
    public string Run => Context.RunId.Value;

    public (string Run, string Step) Place => (Run, Context.Path);

    /// <summary>The session of a step; null when nobody watches it.</summary>
    public static WatchedSession? Of(StepContext context, EscalationOptions options, SessionShelf? shelf)
    {
        var id = context.Attributes.GetValueOrDefault(RunAttributes.Session);
        return shelf is null || options.For == EscalationScope.Off || (id is null && options.For != EscalationScope.Runs) ? null
            : new WatchedSession(context, id ?? $"run:{context.RunId}", options, shelf);
    }

    /// <summary>What holds for the sessions of an agent; what holds for all when it is not known.</summary>
    public static EscalationOptions OptionsOf(string? agent, AgentServices services)
    {
        var registry = services.Router.Registry;
        return agent is not null && (registry.FindById(agent) ?? registry.FindByAlias(agent)) is { } known
            ? known.Guardrails.Escalation(services.Escalation)
            : services.Escalation;
    }

    public string ThisAttempt => string.Create(CultureInfo.InvariantCulture, $"{Context.RunId}/{Context.Path}#{Context.Turns.Count}/{Context.Attempt}");

    public async ValueTask<SessionState> ChangeAsync(Func<SessionState, SessionState> change, CancellationToken cancellationToken)
    {
        var (before, after) = await Shelf.ChangeAsync(
            Context.Attributes.GetValueOrDefault(RunAttributes.Tenant), Context.Attributes.GetValueOrDefault(RunAttributes.User),
            Id, change, cancellationToken);
        if (before.Status == SessionStatus.HalfOpen && after.Status == SessionStatus.Closed)
            Context.Note(SessionDecisions.Closed(Id));
        return after;
    }
}
