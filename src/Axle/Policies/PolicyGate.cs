using Axle.Guardrails.Policy;
using Axle.Tools.Contract;
using Microsoft.Extensions.Logging;

namespace Axle.Policies;

/// <summary>Has policies decide about calls of tools.</summary>
/// <param name="decider">Who decides.</param>
/// <param name="logger">Told of what is stopped, and of what policies in shadow mode would stop; never of arguments.</param>
internal sealed partial class PolicyGate(IPolicyDecider decider, ILogger<PolicyGate>? logger) : IToolGate
{
    public async ValueTask<ToolGateAnswer> DecideAsync(ToolGateCall call, CancellationToken cancellationToken)
    {
        var decision = await decider.DecideAsync(RequestOf(call), cancellationToken);
        if (logger is not null)
            Tell(logger, call.Tool.Name, decision);
        return decision.Verdict switch
        {
            PolicyVerdict.Deny => new ToolGateAnswer(ToolGateVerdict.Deny, decision.ToString()),
            PolicyVerdict.Ask => new ToolGateAnswer(ToolGateVerdict.Ask, decision.ToString()) { Arguments = decision.Arguments },
            _ => new ToolGateAnswer(ToolGateVerdict.Allow, "") { Arguments = decision.Arguments },
        };
    }

    private static PolicyRequest RequestOf(ToolGateCall call) => new(PolicyMoment.Tool, call.Tool.Name, call.Context.Time.GetUtcNow())
    {
        Arguments = call.Arguments,
        // A call that only plans changes nothing; but what it would change is what a policy is about.
        Effect = call.Tool.Effect.ToString().ToLowerInvariant(),
        Sinks = call.Sinks,
        Label = call.Context.Label,
        Tenant = call.Context.Caller.Tenant,
        User = call.Context.Caller.User,
        Agent = call.Context.Caller.Agent,
        Roles = call.Context.Caller.Scopes,
    };

    private static void Tell(ILogger logger, string tool, PolicyDecision decision)
    {
        if (decision.Verdict is PolicyVerdict.Deny or PolicyVerdict.Ask)
            Stopped(logger, tool, decision.Verdict, decision.Policy, decision.Version, decision.Rule, decision.InputHash);
        foreach (var shadow in decision.Shadows)
            Shadowed(logger, tool, shadow.Verdict, shadow.Policy, shadow.Version, shadow.Rule, shadow.InputHash);
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Tool {Tool}: {Verdict} by policy {Policy} version {Version}, rule {Rule}; input {Hash}")]
    private static partial void Stopped(ILogger logger, string tool, PolicyVerdict verdict, string policy, string version, string rule, string hash);

    [LoggerMessage(Level = LogLevel.Information, Message = "Tool {Tool}: {Verdict} by policy {Policy} version {Version}, rule {Rule}, which is in shadow mode; input {Hash}")]
    private static partial void Shadowed(ILogger logger, string tool, PolicyVerdict verdict, string policy, string version, string rule, string hash);
}
