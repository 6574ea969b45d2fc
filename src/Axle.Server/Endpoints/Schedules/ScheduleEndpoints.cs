using Axle.Identity.Access;
using Axle.Server.Endpoints.Problems;
using Axle.Server.Endpoints.Runs;
using Axle.Server.Identity.Access;
using Axle.Workflows.Resilience.CircuitBreaking;
using Axle.Workflows.Schedules;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;

namespace Axle.Server.Endpoints.Schedules;

/// <summary>Schedules that start runs, and circuit breakers that hold steps back.</summary>
/// <param name="schedules">The schedules.</param>
/// <param name="circuits">The circuit breakers.</param>
internal sealed class ScheduleEndpoints(ScheduleRunner schedules, CircuitBreakers circuits)
{
    /// <summary>Adds them.</summary>
    public void Map(IEndpointRouteBuilder api)
    {
        var group = api.MapGroup("/schedules").WithTags("schedules").RequirePermission(Permission.RunsControl);
        group.MapGet("", ListAsync).WithName("listSchedules").WithSummary("Lists the schedules of workflows.").RequirePermission(Permission.RunsRead);
        group.MapPost("/{id}/pause", PauseAsync).WithName("pauseSchedule").WithSummary("Has a schedule start no runs.").ProducesProblem(404);
        group.MapPost("/{id}/resume", ResumeAsync).WithName("resumeSchedule").WithSummary("Has a schedule start runs again.").ProducesProblem(404);
        group.MapPost("/{id}/trigger", TriggerAsync).WithName("triggerSchedule").WithSummary("Starts a run of a schedule out of turn.")
            .RequirePermission(Permission.RunsStart).ProducesProblem(404);
        api.MapGet("/circuits", CircuitsAsync).WithTags("schedules").WithName("listCircuits").WithSummary("Lists the circuit breakers.")
            .RequirePermission(Permission.RunsRead);
        api.MapPost("/circuits/{name}/reset", ResetAsync).WithTags("schedules").WithName("resetCircuit").WithSummary("Closes a circuit breaker.")
            .RequirePermission(Permission.RunsControl).ProducesProblem(404);
    }

    private async Task<Ok<Page<ScheduleInfo>>> ListAsync(CancellationToken cancellationToken) =>
        TypedResults.Ok(Page.Of(await schedules.ListAsync(cancellationToken)));

    private async Task<Ok<ScheduleInfo>> PauseAsync(HttpContext http, string id, CancellationToken cancellationToken)
    {
        var schedule = await ChangedAsync(http, id, cancellationToken);
        await schedules.PauseAsync(schedule.Id, RunCommands.ActorOf(http.Principal()), cancellationToken);
        return TypedResults.Ok(await FindAsync(id, cancellationToken));
    }

    private async Task<Ok<ScheduleInfo>> ResumeAsync(HttpContext http, string id, CancellationToken cancellationToken)
    {
        var schedule = await ChangedAsync(http, id, cancellationToken);
        await schedules.ResumeAsync(schedule.Id, cancellationToken);
        return TypedResults.Ok(await FindAsync(id, cancellationToken));
    }

    private async Task<Accepted<ScheduleInfo>> TriggerAsync(HttpContext http, string id, CancellationToken cancellationToken)
    {
        var schedule = await ChangedAsync(http, id, cancellationToken);
        await schedules.TriggerAsync(schedule.Id, RunCommands.ActorOf(http.Principal()), cancellationToken);
        return TypedResults.Accepted($"/api/v1/runs?workflow={Uri.EscapeDataString(schedule.Workflow)}", await FindAsync(id, cancellationToken));
    }

    private async Task<Ok<Page<CircuitInfo>>> CircuitsAsync(CancellationToken cancellationToken) =>
        TypedResults.Ok(Page.Of(await circuits.ListAsync(cancellationToken)));

    private async Task<NoContent> ResetAsync(HttpContext http, string name, CancellationToken cancellationToken)
    {
        SharedByTenants.RequireChange(http.Principal(), "its circuit breakers");
        var known = Uri.UnescapeDataString(name);
        if ((await circuits.ListAsync(cancellationToken)).All(c => c.Name != known))
            throw new ApiProblemException(ApiProblem.NotFound("There is no circuit breaker of that name. GET /api/v1/circuits lists those there are."));
        await circuits.ResetAsync(known, cancellationToken);
        return TypedResults.NoContent();
    }

    private ValueTask<ScheduleInfo> ChangedAsync(HttpContext http, string id, CancellationToken cancellationToken)
    {
        SharedByTenants.RequireChange(http.Principal(), "its schedules");
        return FindAsync(id, cancellationToken);
    }

    // Names have a slash in them, nightly/0, which comes as %2F.
    private async ValueTask<ScheduleInfo> FindAsync(string id, CancellationToken cancellationToken)
    {
        var name = Uri.UnescapeDataString(id);
        return (await schedules.ListAsync(cancellationToken)).FirstOrDefault(s => s.Id == name)
            ?? throw new ApiProblemException(ApiProblem.NotFound("There is no schedule of that name. GET /api/v1/schedules lists those there are."));
    }
}
