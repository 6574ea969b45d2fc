using Microsoft.Extensions.AI;

namespace Axle.Models.Guarding;

/// <summary>
/// The place where guardrails join the pipeline, before everything else on the way in and after everything else on the way out. It may
/// change what passes, mark it as redacted, or throw an <see cref="AxleException"/> of kind <see cref="ErrorKind.Refused"/>.
/// </summary>
public interface IModelGuard
{
    /// <summary>Sees the messages before a model or the cache does.</summary>
    /// <returns>The messages that go on: the same list when nothing was changed.</returns>
    ValueTask<IReadOnlyList<ChatMessage>> CheckInputAsync(ModelCall call, IReadOnlyList<ChatMessage> messages, CancellationToken cancellationToken);

    /// <summary>Sees a whole answer before the caller does.</summary>
    ValueTask<ChatResponse> CheckOutputAsync(ModelCall call, ChatResponse response, CancellationToken cancellationToken);

    /// <summary>Sees a stream before the caller does; it may hold updates back.</summary>
    IAsyncEnumerable<ChatResponseUpdate> CheckStreamAsync(ModelCall call, IAsyncEnumerable<ChatResponseUpdate> updates, CancellationToken cancellationToken);
}
