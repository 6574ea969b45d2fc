using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using Axle.Models.Configuration;
using Axle.Models.Providers;
using Axle.Models.Providers.Offline;
using Microsoft.Extensions.AI;

namespace Axle.Models.Tests.Routing;

/// <summary>A provider that does what a test says, turn by turn; after its script it answers with its name.</summary>
internal sealed class ScriptedProvider(string name) : IModelProvider
{
    private readonly ConcurrentQueue<Turn> _script = new();

    public ProviderDescription Description { get; } = new(name, [], $"{name}-model", 10, NeedsKey: true, [$"{name}_KEY"], null, [$"{name}-"], name);

    /// <summary>What it was asked, in order.</summary>
    public ConcurrentQueue<(string Model, string Key, List<ChatMessage> Messages)> Asked { get; } = new();

    public static ModelGateway Gateway(TimeProvider time, GatewayServices services, ModelOptions options, params ScriptedProvider[] providers) =>
        new(options, [.. providers, new OfflineProvider()], time, logger: null, services);

    public static ModelGateway Gateway(TimeProvider time, params ScriptedProvider[] providers) =>
        Gateway(time, new GatewayServices(), new ModelOptions([.. providers.Select((p, i) => p.Options(i + 1))]), providers);

    public ProviderOptions Options(int priority) => new(name, name)
    {
        Priority = priority,
        DefaultModel = Description.DefaultModel,
        Key = new Secret($"secret-of-{name}"),
        KeyVariables = Description.KeyVariables,
    };

    /// <summary>Its next turn: pieces of an answer, and then perhaps a failure.</summary>
    public ScriptedProvider Then(AxleError? failure, params AIContent[] pieces)
    {
        _script.Enqueue(new Turn(failure, pieces, Gate: null));
        return this;
    }

    public ScriptedProvider Fails(ErrorKind kind, int times = 1, TimeSpan? wait = null)
    {
        for (var i = 0; i < times; i++)
            Then(new AxleError(kind, $"{name} is scripted to fail.", wait));
        return this;
    }

    /// <summary>Its next turn waits for the task.</summary>
    public ScriptedProvider Waits(Task gate)
    {
        _script.Enqueue(new Turn(null, [new TextContent(name)], gate));
        return this;
    }

    public IChatClient Connect(ProviderOptions options, string model, TimeProvider time) => new Client(this, options, model);

    private sealed record Turn(AxleError? Failure, AIContent[] Pieces, Task? Gate);

    private sealed class Client(ScriptedProvider provider, ProviderOptions options, string model) : IChatClient
    {
        public async Task<ChatResponse> GetResponseAsync(
            IEnumerable<ChatMessage> messages, ChatOptions? chat = null, CancellationToken cancellationToken = default) =>
            await GetStreamingResponseAsync(messages, chat, cancellationToken).ToChatResponseAsync(cancellationToken);

        public async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
            IEnumerable<ChatMessage> messages, ChatOptions? chat = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
        {
            provider.Asked.Enqueue((model, options.Key?.Reveal() ?? "", [.. messages]));
            if (!provider._script.TryDequeue(out var turn))
                turn = new Turn(null, [new TextContent(provider.Description.Name)], null);
            if (turn.Gate is { } gate)
                await gate.WaitAsync(cancellationToken);
            foreach (var piece in turn.Pieces)
                yield return new ChatResponseUpdate(ChatRole.Assistant, [piece]);
            if (turn.Failure is { } failure)
                throw new AxleException(failure);
            yield return new ChatResponseUpdate(ChatRole.Assistant, [new UsageContent(new UsageDetails { InputTokenCount = 10, OutputTokenCount = 5 })])
            {
                FinishReason = ChatFinishReason.Stop,
            };
        }

        public object? GetService(Type serviceType, object? serviceKey = null) => null;

        public void Dispose()
        {
        }
    }
}
