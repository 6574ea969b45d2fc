using Axle.Models.Guarding;
using Axle.Models.Routing;
using Microsoft.Extensions.AI;

namespace Axle.Models.Embeddings;

/// <summary>
/// Has texts turned into vectors the way of every call: guards see the texts first, the router chooses who is asked and goes on to the next who has the same
/// model, limits and breakers hold, and what it costs is reserved before and written down after.
/// </summary>
internal sealed class EmbeddingRoute(
    Router router, DeploymentClients<IEmbeddingGenerator<string, Embedding<float>>> clients, IReadOnlyList<IModelGuard> guards, GatedAttempt gate,
    VectorPurchase purchase, TimeProvider time) : IDisposable
{
    /// <summary>What a request for vectors asks of a model: to read.</summary>
    internal static readonly ChatOptions NoAnswer = new() { MaxOutputTokens = 0 };

    /// <summary>Makes the vectors.</summary>
    /// <exception cref="AxleException">Nobody could; the first failure that may pass, else the first.</exception>
    public async Task<EmbeddingAnswer> EmbedAsync(EmbeddingCall embedding, CancellationToken cancellationToken)
    {
        var call = embedding.Inner;
        var messages = await CheckAsync(call, cancellationToken);
        string[] texts = [.. messages.Select(static m => m.Text)];
        var course = router.Start(call, messages, NoAnswer);
        while (true)
        {
            using var attempt = await router.NextAsync(call, course, cancellationToken);
            var deployment = attempt.Candidate.Deployment;
            if (await gate.RefusedAsync(call.Request with { Messages = messages }, deployment.Options.Name, deployment.Model, cancellationToken) is { } denied)
            {
                router.Deny(attempt, course, denied);
                continue;
            }

            using var lent = clients.Lend(deployment);
            try
            {
                var made = await MakeAsync(attempt, lent.Client, texts, embedding.Request.Dimensions, cancellationToken);
                var usage = ModelUsage.From(made.Usage);
                router.Succeed(attempt, usage, time.GetElapsedTime(attempt.Began));
                return new EmbeddingAnswer(made, deployment.Options.Name, made.Count > 0 ? made[0].ModelId ?? deployment.Model : deployment.Model, usage);
            }
            catch (Exception e) when (!RouteChatClient.IsGivenUp(e, cancellationToken))
            {
                if (!router.Fail(attempt, course, e))
                    throw;
            }
        }
    }

    public void Dispose() => clients.Dispose();

    private async Task<GeneratedEmbeddings<Embedding<float>>> MakeAsync(
        RouteAttempt attempt,
        IEmbeddingGenerator<string, Embedding<float>> client,
        string[] texts,
        int? dimensions,
        CancellationToken cancellationToken)
    {
        var (call, deployment) = (attempt.Call, attempt.Candidate.Deployment);
        var asked = new EmbeddingGenerationOptions { Dimensions = dimensions };
        if (deployment.IsOffline)
            return await client.GenerateAsync(texts, asked, cancellationToken);
        return await purchase.BuyAsync(
            call,
            deployment.Options,
            deployment.Model,
            texts,
            call.Request.Deadline,
            () => client.GenerateAsync(texts, asked, cancellationToken),
            cancellationToken);
    }

    private async ValueTask<IReadOnlyList<ChatMessage>> CheckAsync(ModelCall call, CancellationToken cancellationToken)
    {
        var messages = call.Request.Messages;
        var count = messages.Count;
        foreach (var guard in guards)
            messages = await guard.CheckInputAsync(call, messages, cancellationToken);
        // Each text has one vector: a guard that adds or drops one would have them mixed up.
        return messages.Count == count
            ? messages
            : throw new AxleException(ErrorKind.Refused,
                $"A guard made {messages.Count} texts of {count}, so there is no vector for each. It may only change them.");
    }
}
