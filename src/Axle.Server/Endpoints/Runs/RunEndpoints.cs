using Axle.Identity.Access;
using Axle.Server.Endpoints.Problems;
using Axle.Server.Identity.Access;
using Axle.Workflows.Ports;
using Axle.Workflows.Runs;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;

namespace Axle.Server.Endpoints.Runs;

/// <summary>Reading runs: lists, one run, its steps, its picture, its events.</summary>
/// <param name="board">Finds runs.</param>
/// <param name="store">Reads events.</param>
/// <param name="steps">Shows steps.</param>
/// <param name="promotions">Knows which forks were chosen.</param>
internal sealed class RunEndpoints(RunBoard board, IRunStore store, StepItems steps, RunPromotions promotions)
{
    private const int MostEvents = 1_000;
    private const int MostSought = 10_000;
    private const int AtOnce = 1_000;

    /// <summary>Adds them.</summary>
    public void Map(IEndpointRouteBuilder api)
    {
        var runs = api.MapGroup("/runs").WithTags("runs").RequirePermission(Permission.RunsRead);
        runs.MapGet("", ListAsync).WithName("listRuns")
            .WithSummary("Lists runs, newest first. 'search' finds a part of the workflow's name, and an id by all or ten or more of its first characters.");
        runs.MapGet("/{id}", ShowAsync).WithName("getRun").WithSummary("Shows a run.").ProducesProblem(404);
        runs.MapGet("/{id}/steps", StepsAsync).WithName("listSteps").WithSummary("Shows the steps of a run.").ProducesProblem(404);
        runs.MapGet("/{id}/steps/{**path}", StepAsync).WithName("getStep").WithSummary("Shows one step of a run, its values whole.").ProducesProblem(404);
        runs.MapGet("/{id}/graph", GraphAsync).WithName("getGraph").WithSummary("Shows the steps of a run and what waits for what.").ProducesProblem(404);
        runs.MapGet("/{id}/events", EventsAsync).WithName("listEvents").WithSummary("Shows what happened to a run, in order.").ProducesProblem(404);
    }

    private async Task<Ok<Page<RunItem>>> ListAsync(
        HttpContext http, string? status, string? workflow, string? attention, string? search, DateTimeOffset? from, DateTimeOffset? to, string? forkOf,
        string? definition, string? cursor, int? limit, CancellationToken cancellationToken)
    {
        var wanted = Page.Limit(limit);
        var query = new RunQuery([.. ApiWords.Read<RunStatus>("status", status)], Empty(workflow), wanted + 1)
        {
            Attention = AttentionOf(attention),
            Before = Run("cursor", cursor),
            Parent = Run("forkOf", forkOf),
            Search = Empty(search),
            From = from,
            To = to,
        };
        var rows = await RowsAsync(query, Empty(definition), http.Principal(), cancellationToken);
        var items = new List<RunItem>(wanted);
        foreach (var row in rows.Take(wanted))
            items.Add(await board.ItemAsync(row, cancellationToken));
        return TypedResults.Ok(new Page<RunItem>(items, rows.Count > wanted ? items[^1].Id : null));
    }

    // The store finds no runs by definition: those that fit are sought among the newest, some at a time.
    private async ValueTask<IReadOnlyList<RunRow>> RowsAsync(RunQuery query, string? definition, Principal who, CancellationToken cancellationToken)
    {
        if (definition is null)
            return await board.RowsAsync(query, who, cancellationToken);
        var found = new List<RunRow>();
        for (var (sought, before, last) = (0, query.Before, false); found.Count < query.Limit && sought < MostSought && !last; sought += AtOnce)
        {
            var rows = await board.RowsAsync(query with { Limit = AtOnce, Before = before }, who, cancellationToken);
            found.AddRange(rows.Where(r => r.Definition == definition));
            (before, last) = (rows.Count > 0 ? rows[^1].Run : before, rows.Count < AtOnce);
        }

        return found;
    }

    private async Task<Results<Ok<RunDetail>, StatusCodeHttpResult>> ShowAsync(HttpContext http, string id, CancellationToken cancellationToken)
    {
        var row = await board.FindAsync(id, http.Principal(), cancellationToken);
        var origin = await promotions.OriginAsync(row, http.Principal(), cancellationToken);
        if (RunTag.IsKnown(http, row, origin))
            return RunTag.NotModified;
        var state = await board.StateAsync(id, http.Principal(), null, cancellationToken);
        var promotion = await promotions.OfAsync(row, origin, cancellationToken);
        return TypedResults.Ok(RunDetail.Of(await board.ItemAsync(state.ToRow(), cancellationToken), state, promotion));
    }

    private async Task<Results<Ok<Page<StepItem>>, StatusCodeHttpResult>> StepsAsync(HttpContext http, string id, CancellationToken cancellationToken)
    {
        if (RunTag.IsKnown(http, await board.FindAsync(id, http.Principal(), cancellationToken)))
            return RunTag.NotModified;
        var state = await board.StateAsync(id, http.Principal(), null, cancellationToken);
        return TypedResults.Ok(Page.Of(await steps.OfAsync(state, cancellationToken)));
    }

    private async Task<Ok<StepItem>> StepAsync(HttpContext http, string id, string path, CancellationToken cancellationToken)
    {
        var state = await board.StateAsync(id, http.Principal(), null, cancellationToken);
        return TypedResults.Ok(await steps.FindAsync(state, path, cancellationToken)
            ?? throw new ApiProblemException(ApiProblem.NotFound($"Run {id} has no step of that address. GET /api/v1/runs/{id}/steps lists those it has.")));
    }

    private async Task<Results<Ok<RunGraph>, StatusCodeHttpResult>> GraphAsync(HttpContext http, string id, CancellationToken cancellationToken)
    {
        if (RunTag.IsKnown(http, await board.FindAsync(id, http.Principal(), cancellationToken)))
            return RunTag.NotModified;
        return TypedResults.Ok(RunGraph.Of(await board.StateAsync(id, http.Principal(), null, cancellationToken)));
    }

    private async Task<Ok<Page<EventItem>>> EventsAsync(
        HttpContext http, string id, long? after, int? limit, CancellationToken cancellationToken)
    {
        var wanted = limit is null ? Page.Most : Page.Limit(limit, MostEvents);
        var row = await board.FindAsync(id, http.Principal(), cancellationToken);
        var events = await store.ReadEventsAsync(row.Run, after ?? 0, wanted, cancellationToken);
        var shown = events.Take(wanted).Select(EventItem.Of).ToList();
        var last = shown.Count > 0 ? shown[^1].Seq : after ?? 0;
        return TypedResults.Ok(new Page<EventItem>(shown, last < row.LastSeq && shown.Count > 0 ? $"{last}" : null));
    }

    internal static RunAttention AttentionOf(string? text) => text is "any"
        ? RunAttention.DeadLetter | RunAttention.Approval | RunAttention.UnknownOutcome | RunAttention.Budget
        : ApiWords.Read<RunAttention>("attention", text).Aggregate(RunAttention.None, static (all, one) => all | one);

    private static RunId? Run(string name, string? text) => Empty(text) switch
    {
        null => null,
        var id when RunId.TryParse(id, out var run) => run,
        _ => throw new AxleException(ErrorKind.Validation, $"{name} is none that this API gave. Leave it out, or take it from an answer."),
    };

    private static string? Empty(string? text) => string.IsNullOrEmpty(text) ? null : text;
}
