using Axle.Models.Answers;
using Axle.Models.Configuration;
using Axle.Models.Providers;
using Axle.Models.Routing;
using Axle.Models.Telemetry;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Axle.Models;

/// <summary>
/// The one door to language models: chooses a provider, asks it, holds the answer to its schema, and tells every decision.
/// A call goes <c>structured answer → span → provider (deadline, typed errors)</c>; the chain decides who is asked. Safe for
/// concurrent use.
/// </summary>
public sealed class ModelGateway : IDisposable
{
    private const int MostClients = 64;
    private readonly Dictionary<(string Provider, string Model), IChatClient> _clients = [];
    private readonly Lock _gate = new();
    private readonly ProviderChain _chain;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;

    /// <summary>A gateway over the providers of <see cref="ProviderCatalog"/>.</summary>
    /// <param name="options">How they are configured; see <see cref="ModelOptionsReader"/>.</param>
    /// <param name="time">The clock; null takes the system's.</param>
    /// <param name="logger">Where decisions are logged; null logs nowhere.</param>
    public ModelGateway(ModelOptions options, TimeProvider? time = null, ILogger<ModelGateway>? logger = null)
        : this(options, ProviderCatalog.All, time, logger)
    {
    }

    /// <summary>A gateway over given providers, for hosts that bring their own and for tests with scripted ones.</summary>
    /// <param name="options">How they are configured.</param>
    /// <param name="providers">Who can be asked; one of them must be named <c>offline</c>.</param>
    /// <param name="time">The clock; null takes the system's.</param>
    /// <param name="logger">Where decisions are logged; null logs nowhere.</param>
    public ModelGateway(ModelOptions options, IReadOnlyList<IModelProvider> providers, TimeProvider? time = null, ILogger<ModelGateway>? logger = null)
    {
        ArgumentNullException.ThrowIfNull(options);
        _chain = new ProviderChain(options, providers);
        _time = time ?? TimeProvider.System;
        _logger = logger ?? NullLogger<ModelGateway>.Instance;
    }

    /// <summary>Asks a model.</summary>
    /// <param name="request">What is asked and of whom.</param>
    /// <param name="cancellationToken">Fires when the step is cancelled or out of time.</param>
    /// <returns>The answer with every decision that led to it.</returns>
    /// <exception cref="AxleException">
    /// A transient kind: the chosen provider failed in a way that passes; retry. <see cref="ErrorKind.Refused"/>,
    /// <see cref="ErrorKind.Validation"/>: no provider would do better. <see cref="ErrorKind.NotFound"/>: the provider's name is unknown.
    /// </exception>
    public async ValueTask<ModelAnswer> AskAsync(ModelRequest request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        var course = new RoutingCourse(request, _chain.Plan(request));
        while (true)
        {
            var decision = course.ChooseNext();
            _logger.Chosen(decision.Chosen, decision.Model, decision.Reason);
            try
            {
                return await AskAsync(course, request, cancellationToken);
            }
            catch (AxleException e) when (!course.IsAtEnd && FallbackRule.MovesOn(e.Error.Kind, request.LastAttempt))
            {
                _logger.FellBack(decision.Chosen, decision.Model, e.Error.Kind.ToName(), e.Message);
                course.Fail(e.Error);
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        lock (_gate)
        {
            foreach (var client in _clients.Values)
                client.Dispose();
            _clients.Clear();
        }
    }

    private async ValueTask<ModelAnswer> AskAsync(RoutingCourse course, ModelRequest request, CancellationToken cancellationToken)
    {
        var candidate = course.Current;
        var client = ClientFor(candidate, out var isShared);
        try
        {
            var began = _time.GetTimestamp();
            var response = await client.GetResponseAsync(request.Messages, OptionsFor(request), cancellationToken);
            var latency = _time.GetElapsedTime(began);
            var usage = ModelUsage.From(response.Usage);
            _logger.Answered(candidate.Options.Name, candidate.Model, latency.TotalMilliseconds, usage.InputTokens, usage.OutputTokens);
            return ToAnswer(response, candidate, usage, latency, course.Decisions);
        }
        finally
        {
            if (!isShared)
                client.Dispose();
        }
    }

    private static ModelAnswer ToAnswer(
        ChatResponse response, PlannedCandidate candidate, ModelUsage usage, TimeSpan latency, IReadOnlyList<ModelDecision> decisions)
    {
        var answer = CheckedAnswer.Of(response);
        return new ModelAnswer(
            answer?.Json.GetRawText() ?? response.Text,
            answer?.Json,
            candidate.Options.Name,
            response.ModelId ?? candidate.Model,
            Offline: candidate.Options.Kind == ProviderChain.OfflineName,
            usage,
            latency,
            answer?.Corrections ?? 0,
            decisions)
        {
            Usd = (usage.InputTokens * candidate.Options.InputPrice + usage.OutputTokens * candidate.Options.OutputPrice) / 1_000_000,
        };
    }

    private static ChatOptions OptionsFor(ModelRequest request)
    {
        var options = new ChatOptions
        {
            MaxOutputTokens = request.MaxOutputTokens,
            Temperature = request.Temperature,
            ResponseFormat = request.OutputSchema is { } schema ? ChatResponseFormat.ForJsonSchema(schema, "answer") : null,
        };
        if (request.Evidence is { } evidence)
            options.AdditionalProperties = new AdditionalPropertiesDictionary { [EvidenceKey] = evidence };
        return options;
    }

    /// <summary>Under this key of <see cref="ChatOptions.AdditionalProperties"/> the offline provider finds the whole evidence.</summary>
    internal const string EvidenceKey = "axle.evidence";

    private IChatClient ClientFor(PlannedCandidate candidate, out bool isShared)
    {
        var key = (candidate.Options.Name, candidate.Model);
        lock (_gate)
        {
            isShared = true;
            if (_clients.TryGetValue(key, out var known))
                return known;
            if (_clients.Count < MostClients)
                return _clients[key] = Connect(candidate);
        }

        isShared = false;
        return Connect(candidate);
    }

    // Read from the inside out, this is the way of a call.
    private StructuredAnswerClient Connect(PlannedCandidate candidate)
    {
        var provider = candidate.Provider.Connect(candidate.Options, candidate.Model, _time);
        var span = new SpanChatClient(provider, candidate.Provider.Description.TelemetryName, candidate.Model, _time);
        return new StructuredAnswerClient(span, candidate.Options.Name, _logger);
    }
}
