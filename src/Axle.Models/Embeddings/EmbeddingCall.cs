using System.Collections.Immutable;
using Axle.Models.Limits;
using Microsoft.Extensions.AI;

namespace Axle.Models.Embeddings;

/// <summary>
/// One request for vectors on its way: what was asked, and what is known afterwards, also when it fails. One call belongs to one caller; it is not safe
/// for concurrent use.
/// </summary>
/// <param name="request">What is asked, and for whom.</param>
public sealed class EmbeddingCall(EmbeddingRequest request)
{
    /// <summary>What is asked, and for whom.</summary>
    public EmbeddingRequest Request { get; } = request;

    /// <summary>Every choice of a provider so far, first to last; the last one answered.</summary>
    public ImmutableArray<ModelDecision> Decisions => Inner.Decisions;

    /// <summary>What every attempt cost, also of those that failed; empty when nothing was spent.</summary>
    public ImmutableArray<ModelCharge> Charges => Inner.Charges;

    /// <summary>How the limits stand of the key that was asked last, or that kept the call from being made; null when none was.</summary>
    public LimitStanding? LimitsAt(DateTimeOffset now) => Inner.LimitsAt(now);

    /// <summary>The call as guards, gate and router see it.</summary>
    internal ModelCall Inner { get; } = new(new ModelRequest(MessagesOf(request.Texts))
    {
        Provider = request.Provider,
        Model = request.Model,
        Scope = request.Scope,
        Deadline = request.Deadline,
    })
    {
        IsForVectors = true,
    };

    private static List<ChatMessage> MessagesOf(IReadOnlyList<string> texts) => [.. texts.Select(static text => new ChatMessage(ChatRole.User, text))];
}
