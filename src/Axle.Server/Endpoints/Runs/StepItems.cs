using System.Text.Json;
using Axle.Models.Ledger;
using Axle.Server.Endpoints.Json;
using Axle.Workflows.Runs;

namespace Axle.Server.Endpoints.Runs;

/// <summary>Makes what is shown of the steps of a run, with what they spent.</summary>
/// <param name="ledger">Knows what calls of models cost.</param>
internal sealed class StepItems(IModelLedger ledger)
{
    /// <summary>All steps, each after the one that it is inside of.</summary>
    public async ValueTask<IReadOnlyList<StepItem>> OfAsync(RunState state, CancellationToken cancellationToken)
    {
        var usage = await UsageAsync(state, cancellationToken);
        return [.. state.Records.Select(step => Of(state, step, usage.GetValueOrDefault(step.Path), isWhole: false))];
    }

    /// <summary>One step, its values whole.</summary>
    public async ValueTask<StepItem?> FindAsync(RunState state, string path, CancellationToken cancellationToken) =>
        state.Find(path) is { } step
            ? Of(state, step, (await UsageAsync(state, cancellationToken)).GetValueOrDefault(path), isWhole: true)
            : null;

    private async ValueTask<Dictionary<string, StepUsage>> UsageAsync(RunState state, CancellationToken cancellationToken)
    {
        if (state.Spent.Calls == 0 && state.Status.IsEnded())
            return [];
        var sums = await ledger.SumAsync(new LedgerQuery { Run = state.Id.Value, By = LedgerGroup.Step }, cancellationToken);
        return sums.ToDictionary(static s => s.Key, static s => new StepUsage(s.Calls, s.InputTokens, s.OutputTokens, s.Cost.Usd), StringComparer.Ordinal);
    }

    private static StepItem Of(RunState state, StepRecord step, StepUsage? usage, bool isWhole)
    {
        var address = StepAddress.Of(step.Path, path => state.Find(path) is not null);
        var (agent, action) = StepAgent.Of(step);
        var model = step.Decisions.LastOrDefault(static d => d.Kind is "provider-chosen" or "provider-fallback")?.Data;
        return new StepItem
        {
            Path = step.Path,
            Key = address.Key,
            Parent = address.Owner,
            List = address.List.Length == 0 ? null : address.List,
            Kind = step.Kind,
            Does = step.Does,
            Agent = agent,
            Action = action,
            Provider = StepAgent.Text(model, "chosen"),
            Model = StepAgent.Text(model, "model"),
            Status = step.Status,
            Attempts = step.Attempts,
            Level = step.Level,
            StartedAt = step.StartedAt,
            EndedAt = step.EndedAt,
            DependsOn = step.DependsOn,
            Input = Value(step.Input, isWhole),
            Output = Value(step.Output, isWhole),
            Error = RunError.Of(step.Error),
            SkipReason = step.SkipReason,
            Waits = RunWait.Of(step),
            Inner = step.Inner is { } inner ? new InnerCounts(inner.Total, inner.Opened, inner.Ended, inner.Failed) : null,
            Usage = usage,
            Decisions = step.Decisions,
            Undone = step.IsUndone,
            UndoError = RunError.Of(step.UndoError),
        };
    }

    private static JsonElement? Value(Payload? value, bool isWhole) => value switch
    {
        null => null,
        { IsResolved: true } when isWhole || value.Size <= PayloadValueConverter.MostBytes => value.Value,
        _ => JsonSerializer.SerializeToElement(value, ApiJson.Options),
    };
}
