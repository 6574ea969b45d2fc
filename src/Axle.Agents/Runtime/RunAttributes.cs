using Axle.Agents.Reasoning;
using Axle.Tools.Contract;
using Axle.Workflows.Ports;

namespace Axle.Agents.Runtime;

/// <summary>The facts about a run that handlers read: names of <see cref="StepContext.Attributes"/>.</summary>
public static class RunAttributes
{
    /// <summary>Absolute path of the directory that the run works on.</summary>
    public const string Workspace = "workspace";

    /// <summary><c>true</c> when effects on the outside world are allowed (<c>--apply</c>); anything else means that they are only planned.</summary>
    public const string Apply = "apply";

    /// <summary>The tenant that the run is done for.</summary>
    public const string Tenant = "tenant";

    /// <summary>The user that the run is done for: what models cost counts for the user's budget.</summary>
    public const string User = "user";

    /// <summary>The roles of whoever started it, for policies: words parted by spaces. There only when a server knows them.</summary>
    public const string Roles = "roles";

    /// <summary><c>true</c> when a user of a server started it, and not whoever owns the machine: its commands see no secrets of the host.</summary>
    public const string OfUsers = "ofUsers";

    /// <summary>The conversation that the run belongs to.</summary>
    public const string Session = "session";

    internal static bool MayApply(StepContext context) =>
        context.Attributes.TryGetValue(Apply, out var apply) && bool.TryParse(apply, out var allowed) && allowed;

    /// <summary>The place where the tools of a step work.</summary>
    /// <param name="context">The step.</param>
    /// <param name="apply">Whether effects on the outside world are allowed.</param>
    /// <param name="time">The clock.</param>
    /// <param name="agent">Id of the agent that does the step; when null, the one whose turn asked for it, if any did.</param>
    internal static ToolContext ToolContext(StepContext context, bool apply, TimeProvider time, string? agent = null) => new(
        context.Attributes.TryGetValue(Workspace, out var workspace)
            ? workspace
            : throw new AxleException(ErrorKind.Validation, $"The run has no '{Workspace}': its host must say which directory it works on."),
        apply,
        context.IdempotencyKey,
        time)
    {
        Label = TurnNote.LabelOf(context.AskedIn) is { } asked ? context.Flow.With(asked) : context.Flow,
        SpentUsd = context.Spent.Usd,
        Noted = note => context.Note(StepDecisions.Guarded(note)),
        Caller = CallerOf(context, agent ?? TurnNote.AgentOf(context.AskedIn) ?? TurnNote.AgentOf(context.AskedBy)),
    };

    /// <summary>For whom the tools of a step are called.</summary>
    private static ToolCaller CallerOf(StepContext context, string? agent) => new(
        context.Attributes.GetValueOrDefault(Tenant), context.Attributes.GetValueOrDefault(User), context.Attributes.GetValueOrDefault(Session))
    {
        Run = context.RunId.Value,
        Agent = agent,
        Scopes = [.. (context.Attributes.GetValueOrDefault(Roles) ?? "").Split(' ', StringSplitOptions.RemoveEmptyEntries)],
    };
}
