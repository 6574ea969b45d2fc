using System.Text.Json;
using System.Text.Json.Nodes;
using Axle.Agents.Runtime;
using Axle.Workflows.Engine;
using Axle.Workflows.Ports;
using Axle.Workflows.Runs;
using Axle.Workflows.Runs.Events;

namespace Axle.Agents.Escalation;

/// <summary>What persons do with sessions beyond single questions: look at them with all that waits, let them go on, end them.</summary>
/// <param name="shelf">How they stand.</param>
/// <param name="store">Where runs live.</param>
/// <param name="reader">Reads them back.</param>
/// <param name="time">The clock.</param>
public sealed class SessionDesk(SessionShelf shelf, IRunStore store, RunReader reader, TimeProvider time)
{
    private const int Page = 1_000;
    private const int MostPages = 10;

    /// <summary>The questions of a session that wait for a person, those of the newest runs first.</summary>
    public async ValueTask<IReadOnlyList<SessionQuestion>> QuestionsAsync(SessionState session, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(session);
        var found = new List<SessionQuestion>();
        var query = new RunQuery([], Limit: Page, Attention: RunAttention.Approval) { Tenant = session.TenantOrDefault };
        for (var page = 0; page < MostPages; page++)
        {
            var rows = await store.ListRunsAsync(query, cancellationToken);
            foreach (var row in rows)
            {
                if (await IsOfAsync(session, row, cancellationToken))
                    await AddAsync(session, row, found, cancellationToken);
            }

            if (rows.Count < Page)
                break;
            query = query with { Before = rows[^1].Run };
        }

        return found;
    }

    /// <summary>What a person was shown when the session was handed over last: <c>summary</c>, <c>session</c>, <c>guidance</c>, <c>answer</c>.</summary>
    /// <returns>Null when it never was, or its run is gone or cannot be read.</returns>
    public async ValueTask<JsonElement?> SavedAsync(SessionState session, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(session);
        if (session is not { Run: { } run, Step: { } step } || !RunId.TryParse(run, out var id) || await ReadAsync(id, cancellationToken) is not { } state)
            return null;
        var last = state.Records.LastOrDefault(s => s.Path.StartsWith($"{step}[", StringComparison.Ordinal) && SessionQuestion.IsOne(state, s));
        // What was asked is the step's input, whatever was answered.
        return last?.Input is { IsResolved: true } asked ? StepQuestion.Of(asked.Value).Parameters : null;
    }

    /// <summary>Lets a session go on, on probation.</summary>
    /// <param name="session">The session.</param>
    /// <param name="said">What is said to it: guidance reaches every question that waits.</param>
    /// <param name="by">Who says so.</param>
    /// <param name="cancellationToken">Cancels the asking.</param>
    /// <returns>The signals <see cref="RunSignals.Answer"/> that are to be sent; none when nothing waits and the session may go on already.</returns>
    /// <exception cref="AxleException">
    /// <see cref="ErrorKind.Failed"/>: no person has it. <see cref="ErrorKind.Validation"/>: what is said reaches nothing.
    /// </exception>
    public async ValueTask<IReadOnlyList<(RunRow Run, JsonObject Body)>> ResumeAsync(
        SessionState session, SessionAnswer said, string by, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(said);
        var questions = await QuestionsAsync(session, cancellationToken);
        if (questions.Count == 0 && session.Status != SessionStatus.Open)
        {
            throw new AxleException(ErrorKind.Failed, session.Status == SessionStatus.Ended
                ? $"Session '{session.Session}' was ended. Have it forgotten, and agents work in it again."
                : $"Session '{session.Session}' is not with a person: it goes on already.");
        }

        if (said.Output is not null && questions.Count(static q => q.Held is not null) is not 1 and var held)
        {
            throw new AxleException(
                ErrorKind.Validation,
                $"{held} answers of session '{session.Session}' are held back, so none can be changed here. Answer their questions as approvals.");
        }

        if (questions.Count == 0 && said.Guidance is { Length: > 0 })
            throw new AxleException(ErrorKind.Validation, $"No step of session '{session.Session}' waits, so nobody would read the guidance. Leave it out.");
        var now = time.GetUtcNow();
        if (questions.Count == 0)
            await ChangeAsync(session, s => s.Resuming($"{by} {now:O}", by, now), cancellationToken);
        return [.. questions.Select(q => (q.Run, q.Agree(said)))];
    }

    /// <summary>Ends a session, whether or not a person has it: nothing more is done in it. What waits is to be refused.</summary>
    /// <param name="session">The session.</param>
    /// <param name="why">Why; steps that wait fail with it.</param>
    /// <param name="by">Who says so.</param>
    /// <param name="cancellationToken">Cancels the asking.</param>
    /// <returns>The signals <see cref="RunSignals.Answer"/> that are to be sent.</returns>
    public async ValueTask<IReadOnlyList<(RunRow Run, JsonObject Body)>> EndAsync(
        SessionState session, string why, string by, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        await ChangeAsync(session, s => s.Ending($"{by} {now:O}", $"{by}: {why}", now), cancellationToken);
        return [.. (await QuestionsAsync(session, cancellationToken)).Select(q => (q.Run, q.Refuse(why)))];
    }

    private async ValueTask ChangeAsync(SessionState session, Func<SessionState, SessionState> change, CancellationToken cancellationToken) =>
        await shelf.ChangeAsync(session.Tenant, session.User, session.Session, change, cancellationToken);

    // A history is long, its first event is not.
    private async ValueTask<bool> IsOfAsync(SessionState session, RunRow row, CancellationToken cancellationToken) =>
        await store.ReadEventsAsync(row.Run, 0, 1, cancellationToken) is not [{ Event: RunStarted started }]
        || (started.Attributes.GetValueOrDefault(RunAttributes.User) == session.User
            && started.Attributes.GetValueOrDefault(RunAttributes.Tenant) == session.Tenant
            && (started.Attributes.GetValueOrDefault(RunAttributes.Session) ?? $"run:{row.Run}") == session.Session);

    private async ValueTask AddAsync(SessionState session, RunRow row, List<SessionQuestion> found, CancellationToken cancellationToken)
    {
        if (await ReadAsync(row.Run, cancellationToken) is not { } state || state.Status.IsEnded()
            || state.Attributes.GetValueOrDefault(RunAttributes.User) != session.User
            || state.Attributes.GetValueOrDefault(RunAttributes.Tenant) != session.Tenant)
            return;
        found.AddRange(state.Records.Select(s => SessionQuestion.Of(row, state, s)).OfType<SessionQuestion>().Where(q => q.Session == session.Session));
    }

    private async ValueTask<RunState?> ReadAsync(RunId run, CancellationToken cancellationToken)
    {
        try
        {
            return await reader.StateAsync(run, null, cancellationToken);
        }
        catch (AxleException gone) when (gone.Error.Kind is ErrorKind.Internal or ErrorKind.NotFound)
        {
            return null;
        }
    }
}
