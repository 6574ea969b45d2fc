using System.Text.Json.Nodes;
using Axle.Identity.Access;
using Axle.Server.Endpoints.Problems;
using Axle.Server.Identity.Access;
using Axle.Server.Identity.Auditing;
using Axle.Workflows.Ports;
using Axle.Workflows.Runs;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;

namespace Axle.Server.Endpoints.Runs;

/// <summary>Starting runs, and telling them what to do.</summary>
/// <param name="board">Finds runs.</param>
/// <param name="starting">Starts them.</param>
/// <param name="commands">Tells them.</param>
/// <param name="store">Removes them.</param>
internal sealed class RunControlEndpoints(RunBoard board, RunStarting starting, RunCommands commands, IRunStore store)
{
    /// <summary>Adds them.</summary>
    public void Map(IEndpointRouteBuilder api)
    {
        var runs = api.MapGroup("/runs").WithTags("runs").RequirePermission(Permission.RunsControl);
        runs.MapPost("", StartAsync).WithName("startRun").WithSummary("Starts a run.").RequirePermission(Permission.RunsStart)
            .ProducesProblem(400).ProducesProblem(404).ProducesProblem(409);
        Add(runs, "pause", PauseAsync, "Has a run start nothing new until it is resumed.");
        Add(runs, "resume", ResumeAsync, "Goes on with a run that was paused, failed, or is named a place to go back to.");
        Add(runs, "cancel", CancelAsync, "Ends a run, and undoes what names how to undo it.");
        runs.MapPost("/{id}/signals", SignalAsync).WithName("signalRun").WithSummary("Sends a run a signal that one of its steps waits for.")
            .RequirePermission(Permission.RunsStart).ProducesProblem(400).ProducesProblem(404).ProducesProblem(409);
        runs.MapDelete("/{id}", RemoveAsync).WithName("deleteRun").WithSummary("Removes a run that has ended.").ProducesProblem(404).ProducesProblem(409);
    }

    private static void Add(IEndpointRouteBuilder runs, string verb, Delegate handler, string summary) =>
        runs.MapPost($"/{{id}}/{verb}", handler).WithName($"{verb}Run").WithSummary(summary).ProducesProblem(404).ProducesProblem(409);

    private async Task<Accepted<RunItem>> StartAsync(HttpContext http, StartRunRequest request, CancellationToken cancellationToken)
    {
        if (request.Id is { Length: > 0 } id && RunId.TryParse(id, out var taken) && await store.FindRunAsync(taken, cancellationToken) is not null)
            throw new ApiProblemException(ApiProblem.Conflict("taken", $"There is a run '{id}' already. Choose another id."));
        var handle = await starting.StartAsync(request, http.Principal(), IdempotencyKey.Of(http), cancellationToken);
        AuditNote.Of(http).Subject = $"{handle.Id} {request.Workflow}".TrimEnd();
        var row = await store.FindRunAsync(handle.Id, cancellationToken)
            ?? throw new AxleException(ErrorKind.Internal, $"Run {handle.Id} was started and is not in the store.");
        return TypedResults.Accepted($"/api/v1/runs/{handle.Id}", await board.ItemAsync(row, cancellationToken));
    }

    private async Task<Ok<RunAnswer>> PauseAsync(HttpContext http, string id, ReasonRequest? request, CancellationToken cancellationToken)
    {
        var row = await board.FindAsync(id, http.Principal(), cancellationToken);
        Check(row, RunSignals.Pause, row.Status is RunStatus.Executing or RunStatus.Compensating);
        return TypedResults.Ok(await SendAsync(http, row, RunSignals.Pause, Body(request), cancellationToken));
    }

    private async Task<Ok<RunAnswer>> ResumeAsync(HttpContext http, string id, ResumeRequest? request, CancellationToken cancellationToken)
    {
        var row = await board.FindAsync(id, http.Principal(), cancellationToken);
        return TypedResults.Ok(await commands.ResumeAsync(row, request?.From, http.Principal(), cancellationToken));
    }

    private async Task<Ok<RunAnswer>> CancelAsync(HttpContext http, string id, ReasonRequest? request, CancellationToken cancellationToken)
    {
        var row = await board.FindAsync(id, http.Principal(), cancellationToken);
        Check(row, RunSignals.Cancel, !row.Status.IsEnded());
        var body = Body(request);
        if (request?.Compensate is false)
            body["compensate"] = false;
        return TypedResults.Ok(await SendAsync(http, row, RunSignals.Cancel, body, cancellationToken));
    }

    private async Task<Ok<RunAnswer>> SignalAsync(HttpContext http, string id, SignalRequest request, CancellationToken cancellationToken)
    {
        if (RunSignals.IsReserved(request.Name))
            throw new AxleException(ErrorKind.Validation, $"'{request.Name}' is a word of Axle itself: use the address of that name below the run instead.");
        var row = await board.FindAsync(id, http.Principal(), cancellationToken);
        Check(row, "signal", !row.Status.IsEnded());
        return TypedResults.Ok(await SendAsync(http, row, request.Name, RunCommands.Node(request.Body), cancellationToken));
    }

    private async Task<NoContent> RemoveAsync(HttpContext http, string id, CancellationToken cancellationToken)
    {
        var row = await board.FindAsync(id, http.Principal(), cancellationToken);
        Check(row, "remove", row.Status.IsEnded());
        await store.DeleteRunAsync(row.Run, cancellationToken);
        return TypedResults.NoContent();
    }

    private Task<RunAnswer> SendAsync(HttpContext http, RunRow row, string signal, JsonNode? body, CancellationToken cancellationToken) =>
        commands.SignalAsync(row, signal, body, http.Principal(), IdempotencyKey.Of(http), cancellationToken);

    private static JsonObject Body(ReasonRequest? request) =>
        request?.Reason is { Length: > 0 } reason ? new JsonObject { ["reason"] = reason } : [];

    private static void Check(RunRow row, string what, bool fits)
    {
        if (!fits)
            throw new ApiProblemException(ApiProblem.Conflict("status", $"Run {row.Run} is {ApiWords.Name(row.Status)}, so there is nothing to {what}."));
    }
}
