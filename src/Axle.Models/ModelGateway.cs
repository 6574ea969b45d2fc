using Axle.Models.Answers;
using Axle.Models.Configuration;
using Axle.Models.Embeddings;
using Axle.Models.Providers;
using Axle.Models.Routing;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Axle.Models;

/// <summary>
/// The one door to language models: chooses a provider, asks it, holds the answer to its schema, keeps to budgets and limits, and tells every
/// decision. The way of a call stands in <see cref="ModelPipeline"/>. Safe for concurrent use.
/// </summary>
public sealed class ModelGateway : IDisposable
{
    private readonly TimeProvider _time;
    private readonly ModelPipeline _pipeline;

    /// <summary>A gateway over the providers of <see cref="ProviderCatalog"/>.</summary>
    /// <param name="options">How they are configured; see <see cref="ModelOptionsReader"/>.</param>
    /// <param name="time">The clock; null takes the system's.</param>
    /// <param name="logger">Where decisions are logged; null logs nowhere.</param>
    /// <param name="services">What others bring: guardrails, listeners; null brings nothing.</param>
    public ModelGateway(
        ModelOptions options, TimeProvider? time = null, ILogger<ModelGateway>? logger = null, GatewayServices? services = null)
        : this(options, ProviderCatalog.All, time, logger, services)
    {
    }

    /// <summary>A gateway over given providers, for hosts that bring their own and for tests with scripted ones.</summary>
    /// <param name="options">How they are configured.</param>
    /// <param name="providers">Who can be asked; one of them must be named <c>offline</c>.</param>
    /// <param name="time">The clock; null takes the system's.</param>
    /// <param name="logger">Where decisions are logged; null logs nowhere.</param>
    /// <param name="services">What others bring: guardrails, listeners; null brings nothing.</param>
    public ModelGateway(
        ModelOptions options,
        IReadOnlyList<IModelProvider> providers,
        TimeProvider? time = null,
        ILogger<ModelGateway>? logger = null,
        GatewayServices? services = null)
    {
        ArgumentNullException.ThrowIfNull(options);
        _time = time ?? TimeProvider.System;
        _pipeline = new ModelPipeline(options, providers, services ?? new GatewayServices(), _time, logger ?? NullLogger<ModelGateway>.Instance);
    }

    /// <summary>Asks a model.</summary>
    /// <param name="request">What is asked and of whom.</param>
    /// <param name="cancellationToken">Fires when the step is cancelled or out of time.</param>
    /// <returns>The answer with every decision that led to it.</returns>
    /// <exception cref="AxleException">
    /// A transient kind: the chosen provider failed in a way that passes; retry. <see cref="ErrorKind.Refused"/>,
    /// <see cref="ErrorKind.Validation"/>: no provider would do better. <see cref="ErrorKind.NotFound"/>: the provider's name is unknown.
    /// </exception>
    public ValueTask<ModelAnswer> AskAsync(ModelRequest request, CancellationToken cancellationToken) =>
        AskAsync(new ModelCall(request), cancellationToken);

    /// <summary>Asks a model. When it fails, the call tells what was spent all the same.</summary>
    /// <exception cref="AxleException">As <see cref="AskAsync(ModelRequest, CancellationToken)"/>.</exception>
    public async ValueTask<ModelAnswer> AskAsync(ModelCall call, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(call);
        var began = _time.GetTimestamp();
        var response = await GetResponseAsync(call, cancellationToken);
        var answer = CheckedAnswer.Of(response);
        return new ModelAnswer(
            answer?.Json.GetRawText() ?? response.Text,
            answer?.Json,
            call.Provider,
            response.ModelId ?? call.Model,
            call.Offline,
            ModelUsage.From(response.Usage),
            _time.GetElapsedTime(began),
            answer?.Corrections ?? 0,
            call.Decisions)
        {
            Charges = call.Charges,
            Messages = [.. response.Messages],
            HeldFor = call.HeldFor,
        };
    }

    /// <summary>Asks a model, for callers that speak the shared chat types. Afterwards the call tells who answered and what it cost.</summary>
    /// <exception cref="AxleException">As <see cref="AskAsync(ModelRequest, CancellationToken)"/>.</exception>
    public Task<ChatResponse> GetResponseAsync(ModelCall call, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(call);
        return _pipeline.Entrance.GetResponseAsync(call.Request.Messages, RequestOptions.Of(call), cancellationToken);
    }

    /// <summary>
    /// Asks a model and passes its answer on while it comes. When a provider breaks off in the middle, the next one goes on; then an update
    /// without content comes between that carries a <see cref="StreamTakeover"/>.
    /// </summary>
    /// <exception cref="AxleException">As <see cref="AskAsync(ModelRequest, CancellationToken)"/>.</exception>
    public IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(ModelCall call, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(call);
        return _pipeline.Entrance.GetStreamingResponseAsync(call.Request.Messages, RequestOptions.Of(call), cancellationToken);
    }

    /// <summary>Turns texts into vectors. Another provider goes on when one fails, but only with the same model.</summary>
    /// <exception cref="AxleException">Nobody could.</exception>
    public Task<EmbeddingAnswer> EmbedAsync(EmbeddingRequest request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        return EmbedAsync(new EmbeddingCall(request), cancellationToken);
    }

    /// <summary>Turns texts into vectors. Afterwards the call tells what it cost, also when it fails.</summary>
    /// <exception cref="AxleException">Nobody could.</exception>
    public Task<EmbeddingAnswer> EmbedAsync(EmbeddingCall call, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(call);
        return _pipeline.Embeddings.EmbedAsync(call, cancellationToken);
    }

    /// <summary>How every deployment stands now: breaker, moving averages, limits, calls under way. Offline, which needs nothing, is left out.</summary>
    public IReadOnlyList<DeploymentStanding> LookAtDeployments() => _pipeline.Deployments.Look();

    /// <summary>
    /// Removes every kept answer that was made for a scope, and keeps none that is on its way. Answers name those who asked first; that others were
    /// given the same answer leaves no trace of them.
    /// </summary>
    /// <param name="scope">Names that must all be equal; those that are null are not looked at.</param>
    /// <param name="cancellationToken">Cancels before anything was removed.</param>
    /// <returns>How many were removed.</returns>
    public ValueTask<int> ForgetAnswersAsync(Scope scope, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(scope);
        return _pipeline.Answers.EraseAsync(scope, cancellationToken);
    }

    /// <inheritdoc/>
    public void Dispose() => _pipeline.Dispose();

    /// <summary>Under this key of <see cref="ChatOptions.AdditionalProperties"/> the offline provider finds the whole evidence.</summary>
    internal const string EvidenceKey = "axle.evidence";
}
