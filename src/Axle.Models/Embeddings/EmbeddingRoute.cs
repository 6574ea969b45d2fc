using System.Collections.Concurrent;
using Axle.Models.Configuration;
using Axle.Models.Guarding;
using Axle.Models.Providers;
using Axle.Models.Routing;
using Microsoft.Extensions.AI;

namespace Axle.Models.Embeddings;

/// <summary>
/// Has texts turned into vectors by the first provider that can. Only one model is asked for, whoever has it: vectors of another could not be compared
/// with those that the caller has. Guards see the texts before, and what it costs is reserved before and written down after, as with any call.
/// </summary>
internal sealed class EmbeddingRoute(
    ModelOptions options, IReadOnlyList<IModelProvider> providers, IReadOnlyList<IModelGuard> guards, GatedAttempt gate, VectorPurchase purchase,
    TimeProvider time) : IDisposable
{
    private const int MostClients = 256;
    private readonly ProviderNames _names = new(options, providers);
    private readonly ConcurrentDictionary<(string Entry, string Model), IEmbeddingGenerator<string, Embedding<float>>> _clients = new();

    /// <summary>Makes the vectors.</summary>
    /// <exception cref="AxleException">Nobody could; the first failure that may pass, else the first.</exception>
    public async Task<EmbeddingAnswer> EmbedAsync(EmbeddingRequest request, CancellationToken cancellationToken)
    {
        var texts = await CheckAsync(request, cancellationToken);
        AxleException? failure = null;
        foreach (var entry in Candidates(request))
        {
            if ((request.Model ?? ModelOf(entry)) is not { } model || ClientOf(entry, model) is not { } client)
                continue;
            var wanted = new ModelRequest(Messages(texts)) { Provider = request.Provider, Model = request.Model, Scope = request.Scope };
            if (await gate.RefusedAsync(wanted, entry.Name, model, cancellationToken) is { } denied)
            {
                failure ??= new AxleException(denied);
                continue;
            }

            try
            {
                var asked = new EmbeddingGenerationOptions { Dimensions = request.Dimensions };
                var made = entry.Kind == RoutePlanner.OfflineName
                    ? await client.GenerateAsync(texts, asked, cancellationToken)
                    : await BuyAsync(request.Scope, entry, model, texts, () => client.GenerateAsync(texts, asked, cancellationToken), cancellationToken);
                return new EmbeddingAnswer(made, entry.Name, made.Count > 0 ? made[0].ModelId ?? model : model, ModelUsage.From(made.Usage));
            }
            catch (AxleException e) when (FallbackRule.MovesOn(e.Error.Kind))
            {
                if (failure is null || (e.Error.Kind.IsTransient() && !failure.Error.Kind.IsTransient()))
                    failure = e;
            }
        }

        throw failure ?? new AxleException(ErrorKind.NotFound,
            $"No provider that can be asked makes vectors with '{request.Model ?? request.Provider}'. Name one as 'provider/model', for example " +
            "'openai/text-embedding-3-small', and see that it has a key.");
    }

    public void Dispose()
    {
        foreach (var client in _clients.Values)
            client.Dispose();
    }

    private async Task<GeneratedEmbeddings<Embedding<float>>> BuyAsync(
        Scope scope,
        ProviderOptions entry,
        string model,
        IReadOnlyList<string> texts,
        Func<Task<GeneratedEmbeddings<Embedding<float>>>> make,
        CancellationToken cancellationToken) =>
        (await purchase.BuyAsync(scope, entry, model, texts, deadline: null, make, cancellationToken)).Vectors;

    private async ValueTask<IReadOnlyList<string>> CheckAsync(EmbeddingRequest request, CancellationToken cancellationToken)
    {
        if (guards.Count == 0)
            return request.Texts;
        IReadOnlyList<ChatMessage> messages = Messages(request.Texts);
        var asked = new ModelRequest(messages) { Provider = request.Provider, Model = request.Model, Scope = request.Scope };
        var call = new ModelCall(asked) { IsForVectors = true };
        foreach (var guard in guards)
            messages = await guard.CheckInputAsync(call, messages, cancellationToken);
        // Each text has one vector: a guard that adds or drops one would have them mixed up.
        if (messages.Count != request.Texts.Count)
        {
            throw new AxleException(ErrorKind.Refused,
                $"A guard made {messages.Count} texts of {request.Texts.Count}, so there is no vector for each. It may only change them.");
        }

        return [.. messages.Select(static m => m.Text)];
    }

    private static List<ChatMessage> Messages(IReadOnlyList<string> texts) => [.. texts.Select(static text => new ChatMessage(ChatRole.User, text))];

    private IEnumerable<ProviderOptions> Candidates(EmbeddingRequest request)
    {
        if (request.Provider is { } name)
            return [_names.Resolve(name)];
        var homes = request.Model is { } model ? _names.HomesOf(model) : [];
        IEnumerable<ProviderOptions> asked = homes.Count > 0 ? homes : options.Providers.OrderBy(static p => p.Priority);
        return asked
            .Where(entry => entry.Enabled && (entry.Key is not null || !_names.ProviderOf(entry).Description.NeedsKey));
    }

    private static string? ModelOf(ProviderOptions entry) => entry.Kind == RoutePlanner.OfflineName ? entry.DefaultModel : null;

    private IEmbeddingGenerator<string, Embedding<float>>? ClientOf(ProviderOptions entry, string model)
    {
        if (_clients.TryGetValue((entry.Name, model), out var known))
            return known;
        if (_names.ProviderOf(entry).ConnectEmbeddings(entry, model, time) is not { } made)
            return null;
        // Names of models come from callers: more than these are not kept, and their clients go with the garbage.
        return _clients.Count >= MostClients ? made : _clients.GetOrAdd((entry.Name, model), made);
    }
}
