using System.Runtime.CompilerServices;
using Axle.Models.Guarding;
using Axle.Models.Telemetry;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Logging;

namespace Axle.Models.Routing;

/// <summary>Has a call answered by the first candidate that can: when one fails, the next is asked, also in the middle of a stream.</summary>
internal sealed class RouteChatClient(
    Router router, DeploymentClients<IChatClient> clients, GatedAttempt gate, GatewayListeners listeners, TimeProvider time, ILogger logger) : IChatClient
{
    public async Task<ChatResponse> GetResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
    {
        var call = ModelCall.Of(options);
        var course = router.Start(call, messages, options);
        while (true)
        {
            using var attempt = await router.NextAsync(call, course, cancellationToken);
            var (asked, denied) = await PassAsync(attempt, messages, options, cancellationToken);
            if (denied is not null)
            {
                router.Deny(attempt, course, denied);
                continue;
            }

            using var lent = clients.Lend(attempt.Candidate.Deployment);
            try
            {
                var response = await lent.Client.GetResponseAsync(messages, asked, cancellationToken);
                router.Succeed(attempt, ModelUsage.From(response.Usage), time.GetElapsedTime(attempt.Began));
                return response;
            }
            catch (Exception e) when (!IsGivenUp(e, cancellationToken))
            {
                if (!router.Fail(attempt, course, e))
                    throw;
            }
        }
    }

    public async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var call = ModelCall.Of(options);
        var course = router.Start(call, messages, options);
        var told = new ToldAnswer();
        while (true)
        {
            using var attempt = await router.NextAsync(call, course, cancellationToken);
            var (asked, denied) = await PassAsync(attempt, messages, options, cancellationToken);
            if (denied is not null)
            {
                router.Deny(attempt, course, denied);
                continue;
            }

            if (told.Breaks(attempt) is { } takeover)
            {
                Tell(call, takeover);
                yield return takeover.ToUpdate();
            }

            var stream = new AttemptStream(attempt, router, course, time);
            using var lent = clients.Lend(attempt.Candidate.Deployment);
            await using var updates = lent.Client.GetStreamingResponseAsync(told.Continue(messages), asked, cancellationToken)
                .GetAsyncEnumerator(cancellationToken);
            while (await stream.MoveNextAsync(updates, told, cancellationToken))
                yield return updates.Current;
            if (stream.HasEnded)
                yield break;
        }
    }

    public object? GetService(Type serviceType, object? serviceKey = null) =>
        serviceKey is null && serviceType?.IsInstanceOfType(this) is true ? this : null;

    public void Dispose() => clients.Dispose();

    /// <summary>What a client threw, as an error; clients throw nothing else than those, so anything else is a fault of ours.</summary>
    internal static AxleError ErrorOf(Exception exception) =>
        exception is AxleException known ? known.Error : new AxleError(ErrorKind.Internal, exception.Message);

    /// <summary>Whether the caller does not want the answer any more: no failure of anybody.</summary>
    internal static bool IsGivenUp(Exception exception, CancellationToken caller) => exception is OperationCanceledException && caller.IsCancellationRequested;

    private ValueTask<(ChatOptions? Options, AxleError? Denied)> PassAsync(
        RouteAttempt attempt, IEnumerable<ChatMessage> messages, ChatOptions? options, CancellationToken cancellationToken)
    {
        var deployment = attempt.Candidate.Deployment;
        return gate.PassAsync(attempt.Call.Request, deployment.Options.Name, deployment.Model, messages, options, cancellationToken);
    }

    private void Tell(ModelCall call, StreamTakeover takeover)
    {
        logger.TakenOver(takeover.From, takeover.To, takeover.Characters, takeover.Kind.ToName());
        listeners.Tell(new StreamTakenOver(time.GetUtcNow(), call.Request.Scope, takeover.From, takeover.To, takeover.Characters, takeover.Kind));
    }
}
