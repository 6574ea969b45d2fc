using Axle.Capacity;
using Axle.Identity.Access;
using Axle.Server.Endpoints.Problems;
using Axle.Server.Identity.Access;
using Axle.Workflows.Ports;
using Axle.Workflows.Scaling;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;

namespace Axle.Server.Endpoints.Scaling;

/// <summary>How large pools of workers should be: for autoscalers.</summary>
/// <param name="store">Knows what pools have to do; null when the store is one process's.</param>
/// <param name="planner">Looks ahead; null when the store is one process's.</param>
/// <param name="time">The clock.</param>
internal sealed class ScalingEndpoints(ILoadStore? store, CapacityPlanner? planner, TimeProvider time)
{
    /// <summary>Adds them.</summary>
    public void Map(IEndpointRouteBuilder api)
    {
        var group = api.MapGroup("/scaling").WithTags("server").RequirePermission(Permission.LoadRead);
        group.MapGet("", ListAsync).WithName("listScaling")
            .WithSummary("Tells how many workers each pool has and should have. Empty where the store is a file.").ProducesProblem(400);
        group.MapGet("/{pool}", ShowAsync).WithName("getScaling")
            .WithSummary("Tells how many workers a pool should have: desiredWorkers is for autoscalers.").ProducesProblem(400).ProducesProblem(404);
        api.MapGet("/capacity", LookAsync).WithTags("server").WithName("getCapacity")
            .WithSummary(
                "Expects the load of the next hours and says what will be full first; 'disk' is gigabytes of the database. Empty where the store is a file.")
            .RequirePermission(Permission.LoadRead).ProducesProblem(400);
    }

    private async Task<Ok<ScalingList>> ListAsync(int? slots, int? min, int? max, CancellationToken cancellationToken) =>
        TypedResults.Ok(new ScalingList([.. (await SizesAsync(slots, min, max, cancellationToken)).Select(ScalingItem.Of)]));

    private async Task<Ok<ScalingItem>> ShowAsync(string pool, int? slots, int? min, int? max, CancellationToken cancellationToken)
    {
        if (store is null)
            throw new ApiProblemException(ApiProblem.NotFound("Only a store that many machines share has pools. Set AXLE_STORE to postgres://…."));
        if (!CapacityPlanner.Pools.Contains(pool))
            throw new ApiProblemException(ApiProblem.NotFound($"There is no such pool. Ask for one of {string.Join(", ", CapacityPlanner.Pools)}."));
        var size = (await SizesAsync(slots, min, max, cancellationToken)).FirstOrDefault(s => s.Load.Pool == pool)
            ?? PoolSizing.Size(new PoolLoad(pool), [], Bounds(slots, min, max));
        return TypedResults.Ok(ScalingItem.Of(size));
    }

    private async Task<Ok<CapacityOutlook>> LookAsync(int? hours, int? slots, int? min, int? max, int? disk, CancellationToken cancellationToken) =>
        TypedResults.Ok(planner is null
            ? new CapacityOutlook([], [], null, null)
            : await planner.LookAsync(hours ?? CapacityPlanner.StandardHours, Bounds(slots, min, max), disk, cancellationToken));

    private async ValueTask<IReadOnlyList<PoolSize>> SizesAsync(int? slots, int? min, int? max, CancellationToken cancellationToken)
    {
        var bounds = Bounds(slots, min, max).Checked();
        return store is null ? [] : await new PoolLoads(store, time).SizeAsync(bounds, cancellationToken);
    }

    private static PoolBounds Bounds(int? slots, int? min, int? max)
    {
        var standard = new PoolBounds();
        return new PoolBounds
        {
            SlotsPerWorker = slots,
            MinWorkers = min ?? Math.Min(standard.MinWorkers, max ?? standard.MinWorkers),
            MaxWorkers = max ?? Math.Max(standard.MaxWorkers, min ?? standard.MaxWorkers),
        };
    }
}
