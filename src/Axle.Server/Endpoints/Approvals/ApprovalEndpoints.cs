using System.Text.Json.Nodes;
using Axle.Identity.Access;
using Axle.Server.Endpoints.Problems;
using Axle.Server.Endpoints.Runs;
using Axle.Server.Identity.Access;
using Axle.Server.Identity.Auditing;
using Axle.Workflows.Ports;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;

namespace Axle.Server.Endpoints.Approvals;

/// <summary>The questions that wait for persons, and the answers to them.</summary>
/// <param name="board">Finds runs.</param>
/// <param name="commands">Tells them.</param>
/// <param name="rights">Says who may answer.</param>
internal sealed class ApprovalEndpoints(RunBoard board, RunCommands commands, ApprovalRights rights)
{
    private const int MostRuns = 1_000;
    private const string InTheirPlace = "-in-their-place";

    /// <summary>Adds them.</summary>
    public void Map(IEndpointRouteBuilder api)
    {
        var approvals = api.MapGroup("/approvals").WithTags("approvals");
        approvals.MapGet("", ListAsync).WithName("listApprovals").WithSummary("Lists the questions that wait for a person, the oldest first.")
            .RequirePermission(Permission.RunsRead);
        approvals.MapPost("/{run}/decision", DecideAsync).WithName("decideApproval").WithSummary("Answers a question of a run.")
            .RequirePermission(Permission.ApprovalsDecide).ProducesProblem(400).ProducesProblem(403).ProducesProblem(404).ProducesProblem(409);
    }

    private async Task<Ok<Page<ApprovalItem>>> ListAsync(
        HttpContext http, string? workflow, string? assignee, string? run, CancellationToken cancellationToken)
    {
        var who = http.Principal();
        IReadOnlyList<RunRow> rows = run is { Length: > 0 }
            ? [await board.FindAsync(run, who, cancellationToken)]
            : await board.RowsAsync(new RunQuery([], workflow, MostRuns, Attention: RunAttention.Approval), who, cancellationToken);
        var open = new List<ApprovalItem>();
        foreach (var row in rows)
        {
            if (await board.ReadableAsync(row, cancellationToken) is { } state)
                open.AddRange(ApprovalItem.Of(row, state));
        }

        if (assignee is { Length: > 0 })
            open.RemoveAll(a => a.Assignees.Count > 0 && !a.Assignees.Contains(assignee, StringComparer.OrdinalIgnoreCase));
        open.Sort(static (a, b) => Nullable.Compare(a.RequestedAt, b.RequestedAt));
        return TypedResults.Ok(Page.Of(await rights.SeenAsync(open, who, cancellationToken)));
    }

    private async Task<Ok<RunAnswer>> DecideAsync(HttpContext http, string run, DecisionRequest request, CancellationToken cancellationToken)
    {
        var who = http.Principal();
        var row = await board.FindAsync(run, who, cancellationToken);
        var state = await board.Reader.StateAsync(row.Run, null, cancellationToken);
        var open = await rights.SeenAsync(ApprovalItem.Of(row, state), who, cancellationToken);
        var question = request.Step is { Length: > 0 } step ? open.FirstOrDefault(a => a.Step == step)
            : open.Count == 1 ? open[0] : OnlyOne(open, request.QuestionId);
        if (question is null)
            throw new ApiProblemException(NothingToDecide(row, request.Step, open));
        if (request.QuestionId is { Length: > 0 } meant && meant != question.QuestionId)
        {
            throw new ApiProblemException(ApiProblem.Conflict(
                "askedAnew",
                $"Run {row.Run} asks another question at step '{question.Step}' now than the one that is answered. Read it in GET /api/v1/approvals?run={row.Run}, then answer it."));
        }

        if (!question.MayAnswer)
        {
            throw new AxleException(
                ErrorKind.Refused, $"Run {row.Run} asks {string.Join(", ", question.Assignees)}. One of them answers, or an admin of the tenant in their place.");
        }

        // The run takes it for this question only: another may be asked by the time it arrives, of other people.
        var body = new JsonObject { ["path"] = question.Step, ["questionId"] = question.QuestionId, ["decision"] = ApiWords.Name(request.Decision) };
        if (request.Comment is { Length: > 0 } comment)
            body["comment"] = comment;
        if (RunCommands.Node(request.Parameters) is { } changed)
            body["parameters"] = changed;
        AuditNote.Of(http).Subject = $"{ApiWords.Name(request.Decision)}{(question.IsAsked ? "" : InTheirPlace)} {row.Run} {question.Step}";
        return TypedResults.Ok(await commands.SignalAsync(row, RunSignals.Answer, body, who, IdempotencyKey.Of(http), cancellationToken));
    }

    // Questions that began in one decision have the same id.
    private static ApprovalItem? OnlyOne(IReadOnlyList<ApprovalItem> open, string? questionId)
    {
        var meant = open.Where(a => a.QuestionId == questionId).Take(2).ToArray();
        return meant.Length == 1 ? meant[0] : null;
    }

    private static ApiProblem NothingToDecide(RunRow row, string? step, IReadOnlyList<ApprovalItem> open) => open.Count switch
    {
        0 => ApiProblem.Conflict("answered", $"Run {row.Run} is {ApiWords.Name(row.Status)} and waits for no approval: it may have been answered already."),
        _ when string.IsNullOrEmpty(step) => new ApiProblem(
            400, "validation", "Invalid request", $"Run {row.Run} asks {open.Count} questions. Name one in 'step': {string.Join(", ", open.Select(static a => a.Step))}."),
        _ => ApiProblem.Conflict(
            "answered", $"Run {row.Run} waits for no approval at that step. It waits at: {string.Join(", ", open.Select(static a => a.Step))}."),
    };
}
