using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Nodes;
using Axle.Agents.Runtime.Evidence;
using Axle.Models;
using Axle.Models.Prompts;
using Axle.Workflows.Definition;
using Axle.Workflows.Ports;
using Axle.Workflows.Runs;
using Microsoft.Extensions.AI;

namespace Axle.Agents.Runtime;

/// <summary>Makes one model call.</summary>
internal sealed class PromptStepHandler(AgentServices services)
{
    private const string Instructions =
        "You do one step of a workflow. Answer the request directly and completely, without preamble. " +
        "Where data is given, base every statement on it; say what it does not show.";

    /// <summary>
    /// The output is the answer's own members when it is an object, <c>value</c> when it is other JSON and <c>text</c> when no schema was asked for;
    /// with them <c>provider</c>, <c>model</c>, <c>offline</c> and <c>usage</c>, unless the answer has members of these names.
    /// </summary>
    /// <param name="context">The step.</param>
    /// <param name="guidance">What persons said to the work so far, oldest first.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    public async ValueTask<StepResult> ExecuteAsync(StepContext context, ImmutableArray<string> guidance, CancellationToken cancellationToken)
    {
        var schema = ((PromptAction)context.Action).Output;
        var given = context.Input.Value;
        var prompt = given.Text("prompt") ?? "";
        if (string.IsNullOrWhiteSpace(prompt))
            throw new AxleException(ErrorKind.Validation, $"Step '{context.Key}': the prompt is empty. Check the expressions in it.");
        JsonElement? inputs = given.TryGetProperty("with", out var with) && with.ValueKind == JsonValueKind.Object && with.EnumerateObject().Any() ? with : null;
        JsonElement? shown = inputs is { } data ? JsonSerializer.SerializeToElement(new JsonObject { ["inputs"] = JsonSerializer.SerializeToNode(data) }) : null;
        var told = guidance.Select(static said => new ChatMessage(ChatRole.User, $"A person looked at this work and says: {said}"));
        var asked = StepScope.Ask(context, [.. EvidencePrompt.Compose(Instructions, prompt, shown, schema), .. told], context.Flow);
        var call = new ModelCall(asked with { OutputSchema = schema, Evidence = WholeEvidence(context, inputs) });
        var answer = await StepSpending.CountingAsync(call, services.Models.AskAsync(call, cancellationToken));
        return HeldAnswer.Of(new StepResult(Payload.From(Output(answer)), [.. StepDecisions.Providers(answer)], StepSpending.Of(answer)), answer.HeldFor);
    }

    // Only the offline provider reads this: it understands no prompt, so it is given what the prompt could be about.
    private static JsonElement WholeEvidence(StepContext context, JsonElement? inputs)
    {
        var steps = UpstreamStep.Of(context, everything: false);
        var findings = FindingMerge.Merge([], steps).ToLookup(static finding => finding.Source);
        return JsonSerializer.SerializeToElement(new JsonObject
        {
            ["action"] = context.Key,
            ["inputs"] = inputs is { } given ? JsonSerializer.SerializeToNode(given) : null,
            ["upstream"] = new JsonObject(steps.Select(step => KeyValuePair.Create(step.Key, (JsonNode?)step.ToEvidence(findings[step.Key])))),
        });
    }

    private static JsonElement Output(ModelAnswer answer)
    {
        var output = answer.Json switch
        {
            { ValueKind: JsonValueKind.Object } json => JsonSerializer.SerializeToNode(json)!.AsObject(),
            { } json => new JsonObject { ["value"] = JsonSerializer.SerializeToNode(json) },
            null => new JsonObject { ["text"] = answer.Text },
        };
        output.TryAdd("provider", answer.Provider);
        output.TryAdd("model", answer.Model);
        output.TryAdd("offline", answer.Offline);
        output.TryAdd("usage", UsageJson.Of(answer));
        return JsonSerializer.SerializeToElement(output);
    }
}
