using Axle.Server.Identity.Access;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;

namespace Axle.Server.Endpoints.Health;

/// <summary>Whether the server answers: for load balancers, and for pages that wait for it to come back.</summary>
internal static class HealthEndpoints
{
    /// <summary>Adds them.</summary>
    public static void Map(IEndpointRouteBuilder api) => api.MapGet("/health", Show)
        .WithTags("server").WithName("getHealth").WithSummary("Tells whether the server answers.").AllowAnyone();

    private static Ok<HealthItem> Show() => TypedResults.Ok(new HealthItem("ok", AxleServices.Version));
}

/// <summary>Whether the server answers.</summary>
/// <param name="Status"><c>ok</c>.</param>
/// <param name="Version">Version of Axle.</param>
public sealed record HealthItem(string Status, string Version);
