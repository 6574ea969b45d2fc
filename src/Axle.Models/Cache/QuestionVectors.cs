using System.Collections.Immutable;
using System.Numerics.Tensors;
using Axle.Models.Configuration;
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
    private static readonly ImmutableArray<string> Unpriced = ["input"];
    private readonly IEmbeddingGenerator<string, Embedding<float>> _embeddings;
    private readonly string _provider;
    private readonly string _model;
    private readonly ILogger _logger;

    private QuestionVectors(IEmbeddingGenerator<string, Embedding<float>> embeddings, string provider, string model, ILogger logger)
    {
        _embeddings = embeddings;
        _provider = provider;
        _model = model;
        _logger = logger;
    }

    /// <summary>Connects to the one who makes the vectors; null when questions are not compared by meaning.</summary>
    /// <exception cref="AxleException"><see cref="ErrorKind.Validation"/>: there is no such provider, or it makes no vectors.</exception>
    public static QuestionVectors? Connect(ModelOptions options, IReadOnlyList<IModelProvider> providers, TimeProvider time, ILogger logger)
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
        return new QuestionVectors(embeddings, entry.Name, semantic.Model, logger);
    }

    /// <summary>The vector of a question, of length 1; empty when there is none: the question is then answered as if nobody compared.</summary>
    public async Task<ReadOnlyMemory<float>> OfAsync(ModelCall call, string question, CancellationToken cancellationToken)
    {
        if (question.Length > LongestQuestion)
            return default;
        try
        {
            var made = await _embeddings.GenerateAsync([question], cancellationToken: cancellationToken);
            if (_provider != Offline)
                call.Charges = call.Charges.Add(new ModelCharge(_provider, _model, ModelUsage.From(made.Usage), 0, Unpriced));
            return Normalized(made[0].Vector);
        }
        catch (AxleException e)
        {
            _logger.NoVector(_provider, e.Error.Kind.ToName(), e.Message);
            return default;
        }
    }

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
