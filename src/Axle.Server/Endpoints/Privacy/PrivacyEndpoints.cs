using Axle.Identity.Access;
using Axle.Privacy;
using Axle.Server.Identity.Access;
using Axle.Server.Identity.Auditing;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;

namespace Axle.Server.Endpoints.Privacy;

/// <summary>One person's data in the tenant: found, exported, erased. Who it is stands in bodies, never in addresses: those are logged.</summary>
/// <param name="data">What is stored.</param>
internal sealed class PrivacyEndpoints(PersonalData data)
{
    /// <summary>Adds them.</summary>
    public void Map(IEndpointRouteBuilder api)
    {
        var privacy = api.MapGroup("/privacy").WithTags("privacy").RequirePermission(Permission.PersonalDataRead);
        privacy.MapPost("/find", FindAsync).WithName("findPerson").WithSummary("Finds what is stored about a person in the tenant.").ProducesProblem(400);
        privacy.MapPost("/export", ExportAsync).WithName("exportPerson").Produces(200, contentType: "application/json").ProducesProblem(400)
            .WithSummary("Exports what is stored about a person: their runs whole, of other runs what speaks of them.");
        privacy.MapPost("/erase", EraseAsync).WithName("erasePerson").ProducesProblem(400)
            .WithSummary("Erases what is stored about a person, or tells what would be erased; then looks again whether anything is left.");
    }

    private async Task<Ok<PersonItem>> FindAsync(HttpContext http, PersonRequest request, CancellationToken cancellationToken)
    {
        var found = await data.FindAsync(TenantOf(http), request.Person, cancellationToken);
        Note(http, found, "found");
        return TypedResults.Ok(PersonItem.Of(found));
    }

    private async Task ExportAsync(HttpContext http, PersonRequest request, CancellationToken cancellationToken)
    {
        // Looked for first: what is wrong with the request is told before the first byte, and the log knows whose data it was.
        Note(http, await data.FindAsync(TenantOf(http), request.Person, cancellationToken), "exported");
        http.Response.ContentType = "application/json";
        http.Response.Headers.ContentDisposition = "attachment; filename=\"person.json\"";
        await data.ExportAsync(TenantOf(http), request.Person, http.Response.Body, cancellationToken);
    }

    private async Task<Ok<PersonErasureItem>> EraseAsync(HttpContext http, PersonErasureRequest request, CancellationToken cancellationToken)
    {
        var report = await data.EraseAsync(TenantOf(http), request.Person, request.Mentions, request.DryRun, cancellationToken);
        Note(http, report.Found, request.DryRun ? "would be erased" : $"{report.Erased.Length} runs erased, {report.Kept.Length} kept");
        return TypedResults.Ok(PersonErasureItem.Of(report));
    }

    private static string TenantOf(HttpContext http) => http.Principal().Tenant is { Length: > 0 } tenant ? tenant : Scope.DefaultTenant;

    private static void Note(HttpContext http, PersonRecords found, string what) =>
        AuditNote.Of(http).Subject = $"{found.Account?.Id ?? "somebody without an account"}: {what}";
}
