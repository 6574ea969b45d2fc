using Axle.Models.Configuration;
using Axle.Models.Providers;
using Microsoft.Extensions.AI;

namespace Axle.Agents.Tests.Support;

/// <summary>A model provider whose answers a test writes.</summary>
internal sealed class ScriptedProvider(Func<string, string> answer) : IModelProvider
{
    public const string Name = "scripted";

    public List<string> Asked { get; } = [];

    public ProviderDescription Description { get; } =
        new(Name, [], "script-1", Priority: 1, NeedsKey: false, [], null, ["script-"], "test.scripted");

    public IChatClient Connect(ProviderOptions options, string model, TimeProvider time) => new Client(this, answer);

    private sealed class Client(ScriptedProvider provider, Func<string, string> answer) : IChatClient
    {
        public Task<ChatResponse> GetResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null,
            CancellationToken cancellationToken = default)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var text = string.Join('\n', messages.Select(message => message.Text));
            lock (provider.Asked)
                provider.Asked.Add(text);
            return Task.FromResult(new ChatResponse(new ChatMessage(ChatRole.Assistant, answer(text)))
            {
                ModelId = "script-1",
                Usage = new UsageDetails { InputTokenCount = 8, OutputTokenCount = 4 },
            });
        }

        public IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
            IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default) =>
            throw new NotSupportedException("The gateway asks for whole answers.");

        public object? GetService(Type serviceType, object? serviceKey = null) => null;

        public void Dispose()
        {
        }
    }
}
