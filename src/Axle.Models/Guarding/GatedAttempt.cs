using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.AI;

namespace Axle.Models.Guarding;

/// <summary>Has the gate decide about an attempt, and makes of the call what the gate wants.</summary>
/// <param name="gate">Decides; null lets everything pass.</param>
internal sealed class GatedAttempt(IModelGate? gate)
{
    // Who asks for no limit asks for much: so a policy that limits answers limits these, too.
    private const int Unlimited = 1_000_000;

    /// <summary>The options that the model is asked with, and why it is not asked; the latter is null when it is.</summary>
    public async ValueTask<(ChatOptions? Options, AxleError? Denied)> PassAsync(
        ModelRequest request, string provider, string model, IEnumerable<ChatMessage> messages, ChatOptions? options, CancellationToken cancellationToken)
    {
        if (gate is null)
            return (options, null);
        var arguments = Arguments(provider, messages, options, vectors: false);
        var answer = await gate.DecideAsync(new ModelGateCall(request, model, arguments), cancellationToken);
        return answer.Denied is { } why ? (options, Refusal(provider, model, why)) : (Changed(options, answer.Arguments), null);
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
            ["maxOutputTokens"] = options?.MaxOutputTokens ?? Unlimited,
            ["tools"] = new JsonArray([.. (options?.Tools ?? []).Select(static t => (JsonNode)t.Name)]),
        };
        if (options?.Temperature is { } temperature)
            arguments["temperature"] = temperature;
        return JsonSerializer.SerializeToElement(arguments);
    }

    private static ChatOptions? Changed(ChatOptions? options, JsonElement? arguments)
    {
        if (options is null || arguments is not { ValueKind: JsonValueKind.Object } wanted)
            return options;
        var changed = options.Clone();
        if (Number(wanted, "maxOutputTokens") is >= 1 and < Unlimited and var tokens)
            changed.MaxOutputTokens = (int)tokens;
        if (Number(wanted, "temperature") is { } degree)
            changed.Temperature = (float)degree;
        if (changed.Tools is { Count: > 0 } tools && wanted.TryGetProperty("tools", out var names) && names.ValueKind == JsonValueKind.Array)
        {
            var kept = names.EnumerateArray().Select(static n => n.GetString()).ToHashSet(StringComparer.Ordinal);
            changed.Tools = [.. tools.Where(t => kept.Contains(t.Name))];
        }

        return changed;
    }

    // A policy that sets a value writes a text.
    private static double? Number(JsonElement arguments, string name) =>
        arguments.TryGetProperty(name, out var value) && double.TryParse(
            value.ValueKind == JsonValueKind.String ? value.GetString() : value.GetRawText(), NumberStyles.Float, CultureInfo.InvariantCulture, out var number)
            ? number
            : null;
}
