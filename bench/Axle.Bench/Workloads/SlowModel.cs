using Axle.Models.Configuration;
using Axle.Models.Providers;
using Microsoft.Extensions.AI;

namespace Axle.Bench.Workloads;

/// <summary>A model in this process that takes its time, calls the tool <c>echo</c> some times, and then answers.</summary>
internal sealed class SlowModel(int toolCalls) : IModelProvider
{
    public const string Name = "slow";

    public static readonly TimeSpan Latency = TimeSpan.FromMilliseconds(200);

    public ProviderDescription Description { get; } = new(Name, [], "slow-1", Priority: 1, NeedsKey: false, [], null, ["slow-"], "bench.slow");

    public IChatClient Connect(ProviderOptions options, string model, TimeProvider time) => new Client(toolCalls);

    private sealed class Client(int toolCalls) : IChatClient
    {
        public async Task<ChatResponse> GetResponseAsync(
            IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
        {
            await Task.Delay(Latency, cancellationToken);
            var called = messages.SelectMany(static m => m.Contents).Count(static c => c is FunctionResultContent);
            var call = new FunctionCallContent($"c{called}", "echo", new Dictionary<string, object?> { ["text"] = $"{called}" });
            var answer = called < toolCalls
                ? new ChatMessage(ChatRole.Assistant, [new TextContent("Once more."), call])
                : new ChatMessage(ChatRole.Assistant, """{"summary":"Echoed.","done":true}""");
            return new ChatResponse(answer) { ModelId = "slow-1", Usage = new UsageDetails { InputTokenCount = 100, OutputTokenCount = 20 } };
        }

        public IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
            IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default) =>
            throw new NotSupportedException("Agents ask for whole answers.");

        public object? GetService(Type serviceType, object? serviceKey = null) => null;

        public void Dispose()
        {
        }
    }
}
