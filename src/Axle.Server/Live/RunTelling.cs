using System.Runtime.CompilerServices;
using Axle.Agents.Connections;
using Axle.Agents.Reasoning;
using Axle.Workflows.Runs.Events;

namespace Axle.Server.Live;

/// <summary>Tells what an agent does for a task in words: the events of the run, and between them what an agent that connects says while it works.</summary>
/// <param name="following">Follows the events.</param>
/// <param name="texts">What agents say.</param>
internal sealed class RunTelling(RunFollowing following, TextFeed texts)
{
    /// <summary>Tells a run of <see cref="AgentWorkflow"/> to its end. A text comes before the event of the step that ends with it.</summary>
    /// <param name="run">The run.</param>
    /// <param name="cancellationToken">Ends the telling.</param>
    public async IAsyncEnumerable<Told> TellAsync(RunId run, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var said = texts.Open(run);
        using var leaving = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        await using var events = following.FollowAsync(run, 0, leaving.Token).GetAsyncEnumerator(leaving.Token);
        var next = events.MoveNextAsync().AsTask();
        var (news, last) = (new List<TaskText>(), 0L);
        try
        {
            while (true)
            {
                // In this order: what was said before an event is read before it is told.
                var hasHappened = next.IsCompleted;
                var more = said.Read(ref last, news);
                for (var i = 0; i < news.Count; i++)
                {
                    if (news[i].Step == AgentWorkflow.Step)
                        yield return new Told(null, news[i], last - news.Count + i + 1);
                }

                news.Clear();
                if (!hasHappened)
                {
                    await Task.WhenAny(next, more);
                    continue;
                }

                if (!await next)
                    yield break;
                yield return new Told(events.Current, null, last);
                next = events.MoveNextAsync().AsTask();
            }
        }
        finally
        {
            await leaving.CancelAsync();
            await next.ContinueWith(static _ => { }, CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
        }
    }
}

/// <summary>What is told of a run: an event, or a text.</summary>
/// <param name="Event">The event; null for a text.</param>
/// <param name="Text">The text; null for an event.</param>
/// <param name="Texts">Number of the last text that was told, from 1, as long as they are kept; 0 for none.</param>
internal readonly record struct Told(RecordedEvent? Event, TaskText? Text, long Texts);
