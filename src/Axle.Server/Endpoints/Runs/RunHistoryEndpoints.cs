using Axle.Agents.Reasoning;
using Axle.Identity.Access;
using Axle.Server.Identity.Access;
using Axle.Workflows.Definition.Writing;
using Axle.Workflows.Runs.Comparison;
using Axle.Workflows.Runs.Timing;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;

namespace Axle.Server.Endpoints.Runs;

/// <summary>Looking into what a run did: at any event, where its time went, how its agents came to their results, how it differs from another.</summary>
/// <param name="board">Finds runs.</param>
/// <param name="steps">Shows steps.</param>
/// <param name="time">The clock.</param>
internal sealed class RunHistoryEndpoints(RunBoard board, StepItems steps, TimeProvider time)
{
    /// <summary>Adds them.</summary>
    public void Map(IEndpointRouteBuilder api)
    {
        var runs = api.MapGroup("/runs/{id}").WithTags("history").RequirePermission(Permission.RunsRead);
        runs.MapGet("/state", StateAsync).WithName("getState").WithSummary("Shows a run as it was after an event.").ProducesProblem(404);
        runs.MapGet("/timing", TimingAsync).WithName("getTiming").WithSummary("Shows where the time of a run went.").ProducesProblem(404);
        runs.MapGet("/checkpoints", CheckpointsAsync).WithName("listCheckpoints").WithSummary("Lists the places of a run to come back to.").ProducesProblem(404);
        runs.MapGet("/trace", TraceAsync).WithName("getTrace").WithSummary("Shows how the agents of a run came to their results.").ProducesProblem(404);
        runs.MapGet("/definition", DefinitionAsync).WithName("getDefinition").WithSummary("Shows the definition that a run is pinned to.").ProducesProblem(404);
        runs.MapGet("/diff", DiffAsync).WithName("diffRuns").WithSummary("Compares two runs field by field.").ProducesProblem(404);
    }

    private async Task<Ok<StateAt>> StateAsync(HttpContext http, string id, long? at, CancellationToken cancellationToken)
    {
        var state = await board.StateAsync(id, http.Principal(), at, cancellationToken);
        return TypedResults.Ok(new StateAt(
            state.Id.Value, state.LastSeq, state.UpdatedAt, state.Status, state.Inputs.Value,
            state.Variables.ToDictionary(static v => v.Key, static v => v.Value),
            state.Outputs?.Value, RunError.Of(state.Error), await steps.OfAsync(state, cancellationToken)));
    }

    private async Task<Ok<RunTimes>> TimingAsync(HttpContext http, string id, CancellationToken cancellationToken)
    {
        var state = await board.StateAsync(id, http.Principal(), null, cancellationToken);
        var events = await board.Reader.HistoryAsync(state.Id, cancellationToken);
        return TypedResults.Ok(RunTimes.Of(RunTiming.Of(state.Records, events, state.CreatedAt, state.EndedAt ?? time.GetUtcNow())));
    }

    private async Task<Ok<Page<CheckpointItem>>> CheckpointsAsync(HttpContext http, string id, CancellationToken cancellationToken)
    {
        var row = await board.FindAsync(id, http.Principal(), cancellationToken);
        var places = await board.Reader.CheckpointsAsync(row.Run, cancellationToken);
        return TypedResults.Ok(Page.Of<CheckpointItem>([.. places.Select(CheckpointItem.Of)]));
    }

    private async Task<Ok<Page<AgentTrace>>> TraceAsync(HttpContext http, string id, string? step, CancellationToken cancellationToken)
    {
        var state = await board.StateAsync(id, http.Principal(), null, cancellationToken);
        return TypedResults.Ok(Page.Of<AgentTrace>(
        [
            .. state.Records.Where(r => step is not { Length: > 0 } || r.Path == step || r.Path.StartsWith(step + "[", StringComparison.Ordinal))
                .Select(AgentTrace.Of).OfType<AgentTrace>(),
        ]));
    }

    private async Task<Ok<RunDefinition>> DefinitionAsync(HttpContext http, string id, CancellationToken cancellationToken)
    {
        var state = await board.StateAsync(id, http.Principal(), null, cancellationToken);
        return TypedResults.Ok(new RunDefinition(state.Definition, state.Workflow.Name, state.Workflow.Version, WorkflowWriter.ToYaml(state.Workflow)));
    }

    private async Task<Ok<RunDiff>> DiffAsync(HttpContext http, string id, string with, CancellationToken cancellationToken)
    {
        var left = await board.StateAsync(id, http.Principal(), null, cancellationToken);
        var right = await board.StateAsync(with, http.Principal(), null, cancellationToken);
        var difference = RunComparison.Compare(ComparedRun.Of(left), ComparedRun.Of(right));
        return TypedResults.Ok(new RunDiff(
            await board.ItemAsync(left.ToRow(), cancellationToken),
            await board.ItemAsync(right.ToRow(), cancellationToken),
            difference.IsSame,
            difference.Fields,
            ValueChange.Of(difference.Inputs),
            ValueChange.Of(difference.Variables),
            ValueChange.Of(difference.Outputs),
            new DiffCounts(difference.Counts.Same, difference.Counts.Changed, difference.Counts.Added, difference.Counts.Removed),
            [.. difference.Steps.Select(StepDiff.Of)]));
    }
}
