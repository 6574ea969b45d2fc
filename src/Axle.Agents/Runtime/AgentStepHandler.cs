using System.Collections.Immutable;
using System.Text.Json;
using Axle.Agents.Routing;
using Axle.Agents.Runtime.Evidence;
using Axle.Models;
using Axle.Models.Prompts;
using Axle.Workflows.Definition;
using Axle.Workflows.Ports;
using Axle.Workflows.Runs;

namespace Axle.Agents.Runtime;

/// <summary>Has an agent perform an action: route, check inputs, collect evidence, ask the model, compose the output, publish.</summary>
internal sealed class AgentStepHandler(AgentServices services, EvidenceCache cache)
{
    private readonly EvidenceCollector _collector = new(services, cache);
    private readonly ReportPublisher _publisher = new(services);

    public async ValueTask<StepResult> ExecuteAsync(StepContext context, CancellationToken cancellationToken)
    {
        var asked = (AgentAction)context.Action;
        var decisions = ImmutableArray.CreateBuilder<StepDecision>();
        var route = services.Router.Route(asked.Agent, asked.Action);
        if (StepDecisions.Routed(asked, route) is { } routed)
            decisions.Add(routed);

        var inputs = CheckInputs(route, context.Input.Value);
        var tools = await _collector.CollectAsync(route.Action, inputs, context, cancellationToken);
        decisions.AddRange(tools.Where(static tool => tool.Error is not null).Select(StepDecisions.EvidenceFailed));
        var upstream = UpstreamStep.Of(context, everything: route.Action.Publishes is not null);
        var evidence = new AgentEvidence(tools, upstream, FindingMerge.Merge(tools, upstream));

        var answer = await AskAsync(route, context, inputs, evidence, cancellationToken);
        decisions.AddRange(StepDecisions.Providers(answer));
        var output = new AgentOutput(route, answer, evidence);
        if (route.Action.World)
        {
            var mayApply = RunAttributes.MayApply(context);
            output.SetApplied(mayApply && tools.Any(static tool => tool.DidApply));
            if (!mayApply)
                decisions.Add(StepDecisions.PlannedOnly(route.Action.Name));
        }

        if (output.Dropped > 0)
            decisions.Add(StepDecisions.ConclusionsDropped(output.Dropped));
        if (route.Action.Publishes is { } publisher)
            output.SetPublished(await _publisher.PublishAsync(publisher, inputs, context, output, cancellationToken));
        return new StepResult(Payload.From(output.ToJson()), decisions.ToImmutable(), StepSpending.Of(answer));
    }

    private static JsonElement CheckInputs(AgentRoute route, JsonElement given)
    {
        // An expression without a value gives null: that input is not given.
        var present = JsonSerializer.SerializeToElement(given.EnumerateObject()
            .Where(static input => input.Value.ValueKind != JsonValueKind.Null)
            .DistinctBy(static input => input.Name)
            .ToDictionary(static input => input.Name, static input => input.Value));
        var inputs = route.Action.Inputs.WithDefaults(present);
        var check = route.Action.Inputs.Validate(inputs);
        if (check.IsValid)
            return inputs;
        var known = route.Action.InputSchema.GetProperty("properties").EnumerateObject().Select(static property => property.Name).ToArray();
        throw new AxleException(
            ErrorKind.Validation,
            $"Action '{route.Action.Name}' of agent '{route.Agent.Id}' cannot take these inputs: {string.Join("; ", check.Faults)}. " +
            (known.Length == 0 ? "It takes none." : $"It takes: {string.Join(", ", known)}. Mend 'with' of the step."));
    }

    private ValueTask<ModelAnswer> AskAsync(
        AgentRoute route, StepContext context, JsonElement inputs, AgentEvidence evidence, CancellationToken cancellationToken)
    {
        var facts = evidence.ToJson(route, context, inputs);
        var request = new ModelRequest(EvidencePrompt.Compose(
            route.Agent.Instructions, AgentQuestion.Write(route.Action, RunAttributes.MayApply(context)), facts, route.Action.OutputSchema))
        {
            Provider = context.Provider,
            Model = context.Model,
            Preferred = route.Agent.Models,
            OutputSchema = route.Action.OutputSchema,
            Evidence = facts,
            LastAttempt = context.IsLastAttempt,
            Scope = StepScope.Of(context, route.Agent.Id),
        };
        return services.Models.AskAsync(request, cancellationToken);
    }
}
