using Axle.Agents.Connections;
using Axle.Identity.Access;
using Axle.Server.Endpoints.Approvals;
using Axle.Server.Endpoints.Problems;
using Axle.Server.Endpoints.Runs;
using Axle.Server.Identity.Privacy;
using Axle.Workflows.Ports;

namespace Axle.Server.Live;

/// <summary>What there is to watch.</summary>
/// <param name="feed">What happens.</param>
/// <param name="texts">What agents that connect say while they work.</param>
/// <param name="board">Shows runs.</param>
/// <param name="store">Has what happened.</param>
/// <param name="rights">Says who may answer questions.</param>
/// <param name="views">Masks personal data; null for nothing.</param>
/// <param name="time">The clock.</param>
internal sealed class LiveTopics(
    RunFeed feed, TextFeed texts, RunBoard board, IRunStore store, ApprovalRights rights, MaskedViews? views, TimeProvider time)
{
    private const int Piece = 500;
    // Lists need not show every step of a run that changes a hundred times a second.
    private static readonly TimeSpan ListRest = TimeSpan.FromMilliseconds(40);
    private readonly OpenQuestions _questions = new(board);

    /// <summary>The topic that is asked for.</summary>
    /// <exception cref="ApiProblemException">There is none, or not for this client.</exception>
    public async ValueTask<LiveTopic> FindAsync(LiveRequest request, Principal who, CancellationToken cancellationToken)
    {
        if (!who.May(Permission.RunsRead))
            throw new ApiProblemException(new ApiProblem(403, "refused", "Refused", "To watch runs you need the permission runsRead."));
        switch (request.Topic)
        {
            case "run":
                var row = await board.FindAsync(request.Run ?? "", who, cancellationToken);
                var masks = views is not null && await views.AreForAsync(who, row.Run, cancellationToken) ? views : null;
                return (id, socket, stop) => RunAsync(row.Run, Math.Clamp(request.After, 0, row.LastSeq), masks, id, socket, stop);
            case "runs":
                var runs = feed.Runs.Last;
                return (id, socket, stop) => ListAsync(feed.Runs, runs, id, socket, ItemAsync, stop);
            case "approvals":
                var approvals = feed.Approvals.Last;
                return (id, socket, stop) => ListAsync(feed.Approvals, approvals, id, socket, ApprovalsAsync, stop);
            case "text":
                var said = (await board.FindAsync(request.Run ?? "", who, cancellationToken)).Run;
                // It comes in pieces, and a name that is cut in two is found in neither.
                if (views is not null && await views.AreForAsync(who, said, cancellationToken))
                    throw new ApiProblemException(new ApiProblem(403, "refused", "Refused", "What agents say in others' runs is shown to those who may see personal data. Watch the topic run."));
                return (id, socket, stop) => TextAsync(said, request.After, id, socket, stop);
            default:
                throw new AxleException(ErrorKind.Validation, "'topic' is one of run, runs, approvals, text.");
        }
    }

    private async Task RunAsync(RunId run, long after, MaskedViews? masks, string id, LiveSocket socket, CancellationToken stop)
    {
        var tail = feed.Open(run);
        try
        {
            var news = new List<LiveEvent>();
            after = await CatchUpAsync(run, after, masks, id, socket, stop);
            tail.Note(after);
            await socket.SendAsync(LiveMessages.Ready(id, after), stop);
            while (true)
            {
                news.Clear();
                if (tail.Read(after, news) is not { } more)
                {
                    await socket.SendAsync(LiveMessages.Behind(id, after, tail.Last - after), stop);
                    after = await CatchUpAsync(run, after, masks, id, socket, stop);
                    await socket.SendAsync(LiveMessages.Ready(id, after), stop);
                    continue;
                }

                foreach (var live in news)
                {
                    await socket.SendAsync(LiveMessages.Event(id, live.Seq, masks is null ? live.Utf8() : live.Masked(masks)), stop);
                    after = live.Seq;
                }

                if (news.Count == 0)
                    await more.WaitAsync(stop);
            }
        }
        finally
        {
            feed.Close(tail);
        }
    }

    private async Task TextAsync(RunId run, long after, string id, LiveSocket socket, CancellationToken stop)
    {
        using var said = texts.Open(run);
        var news = new List<TaskText>();
        var more = said.Read(ref after, news);
        var seq = after - news.Count;
        while (true)
        {
            foreach (var text in news)
                await socket.SendAsync(LiveMessages.Item(id, ++seq, text), stop);
            if (news.Count == 0)
                await more.WaitAsync(stop);
            news.Clear();
            more = said.Read(ref after, news);
            seq = after - news.Count;
        }
    }

    private async Task<long> CatchUpAsync(RunId run, long after, MaskedViews? masks, string id, LiveSocket socket, CancellationToken stop)
    {
        while (true)
        {
            var events = await store.ReadEventsAsync(run, after, Piece, stop);
            if (events.Count == 0)
                return after;
            foreach (var live in events.Select(static e => new LiveEvent(e)))
                await socket.SendAsync(LiveMessages.Event(id, live.Seq, masks is null ? live.Utf8() : live.Masked(masks)), stop);
            after = events[^1].Seq;
        }
    }

    private async Task ListAsync(
        ChangeTail tail, long after, string id, LiveSocket socket, Func<RunRow, Principal, CancellationToken, ValueTask<object?>> show, CancellationToken stop)
    {
        var changed = new Dictionary<RunId, RunRow>();
        await socket.SendAsync(LiveMessages.Ready(id, after), stop);
        while (true)
        {
            changed.Clear();
            var more = tail.Read(ref after, changed, out var missed);
            if (missed > 0)
                await socket.SendAsync(LiveMessages.Behind(id, after, missed), stop);
            foreach (var row in changed.Values)
            {
                if (await show(row, socket.Who, stop) is { } shown)
                    await socket.SendAsync(Masked(LiveMessages.Item(id, after, shown), shown, socket.Who), stop);
            }

            if (changed.Count > 0)
                await Task.Delay(ListRest, time, stop);
            await more.WaitAsync(stop);
        }
    }

    /// <summary>Lists say why runs failed; questions are whole for whoever may answer them.</summary>
    private ReadOnlyMemory<byte> Masked(ReadOnlyMemory<byte> message, object shown, Principal who) =>
        views is null || who.May(Permission.PersonalDataRead) || (shown is RunApprovals && who.May(Permission.ApprovalsDecide))
            ? message
            : views.Mask(message.Span);

    private async ValueTask<object?> ItemAsync(RunRow row, Principal who, CancellationToken stop) => await board.SeenAsync(row, who, stop);

    private async ValueTask<object?> ApprovalsAsync(RunRow row, Principal who, CancellationToken stop)
    {
        if (!board.Sees(who, row.Tenant))
            return null;
        return new RunApprovals(row.Run.Value, await rights.SeenAsync(await _questions.OfAsync(row, stop), who, stop));
    }
}

/// <summary>What a run asks persons now.</summary>
/// <param name="Run">The run.</param>
/// <param name="Items">Its open questions; empty when all are answered.</param>
internal sealed record RunApprovals(string Run, IReadOnlyList<ApprovalItem> Items);
