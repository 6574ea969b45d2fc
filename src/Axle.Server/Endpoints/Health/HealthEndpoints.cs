using Axle.Server.Identity.Access;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;

namespace Axle.Server.Endpoints.Health;

/// <summary>Whether the server answers: for load balancers, and for pages that wait for it to come back.</summary>
/// <param name="leaving">Whether it is about to stop.</param>
internal sealed class HealthEndpoints(Leaving leaving)
{
    /// <summary>Adds them.</summary>
    public void Map(IEndpointRouteBuilder api) => api.MapGet("/health", Show)
        .WithTags("server").WithName("getHealth").WithSummary("Tells whether the server answers; 503 when it is about to stop and is to be asked no more.")
        .Produces<HealthItem>().Produces<HealthItem>(StatusCodes.Status503ServiceUnavailable).AllowAnyone();

    private JsonHttpResult<HealthItem> Show() => TypedResults.Json(
        new HealthItem(leaving.HasBegun ? "stopping" : "ok", AxleServices.Version),
        statusCode: leaving.HasBegun ? StatusCodes.Status503ServiceUnavailable : StatusCodes.Status200OK);
}

/// <summary>Whether the server answers.</summary>
/// <param name="Status"><c>ok</c>, or <c>stopping</c> when it is about to stop.</param>
/// <param name="Version">Version of Axle.</param>
public sealed record HealthItem(string Status, string Version);
