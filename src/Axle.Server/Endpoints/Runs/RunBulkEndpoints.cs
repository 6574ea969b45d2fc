using System.Text.Json.Nodes;
using Axle.Identity.Access;
using Axle.Server.Endpoints.Problems;
using Axle.Server.Identity.Access;
using Axle.Server.Identity.Auditing;
using Axle.Workflows.Ports;
using Axle.Workflows.Runs;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;

namespace Axle.Server.Endpoints.Runs;

/// <summary>Telling many runs at once what to do.</summary>
/// <param name="board">Finds runs.</param>
/// <param name="commands">Tells them.</param>
/// <param name="store">Removes them.</param>
internal sealed class RunBulkEndpoints(RunBoard board, RunCommands commands, IRunStore store)
{
    private const int MostRuns = 1_000;

    /// <summary>Adds them.</summary>
    public void Map(IEndpointRouteBuilder api) => api.MapPost("/runs/bulk", DoAsync).WithTags("runs").WithName("bulkRuns")
        .WithSummary("Tells many runs at once what to do, or shows which ones it would be.").RequirePermission(Permission.RunsControl).ProducesProblem(400);

    private async Task<Ok<BulkAnswer>> DoAsync(HttpContext http, BulkRequest request, CancellationToken cancellationToken)
    {
        var who = http.Principal();
        if (request.Action == BulkAction.Redrive && !who.May(Permission.RunsStart))
            throw new AxleException(ErrorKind.Refused, "To have failed runs try again you need the permission runsStart.");
        var (affected, failed) = (new List<string>(), new List<BulkFailure>());
        var note = AuditNote.Of(http);
        note.IsChange = !request.DryRun;
        foreach (var (id, row) in await RowsAsync(request, who, cancellationToken))
        {
            try
            {
                var known = row ?? await board.FindAsync(id, who, cancellationToken);
                if (!Fits(request.Action, known))
                {
                    if (request.Ids is not null)
                        failed.Add(new BulkFailure(id, $"It is {ApiWords.Name(known.Status)}, so there is nothing to {ApiWords.Name(request.Action)}."));
                    continue;
                }

                // Before it is done: whoever hangs up in the middle leaves no gap.
                note.Subjects.Add($"{ApiWords.Name(request.Action)} {id}");
                if (!request.DryRun)
                    await ActAsync(request.Action, known, who, cancellationToken);
                affected.Add(id);
            }
            catch (Exception fault) when (ApiProblem.Of(fault) is { } problem)
            {
                note.Subjects.Remove($"{ApiWords.Name(request.Action)} {id}");
                failed.Add(new BulkFailure(id, problem.Detail));
            }
        }

        return TypedResults.Ok(new BulkAnswer(affected, affected.Count, failed, request.DryRun));
    }

    private async Task<IReadOnlyList<(string Id, RunRow? Row)>> RowsAsync(BulkRequest request, Principal who, CancellationToken cancellationToken)
    {
        if (request.Ids is { } ids)
        {
            return ids.Count <= MostRuns
                ? [.. ids.Distinct(StringComparer.Ordinal).Select(static id => (id, (RunRow?)null))]
                : throw new AxleException(ErrorKind.Validation, $"At most {MostRuns} runs at a time.");
        }

        var filter = request.Filter ?? throw new AxleException(ErrorKind.Validation, "Name the runs in 'ids', or say which ones in 'filter'.");
        RunStatus[] asked = [.. ApiWords.Read<RunStatus>("status", filter.Status)];
        RunStatus[] statuses = [.. Statuses(request.Action).Where(s => asked.Length == 0 || asked.Contains(s))];
        if (statuses.Length == 0)
            return [];
        var attention = RunEndpoints.AttentionOf(filter.Attention);
        var query = new RunQuery([.. statuses], filter.Workflow, MostRuns)
        {
            Attention = attention == RunAttention.None && request.Action is BulkAction.Redrive or BulkAction.Discard ? RunAttention.DeadLetter : attention,
            Search = filter.Search,
            From = filter.From,
            To = filter.To,
        };
        return [.. (await board.RowsAsync(query, who, cancellationToken)).Select(static r => (r.Run.Value, (RunRow?)r))];
    }

    private static bool Fits(BulkAction action, RunRow row) => action switch
    {
        BulkAction.Pause => row.Status == RunStatus.Executing,
        BulkAction.Resume => row.Status is RunStatus.Paused or RunStatus.Failed,
        BulkAction.Cancel => !row.Status.IsEnded(),
        BulkAction.Delete => row.Status.IsEnded(),
        _ => row.Attention.HasFlag(RunAttention.DeadLetter),
    };

    /// <summary>In which it can be done at all: runs in others do not use up the number that is looked at.</summary>
    private static IEnumerable<RunStatus> Statuses(BulkAction action) => Enum.GetValues<RunStatus>().Where(status => action switch
    {
        BulkAction.Pause => status == RunStatus.Executing,
        BulkAction.Resume => status is RunStatus.Paused or RunStatus.Failed,
        BulkAction.Cancel => !status.IsEnded(),
        BulkAction.Delete => status.IsEnded(),
        _ => true,
    });

    private Task ActAsync(BulkAction action, RunRow row, Principal who, CancellationToken cancellationToken) => action switch
    {
        BulkAction.Pause => commands.SignalAsync(row, RunSignals.Pause, new JsonObject(), who, null, cancellationToken),
        BulkAction.Cancel => commands.SignalAsync(row, RunSignals.Cancel, new JsonObject(), who, null, cancellationToken),
        BulkAction.Discard => commands.SignalAsync(row, RunSignals.Discard, new JsonObject(), who, null, cancellationToken),
        BulkAction.Delete => store.DeleteRunAsync(row.Run, cancellationToken).AsTask(),
        _ => commands.ResumeAsync(row, null, who, cancellationToken),
    };
}

/// <summary>What many runs are told.</summary>
public sealed record BulkRequest
{
    /// <summary>What.</summary>
    public required BulkAction Action { get; init; }

    /// <summary>The runs, at most 1,000; or a filter.</summary>
    public IReadOnlyList<string>? Ids { get; init; }

    /// <summary>Which runs, as in the list of runs; the newest 1,000 that fit and to which the action can be done.</summary>
    public BulkFilter? Filter { get; init; }

    /// <summary>Whether to look only: nothing is changed.</summary>
    public bool DryRun { get; init; }
}

/// <summary>Which runs, as in the list of runs.</summary>
/// <param name="Status">Statuses, parted by commas.</param>
/// <param name="Workflow">The workflow.</param>
/// <param name="Attention">Why they wait for persons, parted by commas; <c>any</c> for all.</param>
/// <param name="Search">A text in the name of their workflow, or their id, or ten or more of its first characters.</param>
/// <param name="From">Created then or later.</param>
/// <param name="To">Created before.</param>
public sealed record BulkFilter(
    string? Status = null, string? Workflow = null, string? Attention = null, string? Search = null, DateTimeOffset? From = null, DateTimeOffset? To = null);

/// <summary>What can be done to many runs.</summary>
public enum BulkAction
{
    /// <summary>Start nothing new.</summary>
    Pause,

    /// <summary>Go on.</summary>
    Resume,

    /// <summary>End.</summary>
    Cancel,

    /// <summary>Remove.</summary>
    Delete,

    /// <summary>Try again what failed.</summary>
    Redrive,

    /// <summary>Nothing more is to be done about those that failed.</summary>
    Discard,
}

/// <summary>What became of it.</summary>
/// <param name="Affected">The runs that it was done to, or would be.</param>
/// <param name="Count">How many.</param>
/// <param name="Failed">Those that it could not be done to.</param>
/// <param name="DryRun">Whether it was only looked at.</param>
public sealed record BulkAnswer(IReadOnlyList<string> Affected, int Count, IReadOnlyList<BulkFailure> Failed, bool DryRun);

/// <summary>A run that it could not be done to.</summary>
/// <param name="Id">The run.</param>
/// <param name="Why">Why not.</param>
public sealed record BulkFailure(string Id, string Why);
