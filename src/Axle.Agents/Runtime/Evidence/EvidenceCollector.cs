using System.Collections.Immutable;
using System.Text.Json;
using Axle.Agents.Definition;
using Axle.Agents.Routing;
using Axle.Tools.Contract;
using Axle.Workflows.Ports;

namespace Axle.Agents.Runtime.Evidence;

/// <summary>Runs the evidence calls of an action at the same time, a few at once.</summary>
internal sealed class EvidenceCollector(AgentServices services, EvidenceCache cache)
{
    // Tools read the same disk and use all processors by themselves; more at once only fight for them.
    private const int MaxAtOnce = 4;

    /// <summary>Runs all calls.</summary>
    /// <returns>One result for each call, in the order of the file; failed ones carry their error.</returns>
    /// <exception cref="AxleException">A tool with effects failed, or every tool failed: then there is nothing to judge.</exception>
    public async Task<ImmutableArray<ToolResult>> CollectAsync(
        AgentRoute route, JsonElement inputs, StepContext context, CancellationToken cancellationToken)
    {
        var action = route.Action;
        if (action.Evidence.IsEmpty)
            return [];
        var place = RunAttributes.ToolContext(context, action.World && RunAttributes.MayApply(context), services.Time, route.Agent.Id)
            with
        { ConsentOf = Consent.Of(context) };
        using var turns = new SemaphoreSlim(MaxAtOnce);
        var results = await Task.WhenAll(action.Evidence.Select(async call =>
        {
            await turns.WaitAsync(cancellationToken);
            try
            {
                return await CallAsync(call, inputs, place, context.RunId, cancellationToken);
            }
            finally
            {
                turns.Release();
            }
        }));
        ThrowIfUseless(action, results, place.Apply);
        return [.. results];
    }

    private async Task<ToolResult> CallAsync(EvidenceCall call, JsonElement inputs, ToolContext place, RunId run, CancellationToken cancellationToken)
    {
        var effect = services.Tools.TryGet(call.Tool, out var tool) ? tool.Description.Effect : ToolEffect.None;
        try
        {
            var arguments = InputReference.Fill(call.With, inputs);
            // The work starts on the pool, so that tools that compute before their first await still run side by side.
            Task<JsonElement> Work() =>
                Task.Run(async () => await services.Tools.InvokeAsync(call.Tool, arguments, place, cancellationToken), cancellationToken);
            if (effect != ToolEffect.None && place.Apply)
                cache.Forget(run);
            if (effect != ToolEffect.None)
                return new ToolResult(call.Tool, effect, await Work(), null);
            // What another agent of the run was given is not for one that may not ask for it.
            var passed = await services.Tools.PassAsync(call.Tool, arguments, place, cancellationToken);
            var value = await cache.GetAsync(run, call.Tool, passed, place, Work, cancellationToken);
            return new ToolResult(call.Tool, effect, value, null);
        }
        catch (AxleException fault) when (!cancellationToken.IsCancellationRequested)
        {
            return new ToolResult(call.Tool, effect, default, fault.Error);
        }
        catch (Exception fault) when (fault is not OperationCanceledException)
        {
            // A tool that breaks on its own fault is missing evidence like any other; the same fault would come again, so it is not retried.
            var cause = fault.GetBaseException();
            return new ToolResult(call.Tool, effect, default, new AxleError(ErrorKind.Internal, $"the tool broke ({cause.GetType().Name}: {cause.Message}); please report it."));
        }
    }

    private void ThrowIfUseless(ActionDefinition action, ToolResult[] results, bool applied)
    {
        // What was to be done was not done: the rest of the evidence cannot make up for that.
        if (results.FirstOrDefault(static result => result is { Error: not null, Effect: ToolEffect.World }) is { Error: { } failed } deed)
        {
            // Trying again would do all of them again: also those that went well.
            var told = results.Where(static r => r.Effect == ToolEffect.World)
                .Select(r => Deed.Failed(failed, services.Tools.TryGet(r.Tool, out var tool) ? tool.Description : null, applied))
                .FirstOrDefault(t => t != failed) ?? failed;
            var failure = new AxleException(told with { Message = $"Action '{action.Name}': {deed.Tool} failed: {told.Message}" });
            var mayHarm = applied && results.Any(
                r => r.Effect == ToolEffect.World && services.Tools.TryGet(r.Tool, out var tool) && !tool.Description.Idempotent);
            throw mayHarm ? Deed.Begun(failure) : failure;
        }

        if (results.Length > 0 && results.All(static result => result.Error is not null))
        {
            throw new AxleException(results[0].Error! with
            {
                Message = $"Action '{action.Name}' has no evidence, every tool failed: {string.Join("; ", results.Select(static result => $"{result.Tool}: {result.Error!.Message}"))}",
            });
        }
    }
}
