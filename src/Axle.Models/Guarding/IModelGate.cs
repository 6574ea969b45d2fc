using System.Text.Json;

namespace Axle.Models.Guarding;

/// <summary>
/// Decides whether a model may be asked. Asked before every attempt at every provider, stand-ins and vectors included, once it is known which model it
/// is; not for an answer out of the cache, for which no model is asked. What it throws stops the call.
/// </summary>
public interface IModelGate
{
    /// <summary>Decides.</summary>
    /// <param name="asked">What is about to be asked of whom.</param>
    /// <param name="cancellationToken">Fires when nobody waits any more.</param>
    ValueTask<ModelGateAnswer> DecideAsync(ModelGateCall asked, CancellationToken cancellationToken);
}

/// <summary>A model that is about to be asked.</summary>
/// <param name="Request">What is asked, and for whom.</param>
/// <param name="Model">The model.</param>
/// <param name="Arguments">
/// What can be told of it without its texts: <c>{provider, messages, characters, maxOutputTokens, temperature?, tools: [name], vectors}</c>; a call
/// without a limit of tokens counts as one of 1,000,000.
/// </param>
public sealed record ModelGateCall(ModelRequest Request, string Model, JsonElement Arguments);

/// <summary>What a gate says.</summary>
/// <param name="Denied">Why the model may not be asked; null when it may.</param>
public sealed record ModelGateAnswer(string? Denied)
{
    /// <summary>The model may be asked.</summary>
    public static ModelGateAnswer Allowed { get; } = new(Denied: null);

    /// <summary>Other arguments: <c>maxOutputTokens</c>, <c>temperature</c> and <c>tools</c> of them are used. Null for those of the call.</summary>
    public JsonElement? Arguments { get; init; }
}
