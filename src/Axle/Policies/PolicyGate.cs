using System.Text.Json;
using Axle.Guardrails.Policy;
using Axle.Models.Guarding;
using Axle.Tools.Contract;
using Microsoft.Extensions.Logging;

namespace Axle.Policies;

/// <summary>
/// Has policies decide about calls of tools, about models that are to be asked, and whether a person's consent counts. What they decide is noted with the
/// run; what no rule has a word for is not.
/// </summary>
/// <param name="decider">Who decides.</param>
/// <param name="confidentiality">Who may see what comes from where.</param>
/// <param name="time">The clock.</param>
/// <param name="logger">Told of what is stopped, and of what policies in shadow mode would stop; never of arguments.</param>
internal sealed partial class PolicyGate(IPolicyDecider decider, SourceConfidentiality confidentiality, TimeProvider time, ILogger<PolicyGate>? logger)
    : IToolGate, IModelGate
{
    public async ValueTask<ToolGateAnswer> DecideAsync(ToolGateCall call, CancellationToken cancellationToken)
    {
        var request = RequestOf(call);
        var decision = await DecideAsync(request, $"tool {call.Tool.Name}", call.Context.Noted, cancellationToken);
        if (decision.Verdict != PolicyVerdict.Deny && call.Context.ConsentOf is { } person)
        {
            var consent = await DecideAsync(
                request with { Moment = PolicyMoment.Approval, Arguments = Consent(person, decision.Arguments ?? call.Arguments) },
                $"consent to {call.Tool.Name}", call.Context.Noted, cancellationToken);
            // Whose consent does not count for one who needs another's has not agreed.
            if (consent.Verdict is PolicyVerdict.Deny or PolicyVerdict.Ask)
                return new ToolGateAnswer(ToolGateVerdict.Deny, $"the consent that was given does not count: {consent}");
        }

        return decision.Verdict switch
        {
            PolicyVerdict.Deny => new ToolGateAnswer(ToolGateVerdict.Deny, decision.ToString()),
            PolicyVerdict.Ask => new ToolGateAnswer(ToolGateVerdict.Ask, decision.ToString()) { Arguments = decision.Arguments },
            _ => new ToolGateAnswer(ToolGateVerdict.Allow, "") { Arguments = decision.Arguments },
        };
    }

    public async ValueTask<ModelGateAnswer> DecideAsync(ModelGateCall asked, CancellationToken cancellationToken)
    {
        var (request, scope) = (asked.Request, asked.Request.Scope);
        var decision = await DecideAsync(
            new PolicyRequest(PolicyMoment.Model, asked.Model, time.GetUtcNow())
            {
                Arguments = asked.Arguments,
                Label = confidentiality.Of(request.Label),
                Tenant = scope.Tenant,
                User = scope.User,
                Agent = scope.Agent,
                SpentUsd = request.SpentUsd,
            },
            $"model {asked.Model}", request.Noted, cancellationToken);
        return decision.Verdict switch
        {
            PolicyVerdict.Deny => new ModelGateAnswer(decision.ToString()),
            PolicyVerdict.Ask when !request.HasConsent => new ModelGateAnswer($"a person must agree first: {decision} Let the step depend on an approval."),
            _ => new ModelGateAnswer(Denied: null) { Arguments = decision.Arguments },
        };
    }

    private async ValueTask<PolicyDecision> DecideAsync(
        PolicyRequest request, string subject, Action<GuardNote>? noted, CancellationToken cancellationToken)
    {
        var decision = await decider.DecideAsync(request, cancellationToken);
        if (decision.Policy.Length > 0)
            noted?.Invoke(NoteOf(subject, decision, isShadow: false));
        if (logger is not null && decision.Verdict is PolicyVerdict.Deny or PolicyVerdict.Ask)
            Stopped(logger, subject, decision.Verdict, decision.Policy, decision.Version, decision.Rule, decision.InputHash);
        foreach (var shadow in decision.Shadows)
        {
            noted?.Invoke(NoteOf(subject, shadow, isShadow: true));
            if (logger is not null)
                Shadowed(logger, subject, shadow.Verdict, shadow.Policy, shadow.Version, shadow.Rule, shadow.InputHash);
        }

        return decision;
    }

    private static GuardNote NoteOf(string subject, PolicyDecision decision, bool isShadow) => new(
        decision.Version.Length == 0 ? $"policy:{decision.Policy}" : $"policy:{decision.Policy}@{decision.Version}",
        subject, decision.Verdict.ToString().ToLowerInvariant(), decision.Rule, decision.InputHash)
    {
        IsShadow = isShadow,
    };

    private static JsonElement Consent(string person, JsonElement arguments) => JsonSerializer.SerializeToElement(new { by = person, arguments });

    private PolicyRequest RequestOf(ToolGateCall call) => new(PolicyMoment.Tool, call.Tool.Name, call.Context.Time.GetUtcNow())
    {
        Arguments = call.Arguments,
        // A call that only plans changes nothing; but what it would change is what a policy is about.
        Effect = call.Tool.Effect.ToString().ToLowerInvariant(),
        Sinks = call.Sinks,
        Label = confidentiality.Of(call.Context.Label),
        Tenant = call.Context.Caller.Tenant,
        User = call.Context.Caller.User,
        Agent = call.Context.Caller.Agent,
        Roles = call.Context.Caller.Scopes,
        SpentUsd = call.Context.SpentUsd,
    };

    [LoggerMessage(Level = LogLevel.Information, Message = "{Subject}: {Verdict} by policy {Policy} version {Version}, rule {Rule}; input {Hash}")]
    private static partial void Stopped(ILogger logger, string subject, PolicyVerdict verdict, string policy, string version, string rule, string hash);

    [LoggerMessage(Level = LogLevel.Information, Message = "{Subject}: {Verdict} by policy {Policy} version {Version}, rule {Rule}, which is in shadow mode; input {Hash}")]
    private static partial void Shadowed(ILogger logger, string subject, PolicyVerdict verdict, string policy, string version, string rule, string hash);
}
