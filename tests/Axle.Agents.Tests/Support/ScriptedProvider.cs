using Axle.Models.Configuration;
using Axle.Models.Providers;
using Microsoft.Extensions.AI;

namespace Axle.Agents.Tests.Support;

/// <summary>A model provider whose answers a test writes.</summary>
internal sealed class ScriptedProvider(Func<IReadOnlyList<ChatMessage>, ChatOptions?, ChatMessage> answer) : IModelProvider
{
    public const string Name = "scripted";

    public ScriptedProvider(Func<string, string> answer)
        : this((messages, _) => new ChatMessage(ChatRole.Assistant, answer(string.Join('\n', messages.Select(static m => m.Text)))))
    {
    }

    public List<string> Asked { get; } = [];

    public ProviderDescription Description { get; } =
        new(Name, [], "script-1", Priority: 1, NeedsKey: false, [], null, ["script-"], "test.scripted");

    public IChatClient Connect(ProviderOptions options, string model, TimeProvider time) => new Client(this, answer);

    private sealed class Client(ScriptedProvider provider, Func<IReadOnlyList<ChatMessage>, ChatOptions?, ChatMessage> answer) : IChatClient
    {
        public Task<ChatResponse> GetResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null,
            CancellationToken cancellationToken = default)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var said = messages.ToArray();
            lock (provider.Asked)
                provider.Asked.Add(string.Join('\n', said.Select(TextOf)));
            return Task.FromResult(new ChatResponse(answer(said, options))
            {
                ModelId = "script-1",
                Usage = new UsageDetails { InputTokenCount = 8, OutputTokenCount = 4 },
            });
        }

        public IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
            IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default) =>
            throw new NotSupportedException("The gateway asks for whole answers.");

        private static string TextOf(ChatMessage message) =>
            string.Join('\n', message.Contents.Select(static c => c is FunctionResultContent result ? result.Result?.ToString() : c.ToString()));

        public object? GetService(Type serviceType, object? serviceKey = null) => null;

        public void Dispose()
        {
        }
    }
}
