using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using Axle.Models.Configuration;
using Axle.Models.Providers;
using Axle.Models.Providers.Offline;
using Microsoft.Extensions.AI;

namespace Axle.Models.Tests.Cache;

/// <summary>A provider in this process: it answers by a function, counts how often it was asked, and makes vectors when told how.</summary>
internal sealed class ScriptedModel(Func<IReadOnlyList<ChatMessage>, ChatResponse> answer, Func<string, float[]>? vector = null) : IModelProvider
{
    private int _calls;

    /// <summary>How often a model was asked.</summary>
    public int Calls => _calls;

    /// <summary>Every conversation as it was asked.</summary>
    public ConcurrentQueue<IReadOnlyList<ChatMessage>> Asked { get; } = new();

    /// <summary>Answers wait for it.</summary>
    public Task Gate { get; set; } = Task.CompletedTask;

    /// <summary>Completes when the model is asked for the first time.</summary>
    public TaskCompletionSource Begun { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Completes when a call is given up.</summary>
    public TaskCompletionSource GivenUp { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>The updates of a stream; null makes them from the answer, one a word.</summary>
    public Func<ChatResponse, IEnumerable<ChatResponseUpdate>>? Updates { get; init; }

    public ProviderDescription Description { get; } = new("scripted", [], "model-1", 10, false, [], null, [], "scripted");

    public static ScriptedModel Saying(Func<string, string> text, Func<string, float[]>? vector = null) =>
        new(messages => Answer(text(messages[^1].Text)), vector);

    public static ChatResponse Answer(string text, ChatFinishReason? finish = null) => new(new ChatMessage(ChatRole.Assistant, text))
    {
        FinishReason = finish ?? ChatFinishReason.Stop,
        ModelId = "model-1-today",
        Usage = new UsageDetails { InputTokenCount = 10, OutputTokenCount = 5 },
    };

    public ModelGateway Gateway(Models.Cache.CacheOptions cache, TimeProvider? time = null, GatewayServices? services = null) => new(
        new ModelOptions([new ProviderOptions("scripted", "scripted") { DefaultModel = "model-1" }]) { Cache = cache }, [this, new OfflineProvider()], time, null, services);

    public IChatClient Connect(ProviderOptions options, string model, TimeProvider time) => new Client(this);

    public IEmbeddingGenerator<string, Embedding<float>>? ConnectEmbeddings(ProviderOptions options, string model, TimeProvider time) =>
        vector is null ? null : new Vectors(vector);

    private async Task<ChatResponse> AnswerAsync(IEnumerable<ChatMessage> messages, CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref _calls);
        List<ChatMessage> asked = [.. messages];
        Asked.Enqueue(asked);
        Begun.TrySetResult();
        try
        {
            await Gate.WaitAsync(cancellationToken);
        }
        catch (OperationCanceledException)
        {
            GivenUp.TrySetResult();
            throw;
        }

        return answer(asked);
    }

    private sealed class Client(ScriptedModel model) : IChatClient
    {
        public Task<ChatResponse> GetResponseAsync(
            IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default) =>
            model.AnswerAsync(messages, cancellationToken);

        public async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
            IEnumerable<ChatMessage> messages, ChatOptions? options = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
        {
            var response = await model.AnswerAsync(messages, cancellationToken);
            foreach (var update in model.Updates?.Invoke(response) ?? Words(response))
                yield return update;
        }

        public object? GetService(Type serviceType, object? serviceKey = null) => null;

        public void Dispose()
        {
        }

        private static IEnumerable<ChatResponseUpdate> Words(ChatResponse response)
        {
            foreach (var word in response.Text.Split(' ').Select((word, index) => index == 0 ? word : " " + word))
                yield return new ChatResponseUpdate(ChatRole.Assistant, word) { ModelId = response.ModelId };
            yield return new ChatResponseUpdate(ChatRole.Assistant, [new UsageContent(response.Usage!)]) { FinishReason = response.FinishReason };
        }
    }

    private sealed class Vectors(Func<string, float[]> vector) : IEmbeddingGenerator<string, Embedding<float>>
    {
        public Task<GeneratedEmbeddings<Embedding<float>>> GenerateAsync(
            IEnumerable<string> values, EmbeddingGenerationOptions? options = null, CancellationToken cancellationToken = default) =>
            Task.FromResult(new GeneratedEmbeddings<Embedding<float>>(values.Select(value => new Embedding<float>(vector(value))))
            {
                Usage = new() { InputTokenCount = 3 },
            });

        public object? GetService(Type serviceType, object? serviceKey = null) => null;

        public void Dispose()
        {
        }
    }
}
