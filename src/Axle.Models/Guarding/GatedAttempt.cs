using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.AI;

namespace Axle.Models.Guarding;

/// <summary>Has the gate decide about an attempt, and makes of the call what the gate wants.</summary>
/// <param name="gate">Decides; null lets everything pass.</param>
internal sealed class GatedAttempt(IModelGate? gate)
{
    /// <summary>The options that the model is asked with, and why it is not asked; the latter is null when it is.</summary>
    public async ValueTask<(ChatOptions? Options, AxleError? Denied)> PassAsync(
        ModelRequest request, string provider, string model, IEnumerable<ChatMessage> messages, ChatOptions? options, CancellationToken cancellationToken)
    {
        if (gate is null)
            return (options, null);
        var arguments = Arguments(provider, messages, options, vectors: false);
        var answer = await gate.DecideAsync(new ModelGateCall(request, model, arguments), cancellationToken);
        if (answer.Denied is { } why)
            return (options, Refusal(provider, model, why));
        var (changed, unusable) = GatedOptions.Changed(options, answer.Arguments);
        return (changed, unusable is null ? null : Refusal(provider, model, unusable));
    }

    /// <summary>Why texts may not become vectors; null when they may.</summary>
    public async ValueTask<AxleError?> RefusedAsync(
        ModelRequest request, string provider, string model, CancellationToken cancellationToken)
    {
        if (gate is null)
            return null;
        var answer = await gate.DecideAsync(new ModelGateCall(request, model, Arguments(provider, request.Messages, null, vectors: true)), cancellationToken);
        return answer.Denied is { } why ? Refusal(provider, model, why) : null;
    }

    private static AxleError Refusal(string provider, string model, string why) =>
        new(ErrorKind.Refused, $"Model '{model}' of {provider} may not be asked: {why}");

    private static JsonElement Arguments(string provider, IEnumerable<ChatMessage> messages, ChatOptions? options, bool vectors)
    {
        var (count, characters) = (0, 0L);
        foreach (var message in messages)
            (count, characters) = (count + 1, characters + message.Text.Length);
        var arguments = new JsonObject
        {
            ["provider"] = provider,
            ["messages"] = count,
            ["characters"] = characters,
            ["vectors"] = vectors,
            ["maxOutputTokens"] = options?.MaxOutputTokens ?? GatedOptions.Unlimited,
            ["tools"] = new JsonArray([.. (options?.Tools ?? []).Select(static t => (JsonNode)t.Name)]),
        };
        if (options?.Temperature is { } temperature)
            arguments["temperature"] = temperature;
        return JsonSerializer.SerializeToElement(arguments);
    }
}
