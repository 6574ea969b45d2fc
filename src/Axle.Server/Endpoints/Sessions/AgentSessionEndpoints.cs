using System.Text.Json.Nodes;
using Axle.Agents.Escalation;
using Axle.Identity.Access;
using Axle.Server.Endpoints.Approvals;
using Axle.Server.Endpoints.Problems;
using Axle.Server.Endpoints.Runs;
using Axle.Server.Identity.Access;
using Axle.Server.Identity.Auditing;
using Axle.Workflows.Ports;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;

namespace Axle.Server.Endpoints.Sessions;

/// <summary>The sessions of agents that a person was called for.</summary>
/// <param name="shelf">How they stand.</param>
/// <param name="desk">What persons do with them.</param>
/// <param name="board">Says whose are shown.</param>
/// <param name="commands">Answers the questions that wait.</param>
/// <param name="rights">Says who may answer them.</param>
internal sealed class AgentSessionEndpoints(SessionShelf shelf, SessionDesk desk, RunBoard board, RunCommands commands, ApprovalRights rights)
{
    private const int LongestText = 20_000;

    /// <summary>Adds them.</summary>
    public void Map(IEndpointRouteBuilder api)
    {
        var sessions = api.MapGroup("/sessions").WithTags("sessions").RequirePermission(Permission.ApprovalsDecide);
        sessions.MapGet("", ListAsync).WithName("listAgentSessions").RequirePermission(Permission.RunsRead)
            .WithSummary("Lists the sessions that were handed to a person, are on probation or were ended, in this order, the newest first of each.");
        sessions.MapGet("/{id}", ShowAsync).WithName("getAgentSession").RequirePermission(Permission.RunsRead).ProducesProblem(404)
            .WithSummary("Shows a session with its summary, what was saved of it, and the questions that wait.");
        sessions.MapPost("/{id}/resume", ResumeAsync).WithName("resumeAgentSession").ProducesProblem(404).ProducesProblem(409)
            .WithSummary("Lets a session go on, on probation; with guidance, and with a changed answer where one is held back.");
        sessions.MapPost("/{id}/end", EndAsync).WithName("endAgentSession").ProducesProblem(404)
            .WithSummary("Ends a session: steps that wait fail, and nothing more is done in it.");
        sessions.MapDelete("/{id}", ForgetAsync).WithName("forgetAgentSession").ProducesProblem(404)
            .WithSummary("Forgets what became of a session: agents work in it again.");
    }

    private async Task<Ok<Page<AgentSessionItem>>> ListAsync(
        HttpContext http, string? status, string? user, string? cursor, int? limit, CancellationToken cancellationToken)
    {
        var (wanted, statuses) = (Page.Limit(limit), ApiWords.Read<SessionStatus>("status", status).ToHashSet());
        var known = statuses.Contains(SessionStatus.Closed)
            ? await shelf.KnownAsync(TenantOf(http), cancellationToken)
            : await shelf.ListAsync(TenantOf(http), cancellationToken);
        var rest = known
            .Where(s => (statuses.Count == 0 || statuses.Contains(s.Status)) && (user is not { Length: > 0 } || s.User == user))
            .Select(AgentSessionItem.Of)
            .SkipWhile(s => cursor is { Length: > 0 } && s.Id != cursor)
            .Skip(cursor is { Length: > 0 } ? 1 : 0)
            .Take(wanted + 1).ToList();
        return TypedResults.Ok(rest.Count > wanted ? new Page<AgentSessionItem>(rest[..wanted], rest[wanted - 1].Id) : Page.Of<AgentSessionItem>(rest));
    }

    private async Task<Ok<AgentSessionDetail>> ShowAsync(HttpContext http, string id, CancellationToken cancellationToken)
    {
        var session = await FindAsync(http, id, cancellationToken);
        var questions = await QuestionsAsync(http.Principal(), session, cancellationToken);
        return TypedResults.Ok(AgentSessionDetail.Of(session, await desk.SavedAsync(session, cancellationToken), questions));
    }

    private async Task<Ok<AgentSessionAnswer>> ResumeAsync(HttpContext http, string id, AgentSessionResume? request, CancellationToken cancellationToken)
    {
        var session = await FindAsync(http, id, cancellationToken);
        AuditNote.Of(http).Subject = $"resume {id}";
        await RequireAskedAsync(http.Principal(), session, cancellationToken);
        var said = new SessionAnswer(Checked("guidance", request?.Guidance), request?.Answer, Checked("comment", request?.Comment));
        var signals = await desk.ResumeAsync(session, said, RunCommands.ActorOf(http.Principal()), cancellationToken);
        var answered = new List<AnsweredQuestion>();
        ApiProblemException? refused = null;
        foreach (var (run, body) in signals)
        {
            try
            {
                answered.Add(await SendAsync(http, run, body, cancellationToken));
            }
            catch (ApiProblemException problem)
            {
                // Somebody else was faster with one of several: the others are answered all the same.
                refused ??= problem;
            }
        }

        return refused is not null && answered.Count == 0 ? throw refused : await AnswerAsync(session, answered, cancellationToken);
    }

    private async Task<Ok<AgentSessionAnswer>> EndAsync(HttpContext http, string id, AgentSessionEnd request, CancellationToken cancellationToken)
    {
        var session = await FindAsync(http, id, cancellationToken);
        AuditNote.Of(http).Subject = $"end {id}";
        if (Checked("comment", request.Comment) is not { Length: > 0 } why)
            throw new AxleException(ErrorKind.Validation, "Say why in 'comment': whoever waits for the session reads it.");
        await RequireAskedAsync(http.Principal(), session, cancellationToken);
        var answered = new List<AnsweredQuestion>();
        foreach (var (run, body) in await desk.EndAsync(session, why, RunCommands.ActorOf(http.Principal()), cancellationToken))
        {
            try
            {
                answered.Add(await SendAsync(http, run, body, cancellationToken));
            }
            catch (ApiProblemException)
            {
                // It was answered a moment before. The session is over whatever was said.
            }
        }

        return await AnswerAsync(session, answered, cancellationToken);
    }

    private async Task<NoContent> ForgetAsync(HttpContext http, string id, CancellationToken cancellationToken)
    {
        var session = await FindAsync(http, id, cancellationToken);
        AuditNote.Of(http).Subject = $"forget {id}";
        await shelf.ForgetAsync(session.Tenant, session.User, session.Session, cancellationToken);
        return TypedResults.NoContent();
    }

    /// <summary>Its questions are answered by whom they ask, here as at the approvals.</summary>
    private async ValueTask RequireAskedAsync(Principal who, SessionState session, CancellationToken cancellationToken)
    {
        if ((await QuestionsAsync(who, session, cancellationToken)).FirstOrDefault(static question => !question.MayAnswer) is { } others)
        {
            throw new AxleException(
                ErrorKind.Refused, $"Run {others.Run} asks {string.Join(", ", others.Assignees)} at step '{others.Step}', and an admin of the tenant may answer in their place.");
        }
    }

    private async ValueTask<IReadOnlyList<AgentSessionQuestion>> QuestionsAsync(Principal who, SessionState session, CancellationToken cancellationToken)
    {
        var seen = new List<AgentSessionQuestion>();
        foreach (var asked in (await desk.QuestionsAsync(session, cancellationToken)).GroupBy(static question => question.Run.Run))
        {
            var row = asked.First().Run;
            var open = await rights.SeenAsync(ApprovalItem.Of(row, await board.Reader.StateAsync(row.Run, null, cancellationToken)), who, cancellationToken);
            // One that was answered in between is not open any more.
            seen.AddRange(asked.Join(open, static question => question.Step.Path, static item => item.Step, AgentSessionQuestion.Of));
        }

        return seen;
    }

    private async Task<AnsweredQuestion> SendAsync(HttpContext http, RunRow run, JsonObject body, CancellationToken cancellationToken)
    {
        var step = body["path"]!.GetValue<string>();
        var key = IdempotencyKey.Of(http) is { } given ? $"{given}/{step}" : null;
        var answer = await commands.SignalAsync(run, RunSignals.Answer, body, http.Principal(), key, cancellationToken);
        return new AnsweredQuestion(run.Run.Value, step, answer.Applied);
    }

    private async Task<Ok<AgentSessionAnswer>> AnswerAsync(SessionState before, List<AnsweredQuestion> answered, CancellationToken cancellationToken) =>
        TypedResults.Ok(new AgentSessionAnswer(
            AgentSessionItem.Of(await shelf.FindAsync(before.Tenant, before.User, before.Session, cancellationToken)), answered));

    private async ValueTask<SessionState> FindAsync(HttpContext http, string id, CancellationToken cancellationToken) =>
        (await shelf.KnownAsync(TenantOf(http), cancellationToken)).FirstOrDefault(s => SessionShelf.IdOf(s) == id)
        ?? throw new ApiProblemException(ApiProblem.NotFound("Nothing is known of such a session. GET /api/v1/sessions lists those that a person was called for, with their ids."));

    private string? TenantOf(HttpContext http) => board.TenantOf(http.Principal());

    private static string? Checked(string name, string? text) => text is { Length: > LongestText }
        ? throw new AxleException(ErrorKind.Validation, $"'{name}' has {text.Length} characters; {LongestText} are the most.")
        : text;
}
