using System.Runtime.CompilerServices;
using Axle.Models.Configuration;
using Axle.Models.Providers;
using Microsoft.Extensions.AI;

namespace Axle.CrashHost.Spending;

/// <summary>A provider that answers after some milliseconds with as many tokens as were asked for, or fewer, and after some answers never again.</summary>
internal sealed class Spender(int answers) : IModelProvider, IChatClient
{
    private int _asked;

    public ProviderDescription Description { get; } = new("spender", [], "m", 1, NeedsKey: false, [], null, [], "spender");

    public IChatClient Connect(ProviderOptions options, string model, TimeProvider time) => this;

    public async Task<ChatResponse> GetResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
    {
        var pause = Interlocked.Increment(ref _asked) > answers ? Timeout.InfiniteTimeSpan : TimeSpan.FromMilliseconds(Random.Shared.Next(2, 12));
        await Task.Delay(pause, TimeProvider.System, cancellationToken);
        return new ChatResponse(new ChatMessage(ChatRole.Assistant, "Hi"))
        {
            Usage = new UsageDetails { InputTokenCount = 5, OutputTokenCount = Random.Shared.Next(1, 1 + Math.Min(500, options!.MaxOutputTokens ?? 500)) },
        };
    }

    public async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        foreach (var update in (await GetResponseAsync(messages, options, cancellationToken)).ToChatResponseUpdates())
            yield return update;
    }

    public object? GetService(Type serviceType, object? serviceKey = null) => null;

    public void Dispose()
    {
    }
}
