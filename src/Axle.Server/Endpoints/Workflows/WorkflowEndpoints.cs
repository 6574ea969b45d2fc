using Axle.Identity.Access;
using Axle.Server.Identity.Access;
using Axle.Server.Identity.Auditing;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;

namespace Axle.Server.Endpoints.Workflows;

/// <summary>The workflows that can be started by name.</summary>
/// <param name="shelf">Has them.</param>
/// <param name="versions">Knows those that runs were started with.</param>
internal sealed class WorkflowEndpoints(WorkflowShelf shelf, WorkflowVersions versions)
{
    /// <summary>Adds them.</summary>
    public void Map(IEndpointRouteBuilder api)
    {
        var workflows = api.MapGroup("/workflows").WithTags("workflows").RequirePermission(Permission.WorkflowsRead);
        workflows.MapGet("", List).WithName("listWorkflows").WithSummary("Lists the workflows of the project and of the library.");
        workflows.MapGet("/{name}", Show).WithName("getWorkflow").WithSummary("Shows a workflow: its text, its steps, its inputs.").ProducesProblem(404);
        workflows.MapGet("/{name}/versions", VersionsAsync).WithName("listWorkflowVersions")
            .WithSummary("Lists the definitions that runs of a workflow were started with.").RequirePermission(Permission.RunsRead).ProducesProblem(404);
        workflows.MapPost("/validate", Check).WithName("validateWorkflow").WithSummary("Checks a workflow as text; changes nothing.").OnlyLooks();
        workflows.MapPut("/{name}", Save).WithName("saveWorkflow").WithSummary("Saves a workflow of the project; a faulty one is refused.")
            .RequirePermission(Permission.WorkflowsEdit).ProducesProblem(400).ProducesProblem(412);
    }

    private Ok<Page<WorkflowItem>> List() => TypedResults.Ok(Page.Of(shelf.All()));

    private Ok<WorkflowDetail> Show(HttpContext http, string name)
    {
        var shown = shelf.Find(name);
        http.Response.Headers.ETag = WorkflowShelf.TagOf(shown.Yaml);
        return TypedResults.Ok(shown);
    }

    private async Task<Ok<WorkflowVersionList>> VersionsAsync(HttpContext http, string name, CancellationToken cancellationToken) =>
        TypedResults.Ok(await versions.OfAsync(name, http.Principal(), cancellationToken));

    private Ok<WorkflowCheck> Check(WorkflowText text) => TypedResults.Ok(shelf.Check(text.Yaml));

    private Ok<WorkflowDetail> Save(HttpContext http, string name, WorkflowText text)
    {
        SharedByTenants.RequireChange(http.Principal(), "its workflows");
        var saved = shelf.Save(name, text.Yaml, http.Request.Headers.IfMatch is [{ Length: > 0 } tag] ? tag : null);
        http.Response.Headers.ETag = WorkflowShelf.TagOf(saved.Yaml);
        return TypedResults.Ok(saved);
    }
}
