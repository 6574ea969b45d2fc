using System.Numerics.Tensors;
using Axle.Models.Configuration;
using Axle.Models.Embeddings;
using Axle.Models.Providers;
using Axle.Models.Telemetry;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Logging;

namespace Axle.Models.Cache;

/// <summary>Turns questions into vectors, so that one in other words finds the answer of another.</summary>
internal sealed class QuestionVectors : IDisposable
{
    // Longer texts are no questions that people repeat in other words, and models for vectors do not read them.
    private const int LongestQuestion = 8_000;

    private const string Offline = "offline";
    private readonly IEmbeddingGenerator<string, Embedding<float>> _embeddings;
    private readonly ProviderOptions _entry;
    private readonly string _model;
    private readonly VectorPurchase _purchase;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;

    private QuestionVectors(
        IEmbeddingGenerator<string, Embedding<float>> embeddings,
        ProviderOptions entry,
        string model,
        VectorPurchase purchase,
        TimeProvider time,
        ILogger logger)
    {
        _embeddings = embeddings;
        _entry = entry;
        _model = model;
        _purchase = purchase;
        _time = time;
        _logger = logger;
    }

    /// <summary>Connects to the one who makes the vectors; null when questions are not compared by meaning.</summary>
    /// <exception cref="AxleException"><see cref="ErrorKind.Validation"/>: there is no such provider, or it makes no vectors.</exception>
    public static QuestionVectors? Connect(
        ModelOptions options, IReadOnlyList<IModelProvider> providers, VectorPurchase purchase, TimeProvider time, ILogger logger)
    {
        var semantic = options.Cache.Semantic;
        if (!semantic.Enabled)
            return null;
        var entry = options.Providers.FirstOrDefault(p => p.Name.Equals(semantic.Provider, StringComparison.OrdinalIgnoreCase))
            ?? new ProviderOptions(semantic.Provider.ToLowerInvariant(), semantic.Provider.ToLowerInvariant());
        var provider = providers.FirstOrDefault(p => p.Description.Name == entry.Kind) ?? throw Unusable(semantic, "does not exist");
        if (provider.Description.NeedsKey && entry.Key is null)
            throw Unusable(semantic, $"has no key: set {string.Join(" or ", provider.Description.KeyVariables)}");
        var embeddings = provider.ConnectEmbeddings(entry, semantic.Model, time) ?? throw Unusable(semantic, "makes no vectors");
        return new QuestionVectors(embeddings, entry, semantic.Model, purchase, time, logger);
    }

    /// <summary>The vector of a question, of length 1; empty when there is none: the question is then answered as if nobody compared.</summary>
    public async Task<ReadOnlyMemory<float>> OfAsync(ModelCall call, string question, CancellationToken cancellationToken)
    {
        if (question.Length > LongestQuestion)
            return default;
        try
        {
            var made = await (_entry.Kind == Offline ? MakeAsync(question, cancellationToken) : BuyAsync(call, question, cancellationToken));
            return Normalized(made[0].Vector);
        }
        catch (AxleException e)
        {
            _logger.NoVector(_entry.Name, e.Error.Kind.ToName(), e.Message);
            return default;
        }
    }

    private Task<GeneratedEmbeddings<Embedding<float>>> MakeAsync(string question, CancellationToken cancellationToken) =>
        _embeddings.GenerateAsync([question], cancellationToken: cancellationToken);

    // A vector is not worth a wait for the budget: without one the question is asked.
    private Task<GeneratedEmbeddings<Embedding<float>>> BuyAsync(ModelCall call, string question, CancellationToken cancellationToken) =>
        _purchase.BuyAsync(call, _entry, _model, [question], _time.GetUtcNow(), () => MakeAsync(question, cancellationToken), cancellationToken);

    private static ReadOnlyMemory<float> Normalized(ReadOnlyMemory<float> vector)
    {
        var length = TensorPrimitives.Norm(vector.Span);
        if (length is 0 || !float.IsFinite(length))
            return default;
        var unit = new float[vector.Length];
        TensorPrimitives.Divide(vector.Span, length, unit);
        return unit;
    }

    private static AxleException Unusable(SemanticCacheOptions semantic, string why) =>
        new(ErrorKind.Validation, $"cache.semantic.provider: '{semantic.Provider}' {why}. Name a provider that turns texts into vectors, for example 'offline'.");

    /// <inheritdoc/>
    public void Dispose() => _embeddings.Dispose();
}
