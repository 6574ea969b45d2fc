using System.Text.Json;
using Axle.Agents.Runtime.Evidence;
using Axle.Tools.Contract;
using Axle.Workflows.Definition;
using Axle.Workflows.Ports;
using Axle.Workflows.Runs;

namespace Axle.Agents.Runtime;

/// <summary>Calls one tool; its result is the step's output.</summary>
internal sealed class ToolStepHandler(AgentServices services, EvidenceCache cache)
{
    public async ValueTask<StepResult> ExecuteAsync(StepContext context, CancellationToken cancellationToken)
    {
        var name = ((ToolAction)context.Action).Tool;
        var effect = services.Tools.TryGet(name, out var tool) ? tool.Description.Effect : ToolEffect.None;
        var mayApply = RunAttributes.MayApply(context);
        var place = RunAttributes.ToolContext(context, apply: effect == ToolEffect.World && mayApply, services.Time)
            with
        { ConsentOf = Consent.Of(context) };
        if (place.Apply)
            cache.Forget(context.RunId);
        var result = await InvokeAsync(context, tool?.Description, place, cancellationToken);
        return effect == ToolEffect.World && !mayApply
            ? new StepResult(Payload.From(result), [StepDecisions.PlannedOnly(name)])
            : new StepResult(Payload.From(result));
    }

    private async ValueTask<JsonElement> InvokeAsync(StepContext context, ToolDescription? tool, ToolContext place, CancellationToken cancellationToken)
    {
        try
        {
            return await services.Tools.InvokeAsync(((ToolAction)context.Action).Tool, context.Input.Value, place, cancellationToken);
        }
        // A step that says 'once' is asked about by the engine.
        catch (AxleException fault) when (
            context.Effect != StepEffect.Once && Deed.Failed(fault.Error, tool, place.Apply) is var failed && failed != fault.Error)
        {
            throw new AxleException(failed, fault);
        }
        catch (Exception fault) when (
            fault is not (AxleException or OperationCanceledException) && context.Effect != StepEffect.Once
            && Deed.Failed(new AxleError(ErrorKind.Unknown, fault.Message), tool, place.Apply) is { Kind: ErrorKind.Failed } broke)
        {
            throw new AxleException(broke, fault);
        }
    }
}
