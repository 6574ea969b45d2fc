using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Axle.Agents.Runtime;
using Axle.Identity.Access;
using Axle.Server.Endpoints.Problems;
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

namespace Axle.Server.Endpoints.Runs;

/// <summary>Going back in a run, and trying another way from one of its events.</summary>
/// <param name="engine">Executes runs.</param>
/// <param name="store">Keeps them.</param>
/// <param name="board">Finds them.</param>
/// <param name="starting">Checks definitions.</param>
/// <param name="commands">Tells runs what to do.</param>
internal sealed class RunForkEndpoints(WorkflowEngine engine, IRunStore store, RunBoard board, RunStarting starting, RunCommands commands)
{
    private const string Nothing = "0";

    /// <summary>Adds them.</summary>
    public void Map(IEndpointRouteBuilder api)
    {
        var runs = api.MapGroup("/runs/{id}").WithTags("history").RequirePermission(Permission.RunsControl);
        runs.MapPost("/rollback", RollbackAsync).WithName("rollbackRun").WithSummary("Takes a run back to an earlier place, or shows what that means.")
            .ProducesProblem(404).ProducesProblem(409);
        runs.MapGet("/forks", ForksAsync).WithName("listForks").WithSummary("Lists the runs that were made out of one.")
            .RequirePermission(Permission.RunsRead).ProducesProblem(404);
        runs.MapPost("/forks", ForkAsync).WithName("forkRun").WithSummary("Makes a run that shares another's history and goes its own way.")
            .RequirePermission(Permission.RunsStart).ProducesProblem(400).ProducesProblem(404);
        runs.MapPost("/promote", PromoteAsync).WithName("promoteFork").WithSummary("Chooses a fork: the run that it was made of ends.")
            .ProducesProblem(404).ProducesProblem(409);
        runs.MapPost("/discard", DiscardAsync).WithName("discardFork").WithSummary("Throws a fork away: it is ended, and removed with its history.")
            .ProducesProblem(404).ProducesProblem(409);
    }

    private async Task<Ok<RollbackAnswer>> RollbackAsync(HttpContext http, string id, RollbackRequest request, CancellationToken cancellationToken)
    {
        var who = http.Principal();
        var row = await board.FindAsync(id, who, cancellationToken);
        var place = await RunPlace.FindAsync(board.Reader, row, request.To, cancellationToken);
        var now = await board.Reader.StateAsync(row.Run, null, cancellationToken);
        var then = await board.Reader.StateAsync(row.Run, place.Seq, cancellationToken);
        var ended = then.Records.Where(static s => s.EndedAt is not null).Select(static s => s.Path).ToHashSet(StringComparer.Ordinal);
        string[] again = [.. now.Records.Where(s => s.EndedAt is not null && !ended.Contains(s.Path)).Select(static s => s.Path)];
        string[] undone = [.. now.UndoneByRollback(place.Seq).Select(static s => s.Path)];
        AuditNote.Of(http).IsChange = !request.DryRun;
        var shown = request switch
        {
            { DryRun: true } => await board.ItemAsync(row, cancellationToken),
            { Compensate: true } => (await commands.SignalAsync(
                row, RunSignals.Rollback, new JsonObject { ["seq"] = place.Seq, ["checkpoint"] = place.Checkpoint }, who, IdempotencyKey.Of(http), cancellationToken)).Run,
            _ => (await commands.ResumeAsync(row, place.Checkpoint ?? place.Seq.ToString(CultureInfo.InvariantCulture), who, cancellationToken)).Run,
        };
        return TypedResults.Ok(new RollbackAnswer(place.Seq, place.Checkpoint, undone, again, request.DryRun, shown));
    }

    private async Task<Ok<Page<RunItem>>> ForksAsync(HttpContext http, string id, CancellationToken cancellationToken)
    {
        var row = await board.FindAsync(id, http.Principal(), cancellationToken);
        var items = new List<RunItem>();
        foreach (var fork in await board.RowsAsync(new RunQuery([], Limit: Page.Most, Parent: row.Run), http.Principal(), cancellationToken))
            items.Add(await board.ItemAsync(fork, cancellationToken));
        return TypedResults.Ok(Page.Of<RunItem>(items));
    }

    private async Task<Accepted<RunItem>> ForkAsync(HttpContext http, string id, ForkRunRequest request, CancellationToken cancellationToken)
    {
        var who = http.Principal();
        var row = await board.FindAsync(id, who, cancellationToken);
        var variables = Some("variables", request.Variables);
        if (request.Steps is { Count: > 0 } || variables is not null)
            WorkflowWriting.Require(who, "A change of steps or variables");
        var place = request.At is not { Length: > 0 } at || at == Nothing ? null : await RunPlace.FindAsync(board.Reader, row, at, cancellationToken);
        var parent = await board.Reader.StateAsync(row.Run, place?.Seq, cancellationToken);
        var workflow = request.Yaml is { Length: > 0 } yaml ? starting.Find(null, yaml, who) : null;
        if (request.Steps is { Count: > 0 } steps)
            workflow = StepEdits.Apply(workflow ?? parent.Workflow, steps) ?? workflow;
        var fork = new ForkRequest(row.Run)
        {
            At = request.At == Nothing ? null : place?.Seq ?? row.LastSeq,
            Edits = new RunEdits(Over(parent.Inputs, request.Inputs), variables, StepEdits.InputsOf(request.Steps)),
            Workflow = workflow,
            Id = request.Id is { Length: > 0 } named ? new RunId(named) : null,
            Attributes = starting.AttributesOf(who, parent.Attributes.GetValueOrDefault(RunAttributes.Apply) == "true"),
            By = RunCommands.ActorOf(who),
        };
        var handle = request.At == Nothing ? await engine.ReplayAsync(fork, cancellationToken) : await engine.ForkAsync(fork, cancellationToken);
        AuditNote.Of(http).Subject = $"{row.Run} {handle.Id}";
        var made = await store.FindRunAsync(handle.Id, cancellationToken)
            ?? throw new AxleException(ErrorKind.Internal, $"Fork {handle.Id} was made and is not in the store.");
        return TypedResults.Accepted($"/api/v1/runs/{handle.Id}", await board.ItemAsync(made, cancellationToken));
    }

    private async Task<Ok<RunAnswer>> PromoteAsync(HttpContext http, string id, CancellationToken cancellationToken)
    {
        var row = await board.FindAsync(id, http.Principal(), cancellationToken);
        var parent = await board.FindAsync(ParentOf(row).Value, http.Principal(), cancellationToken);
        return TypedResults.Ok(await commands.SignalAsync(
            parent, RunSignals.Promote, new JsonObject { ["fork"] = row.Run.Value }, http.Principal(), IdempotencyKey.Of(http), cancellationToken));
    }

    private async Task<NoContent> DiscardAsync(HttpContext http, string id, CancellationToken cancellationToken)
    {
        var row = await board.FindAsync(id, http.Principal(), cancellationToken);
        ParentOf(row);
        if (!row.Status.IsEnded())
        {
            var body = new JsonObject { ["compensate"] = false, ["reason"] = "the fork was discarded" };
            await commands.SignalAsync(row, RunSignals.Cancel, body, http.Principal(), null, cancellationToken);
            if (!(await commands.NowAsync(row, cancellationToken)).Status.IsEnded())
                throw new RunHeldException(row.Run, "the process that executes it");
        }

        await store.DeleteRunAsync(row.Run, cancellationToken);
        return TypedResults.NoContent();
    }

    private static RunId ParentOf(RunRow row) =>
        row.Parent ?? throw new ApiProblemException(ApiProblem.Conflict("no-fork", $"Run {row.Run} is no fork of another run."));

    private static Payload? Some(string name, JsonElement? given) =>
        given is { ValueKind: not (JsonValueKind.Null or JsonValueKind.Undefined) } ? RunStarting.Object(name, given) : null;

    private static Payload? Over(Payload inputs, JsonElement? changes)
    {
        if (Some("inputs", changes) is not { } some)
            return null;
        var all = JsonNode.Parse(inputs.ToString())!.AsObject();
        foreach (var (name, value) in JsonNode.Parse(some.ToString())!.AsObject())
            all[name] = value?.DeepClone();
        return Payload.From(JsonSerializer.SerializeToElement(all));
    }
}
