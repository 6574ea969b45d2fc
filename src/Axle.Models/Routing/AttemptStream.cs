using Microsoft.Extensions.AI;

namespace Axle.Models.Routing;

/// <summary>Reads the stream of one attempt and settles the attempt when it ends, breaks or is given up.</summary>
internal sealed class AttemptStream(RouteAttempt attempt, Router router, RouteCourse course, TimeProvider time)
{
    private ModelUsage _usage = ModelUsage.From(null);
    private TimeSpan? _firstContent;

    /// <summary>Whether the answer is whole.</summary>
    public bool HasEnded { get; private set; }

    /// <summary>Goes to the next update; false at the end, and at a break that another candidate may cure.</summary>
    public async ValueTask<bool> MoveNextAsync(IAsyncEnumerator<ChatResponseUpdate> updates, ToldAnswer told, CancellationToken cancellationToken)
    {
        try
        {
            if (await updates.MoveNextAsync())
            {
                Note(updates.Current, told);
                return true;
            }
        }
        catch (Exception e) when (!RouteChatClient.IsGivenUp(e, cancellationToken))
        {
            var error = RouteChatClient.ErrorOf(e);
            if (!router.Fail(attempt, course, e) || !told.MayBreak(attempt, error.Kind))
                throw;
            return false;
        }

        HasEnded = true;
        router.Succeed(attempt, _usage, _firstContent ?? time.GetElapsedTime(attempt.Began));
        return false;
    }

    private void Note(ChatResponseUpdate update, ToldAnswer told)
    {
        foreach (var content in update.Contents)
        {
            if (content is UsageContent usage)
                _usage = ModelUsage.From(usage.Details);
            else
                _firstContent ??= time.GetElapsedTime(attempt.Began);
            told.Add(content);
        }
    }
}
