using Axle.Identity.Access;
using Axle.Server.Identity.Access;
using Axle.Workflows.Ports;
using Axle.Workflows.Scaling;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Axle.Server.Endpoints.Metrics;

/// <summary>How the whole installation stands, for Prometheus: nodes, pools, and runs that need a person. Nothing of what runs do.</summary>
/// <param name="store">Has the runs; and nodes and pools where many machines share it.</param>
/// <param name="time">The clock.</param>
internal sealed class MetricsEndpoints(IRunStore store, TimeProvider time)
{
    private const int Most = 1_000;
    private static readonly string[] Roles = ["api", "engine", "worker"];
    private static readonly string[] Statuses = ["up", "draining", "silent"];
    private static readonly (RunAttention Attention, string Reason)[] Reasons =
    [
        (RunAttention.Approval, "approval"), (RunAttention.DeadLetter, "dead_letter"), (RunAttention.UnknownOutcome, "unknown_outcome"),
        (RunAttention.Budget, "budget"),
    ];

    /// <summary>Adds them.</summary>
    public void Map(IEndpointRouteBuilder api) => api.MapGet("/metrics", ShowAsync).WithTags("server").WithName("getMetrics")
        .WithSummary("Shows nodes, pools and runs that need a person as Prometheus reads them.").RequirePermission(Permission.LoadRead)
        .Produces<string>(StatusCodes.Status200OK, "text/plain");

    private async Task<IResult> ShowAsync(CancellationToken cancellationToken)
    {
        var text = new PrometheusText();
        text.Gauge("axle_info", "The version of the server that answers.", [(["version", AxleServices.Version], 1)]);
        if (store is INodeRegistry registry)
            Show(text, await registry.ListNodesAsync(cancellationToken));
        if (store is ILoadStore loads)
            Show(text, await new PoolLoads(loads, time).SizeAsync(new PoolBounds(), cancellationToken));
        var waiting = await store.ListRunsAsync(
            new RunQuery([], Limit: Most, Attention: Reasons.Aggregate(RunAttention.None, static (all, r) => all | r.Attention)), cancellationToken);
        text.Gauge(
            "axle_runs_waiting", $"Runs that wait for a person, the newest {Most} at most.",
            Reasons.Select(r => ((string[])["reason", r.Reason], (double)waiting.Count(row => row.Attention.HasFlag(r.Attention)))));
        return TypedResults.Text(text.ToString(), PrometheusText.MediaType);
    }

    private static void Show(PrometheusText text, IReadOnlyList<NodeRow> nodes)
    {
        text.Gauge(
            "axle_nodes", "Nodes by role and status; one that has two roles counts for both.",
            from role in Roles
            from status in Statuses
            select ((string[])["role", role, "status", status], (double)nodes.Count(n => n.Node.Roles.Contains(role) && StatusOf(n) == status)));
        text.Gauge("axle_node_runs", "Runs that nodes execute, together.", [([], nodes.Sum(static n => n.Runs))]);
        text.Gauge(
            "axle_node_versions", "Nodes by version of Axle.",
            nodes.GroupBy(static n => n.Node.Version).Select(static g => ((string[])["version", g.Key], (double)g.Count())));
    }

    private static string StatusOf(NodeRow node) => Statuses[!node.Lives ? 2 : node.Activity.IsDraining ? 1 : 0];

    private static void Show(PrometheusText text, IReadOnlyList<PoolSize> sizes)
    {
        Pool("workers", "Workers that live and take steps.", static s => s.Load.Workers);
        Pool("workers_desired", "Workers that there should be.", static s => s.Workers);
        Pool("slots", "Steps that the workers can make at the same time.", static s => s.Load.Slots);
        Pool("slots_desired", "Steps that they should be able to make at the same time.", static s => s.Slots);
        Pool("making", "Steps that are being made.", static s => s.Load.Making);
        Pool("waiting", "Steps that are due and that nobody has begun.", static s => s.Load.Waiting);
        Pool("arrivals_per_second", "Steps that become due, a second.", static s => s.Load.ArrivalsPerSecond);
        Pool("service_seconds", "For how long a step holds its slot, on average; 0 while none has ended.", static s => s.Load.ServiceSeconds ?? 0);

        void Pool(string name, string help, Func<PoolSize, double> value) =>
            text.Gauge($"axle_pool_{name}", help, sizes.Select(s => ((string[])["pool", s.Load.Pool], value(s))));
    }
}
