using System.Collections.Frozen;
using Axle.Workflows.Ports;

namespace Axle.Steps;

/// <summary>Hands a step to the handler of its kind; the agents have all kinds that nobody else was added for.</summary>
/// <param name="kinds">Handlers by kind; of two for one kind the one that was added last does the work.</param>
/// <param name="agents">Does the rest.</param>
internal sealed class StepsByKind(IEnumerable<StepKindHandler> kinds, IStepHandler agents) : IStepHandler
{
    private readonly FrozenDictionary<string, IStepHandler> _handlers = kinds
        .GroupBy(static k => k.Kind, StringComparer.Ordinal)
        .ToFrozenDictionary(static g => g.Key, static g => g.Last().Handler, StringComparer.Ordinal);

    public ValueTask<StepResult> ExecuteAsync(StepContext context, CancellationToken cancellationToken) =>
        _handlers.GetValueOrDefault(context.Action.Kind, agents).ExecuteAsync(context, cancellationToken);
}
