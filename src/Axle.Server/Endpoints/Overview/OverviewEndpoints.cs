using Axle.Identity.Access;
using Axle.Models.Ledger;
using Axle.Server.Endpoints.Runs;
using Axle.Server.Identity.Access;
using Axle.Workflows.Ports;
using Axle.Workflows.Runs;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;

namespace Axle.Server.Endpoints.Overview;

/// <summary>How things stand, at a glance.</summary>
/// <param name="board">Finds runs.</param>
/// <param name="ledger">Knows what calls cost.</param>
/// <param name="time">The clock.</param>
internal sealed class OverviewEndpoints(RunBoard board, IModelLedger ledger, TimeProvider time)
{
    private const int Most = 1_000;
    private const int Minutes = 60;
    private static readonly RunStatus[] UnderWay =
        [RunStatus.Idle, RunStatus.Parsing, RunStatus.Validating, RunStatus.Executing, RunStatus.Paused, RunStatus.Compensating];

    /// <summary>Adds them.</summary>
    public void Map(IEndpointRouteBuilder api) => api.MapGet("/overview", ShowAsync).WithTags("server").WithName("getOverview")
        .WithSummary("Shows how things stand: what runs, what failed, what waits, what it cost today.").RequirePermission(Permission.RunsRead);

    private async Task<Ok<OverviewItem>> ShowAsync(HttpContext http, CancellationToken cancellationToken)
    {
        var (who, now) = (http.Principal(), time.GetUtcNow());
        var begin = now.AddMinutes(-Minutes);
        var newest = await RowsAsync(new RunQuery([], Limit: Most) { From = begin }, who, cancellationToken);
        var live = await RowsAsync(new RunQuery([.. UnderWay], Limit: Most), who, cancellationToken);
        var waiting = await RowsAsync(new RunQuery([], Limit: Most, Attention: Reasons), who, cancellationToken);
        var today = await ledger.SumAsync(
            new LedgerQuery { Since = now.UtcDateTime.Date, By = LedgerGroup.All, Tenant = board.TenantOf(who) }, cancellationToken);
        var failures = new List<RunItem>();
        foreach (var row in (await RowsAsync(new RunQuery([RunStatus.Failed], Limit: 5), who, cancellationToken)).Take(5))
            failures.Add(await board.ItemAsync(row, cancellationToken));
        return TypedResults.Ok(new OverviewItem(
            MinutesOf(newest, begin),
            newest.Count,
            newest.Count(static r => r.Status == RunStatus.Completed),
            newest.Count(static r => r.Status == RunStatus.Failed),
            live.Count,
            new WaitingCounts(Count(waiting, RunAttention.Approval), Count(waiting, RunAttention.DeadLetter),
                Count(waiting, RunAttention.UnknownOutcome), Count(waiting, RunAttention.Budget)),
            today.Count > 0 ? today[0].Cost.Usd : 0,
            today.Count > 0 ? today[0].Calls : 0,
            failures,
            newest.Count >= Most || live.Count >= Most || waiting.Count >= Most));
    }

    private const RunAttention Reasons = RunAttention.Approval | RunAttention.DeadLetter | RunAttention.UnknownOutcome | RunAttention.Budget;

    private ValueTask<IReadOnlyList<RunRow>> RowsAsync(RunQuery query, Principal who, CancellationToken cancellationToken) =>
        board.RowsAsync(query, who, cancellationToken);

    private static int Count(IReadOnlyList<RunRow> rows, RunAttention why) => rows.Count(r => r.Attention.HasFlag(why));

    private static IReadOnlyList<MinuteCounts> MinutesOf(IReadOnlyList<RunRow> rows, DateTimeOffset begin)
    {
        var (started, completed, failed) = (new int[Minutes], new int[Minutes], new int[Minutes]);
        foreach (var row in rows)
        {
            started[MinuteOf(row.CreatedAt)]++;
            if (row.Status == RunStatus.Completed)
                completed[MinuteOf(row.UpdatedAt)]++;
            else if (row.Status == RunStatus.Failed)
                failed[MinuteOf(row.UpdatedAt)]++;
        }

        return [.. Enumerable.Range(0, Minutes).Select(i => new MinuteCounts(begin.AddMinutes(i), started[i], completed[i], failed[i]))];

        int MinuteOf(DateTimeOffset at) => Math.Clamp((int)(at - begin).TotalMinutes, 0, Minutes - 1);
    }
}

/// <summary>How things stand.</summary>
/// <param name="Throughput">The last 60 minutes, minute by minute, of runs that were started in them.</param>
/// <param name="Started">Runs started in the last hour.</param>
/// <param name="Completed">Those of them that completed.</param>
/// <param name="Failed">Those of them that failed.</param>
/// <param name="Live">Runs that have not ended: under way, waiting or paused.</param>
/// <param name="Waiting">Runs that wait for persons.</param>
/// <param name="UsdToday">US dollars spent on models today (UTC).</param>
/// <param name="CallsToday">Calls of models today.</param>
/// <param name="Failures">The newest runs that failed.</param>
/// <param name="AtLeast">Whether there are more than were counted: numbers of runs are lower bounds then.</param>
public sealed record OverviewItem(
    IReadOnlyList<MinuteCounts> Throughput, int Started, int Completed, int Failed, int Live, WaitingCounts Waiting, decimal UsdToday, long CallsToday,
    IReadOnlyList<RunItem> Failures, bool AtLeast);

/// <summary>Runs of a minute.</summary>
/// <param name="At">When the minute began.</param>
/// <param name="Started">Runs that were started.</param>
/// <param name="Completed">Runs that completed.</param>
/// <param name="Failed">Runs that failed.</param>
public sealed record MinuteCounts(DateTimeOffset At, int Started, int Completed, int Failed);

/// <summary>Runs that wait for persons.</summary>
/// <param name="Approvals">For an answer.</param>
/// <param name="DeadLetters">Out of options.</param>
/// <param name="UnknownOutcomes">With an effect of unknown outcome.</param>
/// <param name="Budgets">With a budget that is spent.</param>
public sealed record WaitingCounts(int Approvals, int DeadLetters, int UnknownOutcomes, int Budgets);
