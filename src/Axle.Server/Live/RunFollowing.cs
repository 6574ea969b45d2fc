using System.Runtime.CompilerServices;
using Axle.Workflows.Ports;
using Axle.Workflows.Runs.Events;

namespace Axle.Server.Live;

/// <summary>The events of a run from one on: those that were, then those that come, until the run ends.</summary>
/// <param name="feed">What comes.</param>
/// <param name="store">What was.</param>
internal sealed class RunFollowing(RunFeed feed, IRunStore store)
{
    private const int Piece = 500;

    /// <summary>Follows a run. A reader that is slow reads the store; nothing is left out.</summary>
    public async IAsyncEnumerable<RecordedEvent> FollowAsync(RunId run, long after, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var tail = feed.Open(run);
        try
        {
            var news = new List<LiveEvent>();
            while (true)
            {
                IReadOnlyList<RecordedEvent> past;
                while ((past = await store.ReadEventsAsync(run, after, Piece, cancellationToken)).Count > 0)
                {
                    foreach (var recorded in past)
                        yield return recorded;
                    after = past[^1].Seq;
                    if (past[^1].Event is RunCompleted or RunFailed or RunCancelled)
                        yield break;
                }

                tail.Note(after);
                Task? more;
                while ((more = tail.Read(after, news)) is not null)
                {
                    foreach (var live in news)
                    {
                        yield return live.Recorded;
                        after = live.Seq;
                        if (live.Recorded.Event is RunCompleted or RunFailed or RunCancelled)
                            yield break;
                    }

                    if (news.Count == 0)
                        await more.WaitAsync(cancellationToken);
                    news.Clear();
                }
            }
        }
        finally
        {
            feed.Close(tail);
        }
    }
}
