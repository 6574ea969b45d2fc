using System.Runtime.CompilerServices;
using Axle.Models.Answers;
using Axle.Models.Cache;
using Microsoft.Extensions.AI;

namespace Axle.Models.Guarding;

/// <summary>
/// Shows what goes in to every guard in turn, and what comes out in the opposite order. An answer that one of them redacts is taken out of the cache.
/// </summary>
internal sealed class GuardChatClient(IChatClient inner, IReadOnlyList<IModelGuard> guards, AnswerShelf answers) : DelegatingChatClient(inner)
{
    public override async Task<ChatResponse> GetResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
    {
        var call = ModelCall.Of(options);
        var response = await base.GetResponseAsync(await CheckAsync(call, messages, cancellationToken), options, cancellationToken);
        for (var i = guards.Count - 1; i >= 0; i--)
            response = await guards[i].CheckOutputAsync(call, response, cancellationToken);
        if (Redaction.IsOn(response))
            await answers.WithdrawAsync(call);
        // A guard that changed a structured answer changed its text; what is read of it is that.
        if (CheckedAnswer.Of(response) is { } structured && response.Text != structured.Json.GetRawText() && AnswerJson.TryFind(response.Text, out var json))
            (structured with { Json = json }).PutOn(response);
        return response;
    }

    public override async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var call = ModelCall.Of(options);
        var updates = base.GetStreamingResponseAsync(await CheckAsync(call, messages, cancellationToken), options, cancellationToken);
        for (var i = guards.Count - 1; i >= 0; i--)
            updates = guards[i].CheckStreamAsync(call, updates, cancellationToken);
        var isRedacted = false;
        try
        {
            await foreach (var update in updates)
            {
                isRedacted |= Redaction.IsOn(update);
                yield return update;
            }
        }
        finally
        {
            if (isRedacted)
                await answers.WithdrawAsync(call);
        }
    }

    private async ValueTask<IReadOnlyList<ChatMessage>> CheckAsync(ModelCall call, IEnumerable<ChatMessage> messages, CancellationToken cancellationToken)
    {
        var checkedMessages = messages as IReadOnlyList<ChatMessage> ?? [.. messages];
        foreach (var guard in guards)
            checkedMessages = await guard.CheckInputAsync(call, checkedMessages, cancellationToken);
        return checkedMessages;
    }
}
