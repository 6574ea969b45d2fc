using Microsoft.Extensions.AI;

namespace Axle.Models.Wire;

/// <summary>Stands around a client that makes vectors: what gets out is vectors or an <see cref="AxleException"/>, nothing else.</summary>
internal sealed class BoundaryEmbeddings(
    IEmbeddingGenerator<string, Embedding<float>> inner, WireClient http, ProviderErrors errors, TimeSpan timeout, TimeProvider time)
    : DelegatingEmbeddingGenerator<string, Embedding<float>>(inner)
{
    public override async Task<GeneratedEmbeddings<Embedding<float>>> GenerateAsync(
        IEnumerable<string> values, EmbeddingGenerationOptions? options = null, CancellationToken cancellationToken = default)
    {
        using var deadline = new CancellationTokenSource(timeout, time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, deadline.Token);
        try
        {
            return await base.GenerateAsync(values, options, both.Token);
        }
        catch (Exception e) when (e is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
        {
            throw deadline.IsCancellationRequested ? errors.TimedOut(e) : errors.FromException(e);
        }
    }

    public override object? GetService(Type serviceType, object? serviceKey = null) =>
        serviceKey is null && serviceType == typeof(RateLimitGauge) ? http.Limits : base.GetService(serviceType, serviceKey);

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            http.Dispose();
        base.Dispose(disposing);
    }
}
