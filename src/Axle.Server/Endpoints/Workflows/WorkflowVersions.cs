using Axle.Identity.Access;
using Axle.Server.Endpoints.Problems;
using Axle.Server.Endpoints.Runs;
using Axle.Workflows.Ports;

namespace Axle.Server.Endpoints.Workflows;

/// <summary>Knows with which definitions the runs of a workflow were started.</summary>
/// <param name="shelf">Has the text as it is now.</param>
/// <param name="board">Finds runs.</param>
/// <param name="store">Keeps definitions.</param>
internal sealed class WorkflowVersions(WorkflowShelf shelf, RunBoard board, IRunStore store)
{
    private const int MostRuns = 10_000;
    private const int AtOnce = 1_000;

    /// <summary>The definitions that runs of the caller's tenant are pinned to, the one that was started last first.</summary>
    /// <exception cref="ApiProblemException">There is no workflow of that name, and no run of one.</exception>
    public async ValueTask<WorkflowVersionList> OfAsync(string name, Principal who, CancellationToken cancellationToken)
    {
        var (counted, read) = (new Dictionary<string, WorkflowVersionItem>(StringComparer.Ordinal), 0);
        RunId? before = null;
        bool isMore;
        do
        {
            var rows = await board.RowsAsync(new RunQuery([], name, AtOnce, before), who, cancellationToken);
            foreach (var row in rows)
            {
                counted[row.Definition] = counted.TryGetValue(row.Definition, out var known)
                    ? known with { Runs = known.Runs + 1, FirstAt = row.CreatedAt }
                    : new WorkflowVersionItem(row.Definition, null, 1, row.CreatedAt, row.CreatedAt, row.Run.Value);
            }

            read += rows.Count;
            isMore = rows.Count == AtOnce;
            before = isMore ? rows[^1].Run : null;
        }
        while (isMore && read < MostRuns);
        var current = shelf.HashOf(name);
        if (current is null && counted.Count == 0)
            throw new ApiProblemException(ApiProblem.NotFound($"There is no workflow '{name}', and no run of one. GET /api/v1/workflows lists those there are."));
        var items = new List<WorkflowVersionItem>(counted.Count);
        foreach (var item in counted.Values.OrderByDescending(static v => v.LastAt))
            items.Add(item with { Version = (await store.FindDefinitionAsync(item.Definition, cancellationToken))?.Version });
        return new WorkflowVersionList(items, current, isMore);
    }
}

/// <summary>The definitions that runs of a workflow were started with.</summary>
/// <param name="Items">Them, the one that was started last first.</param>
/// <param name="Current">Hash of the text as it is now; null when there is none, or it is faulty.</param>
/// <param name="AtLeast">Whether there are older runs than the 10,000 that were counted.</param>
public sealed record WorkflowVersionList(IReadOnlyList<WorkflowVersionItem> Items, string? Current, bool AtLeast);

/// <summary>A definition that runs were started with.</summary>
/// <param name="Definition">Its hash: 64 hexadecimal digits.</param>
/// <param name="Version">The version that it names; null when it names none.</param>
/// <param name="Runs">Runs that are pinned to it, forks included.</param>
/// <param name="FirstAt">When the first of them was started.</param>
/// <param name="LastAt">When the last of them was started.</param>
/// <param name="LastRun">Id of the last: <c>GET /api/v1/runs/{id}/definition</c> has the text.</param>
public sealed record WorkflowVersionItem(
    string Definition, string? Version, int Runs, DateTimeOffset FirstAt, DateTimeOffset LastAt, string LastRun);
