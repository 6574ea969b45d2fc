using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Nodes;
using Axle.Identity.Access;
using Axle.Server.Endpoints.Problems;
using Axle.Server.Endpoints.Runs;
using Axle.Server.Identity.Access;
using Axle.Server.Identity.Auditing;
using Axle.Workflows.Engine;
using Axle.Workflows.Ports;
using Axle.Workflows.Runs;
using Axle.Workflows.Runs.Deciding;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;

namespace Axle.Server.Endpoints.DeadLetters;

/// <summary>Runs that are out of options and wait for a person.</summary>
/// <param name="board">Finds runs.</param>
/// <param name="commands">Tells them what to do.</param>
/// <param name="engine">Executes them.</param>
internal sealed class DeadLetterEndpoints(RunBoard board, RunCommands commands, WorkflowEngine engine)
{
    private const RunAttention Reasons = RunAttention.DeadLetter | RunAttention.UnknownOutcome;

    /// <summary>Adds them.</summary>
    public void Map(IEndpointRouteBuilder api)
    {
        var letters = api.MapGroup("/dead-letters").WithTags("dead letters").RequirePermission(Permission.RunsControl);
        letters.MapGet("", ListAsync).WithName("listDeadLetters").WithSummary("Lists the runs that are out of options, newest first.")
            .RequirePermission(Permission.RunsRead);
        letters.MapGet("/{id}", GetAsync).WithName("getDeadLetter").WithSummary("Shows why a run is out of options: its steps that failed, with their inputs.")
            .RequirePermission(Permission.RunsRead).ProducesProblem(404);
        letters.MapPost("/{id}/redrive", RedriveAsync).WithName("redriveDeadLetter").WithSummary("Has a run that failed go on: what failed is tried again.")
            .RequirePermission(Permission.RunsStart).ProducesProblem(404).ProducesProblem(409);
        letters.MapPost("/{id}/discard", DiscardAsync).WithName("discardDeadLetter").WithSummary("Says that nothing more is to be done about a run that failed.")
            .ProducesProblem(404).ProducesProblem(409);
        letters.MapPost("/{id}/resolve", ResolveAsync).WithName("resolveDeadLetter")
            .WithSummary("Says whether an effect that must happen at most once did happen.").ProducesProblem(404).ProducesProblem(409);
    }

    private async Task<Ok<Page<DeadLetterItem>>> ListAsync(
        HttpContext http, string? workflow, string? cursor, int? limit, CancellationToken cancellationToken)
    {
        var wanted = Page.Limit(limit);
        var before = cursor is { Length: > 0 } ? new RunId(cursor) : (RunId?)null;
        var rows = await board.RowsAsync(new RunQuery([], workflow, wanted + 1, before, Reasons), http.Principal(), cancellationToken);
        var items = new List<DeadLetterItem>(wanted);
        foreach (var row in rows.Take(wanted))
        {
            if (await board.ReadableAsync(row, cancellationToken) is { } state)
                items.Add(DeadLetterItem.Of(row, state));
        }

        return TypedResults.Ok(new Page<DeadLetterItem>(items, rows.Count > wanted ? rows[wanted - 1].Run.Value : null));
    }

    private async Task<Ok<DeadLetterItem>> GetAsync(HttpContext http, string id, CancellationToken cancellationToken)
    {
        var row = await board.FindAsync(id, http.Principal(), cancellationToken);
        return (row.Attention & Reasons) != 0
            ? TypedResults.Ok(DeadLetterItem.Of(row, await board.Reader.StateAsync(row.Run, null, cancellationToken)))
            : throw new ApiProblemException(ApiProblem.NotFound($"Run {row.Run} is {ApiWords.Name(row.Status)} and no dead letter."));
    }

    private async Task<Ok<RunAnswer>> RedriveAsync(HttpContext http, string id, RedriveRequest? request, CancellationToken cancellationToken)
    {
        var row = await FindAsync(http, id, cancellationToken);
        if (request?.Steps is { Count: > 0 })
            WorkflowWriting.Require(http.Principal(), "A change of the inputs of steps");
        var steps = (request?.Steps ?? ImmutableDictionary<string, JsonElement>.Empty)
            .ToImmutableDictionary(static s => s.Key, static s => Payload.From(s.Value), StringComparer.Ordinal);
        var inputs = request?.Inputs is { ValueKind: JsonValueKind.Object } given ? Payload.From(given) : null;
        var edits = inputs is null && steps.IsEmpty ? null : new RunEdits(inputs, null, steps.IsEmpty ? null : steps);
        await engine.ResumeAsync(row.Run, by: RunCommands.ActorOf(http.Principal()), edits: edits, cancellationToken: cancellationToken);
        return TypedResults.Ok(new RunAnswer(await board.ItemAsync(await commands.NowAsync(row, cancellationToken), cancellationToken), true));
    }

    private async Task<Ok<RunAnswer>> DiscardAsync(HttpContext http, string id, ReasonRequest? request, CancellationToken cancellationToken)
    {
        var row = await FindAsync(http, id, cancellationToken);
        var body = request?.Reason is { Length: > 0 } reason ? new JsonObject { ["reason"] = reason } : [];
        return TypedResults.Ok(await commands.SignalAsync(row, RunSignals.Discard, body, http.Principal(), IdempotencyKey.Of(http), cancellationToken));
    }

    private async Task<Ok<RunAnswer>> ResolveAsync(HttpContext http, string id, ResolveRequest request, CancellationToken cancellationToken)
    {
        var row = await FindAsync(http, id, cancellationToken);
        var body = new JsonObject { ["path"] = request.Step, ["outcome"] = ApiWords.Name(request.Outcome) };
        if (RunCommands.Node(request.Output) is { } output)
            body["output"] = output;
        AuditNote.Of(http).Subject = $"{ApiWords.Name(request.Outcome)} {row.Run} {request.Step}";
        return TypedResults.Ok(await commands.SignalAsync(row, RunSignals.Resolve, body, http.Principal(), IdempotencyKey.Of(http), cancellationToken));
    }

    private async Task<RunRow> FindAsync(HttpContext http, string id, CancellationToken cancellationToken)
    {
        var row = await board.FindAsync(id, http.Principal(), cancellationToken);
        return (row.Attention & Reasons) != 0
            ? row
            : throw new ApiProblemException(ApiProblem.Conflict("status", $"Run {row.Run} is {ApiWords.Name(row.Status)} and no dead letter."));
    }
}
