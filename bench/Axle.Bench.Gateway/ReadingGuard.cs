using System.Buffers;
using System.Runtime.CompilerServices;
using Axle.Models;
using Axle.Models.Guarding;
using Microsoft.Extensions.AI;

namespace Axle.Bench.Gateway;

/// <summary>A guard that reads every text on its way in and out, and finds nothing to object to.</summary>
internal sealed class ReadingGuard : IModelGuard
{
    private static readonly SearchValues<string> Words = SearchValues.Create(
        ["BEGIN PRIVATE KEY", "ignore all previous instructions", "password:"], StringComparison.OrdinalIgnoreCase);

    public ValueTask<IReadOnlyList<ChatMessage>> CheckInputAsync(ModelCall call, IReadOnlyList<ChatMessage> messages, CancellationToken cancellationToken)
    {
        foreach (var message in messages)
            Read(message.Contents);
        return new ValueTask<IReadOnlyList<ChatMessage>>(messages);
    }

    public ValueTask<ChatResponse> CheckOutputAsync(ModelCall call, ChatResponse response, CancellationToken cancellationToken)
    {
        foreach (var message in response.Messages)
            Read(message.Contents);
        return new ValueTask<ChatResponse>(response);
    }

    public async IAsyncEnumerable<ChatResponseUpdate> CheckStreamAsync(
        ModelCall call, IAsyncEnumerable<ChatResponseUpdate> updates, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var update in updates.WithCancellation(cancellationToken))
        {
            Read(update.Contents);
            yield return update;
        }
    }

    private static void Read(IList<AIContent> contents)
    {
        foreach (var content in contents)
        {
            if (content is TextContent text && text.Text.AsSpan().ContainsAny(Words))
                throw new AxleException(ErrorKind.Refused, "The text holds a word that this guard does not let pass.");
        }
    }
}
