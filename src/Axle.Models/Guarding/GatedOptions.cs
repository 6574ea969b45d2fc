using System.Globalization;
using System.Text.Json;
using Microsoft.Extensions.AI;

namespace Axle.Models.Guarding;

/// <summary>
/// Makes of a call's options what a gate wants. What cannot be carried out stops the call: a change that is ignored would let pass what it should stop.
/// </summary>
internal static class GatedOptions
{
    /// <summary>Who asks for no limit asks for much: so a policy that limits answers limits these, too.</summary>
    public const int Unlimited = 1_000_000;

    /// <summary>The options that the model is asked with, and why it is not asked; the latter is null when it is.</summary>
    public static (ChatOptions? Options, string? Unusable) Changed(ChatOptions? options, JsonElement? arguments)
    {
        if (arguments is not { } wanted)
            return (options, null);
        if (wanted.ValueKind != JsonValueKind.Object)
            return (options, "a policy gave arguments that are no object.");
        var changed = options?.Clone() ?? new ChatOptions();
        return (changed, Tokens(changed, wanted) ?? Temperature(changed, wanted) ?? Tools(changed, wanted));
    }

    private static string? Tokens(ChatOptions changed, JsonElement wanted)
    {
        if (!wanted.TryGetProperty("maxOutputTokens", out var limit))
            return null;
        if (Number(limit) is not (>= 1 and var tokens))
            return "a policy leaves its answer no tokens: 'maxOutputTokens' is to be a number of at least 1.";
        if (tokens < Unlimited)
            changed.MaxOutputTokens = (int)tokens;
        return null;
    }

    private static string? Temperature(ChatOptions changed, JsonElement wanted)
    {
        if (!wanted.TryGetProperty("temperature", out var temperature))
            return null;
        if (temperature.ValueKind != JsonValueKind.Null && Number(temperature) is not >= 0)
            return "a policy sets a 'temperature' that is no number of at least 0.";
        changed.Temperature = (float?)Number(temperature);
        return null;
    }

    // A list that was removed, whether by name or by value, leaves no tool.
    private static string? Tools(ChatOptions changed, JsonElement wanted)
    {
        if (changed.Tools is not { Count: > 0 } tools)
            return null;
        HashSet<string?> kept = [];
        if (wanted.TryGetProperty("tools", out var names) && names.ValueKind != JsonValueKind.Null)
        {
            if (names.ValueKind is not (JsonValueKind.Array or JsonValueKind.String))
                return "a policy sets 'tools' to something that is no list of names.";
            IEnumerable<JsonElement> listed = names.ValueKind == JsonValueKind.Array ? names.EnumerateArray() : [names];
            kept = [.. listed.Where(static n => n.ValueKind == JsonValueKind.String).Select(static n => n.GetString())];
        }

        if (tools.All(t => kept.Contains(t.Name)))
            return null;
        changed.Tools = [.. tools.Where(t => kept.Contains(t.Name))];
        // A call that must be made of a tool that is not there cannot be made.
        if (changed.Tools.Count == 0 || changed.ToolMode is RequiredChatToolMode { RequiredFunctionName: { } required } && !kept.Contains(required))
            changed.ToolMode = null;
        return null;
    }

    // A policy that sets a value writes a text.
    private static double? Number(JsonElement value) =>
        double.TryParse(
            value.ValueKind == JsonValueKind.String ? value.GetString() : value.GetRawText(), NumberStyles.Float, CultureInfo.InvariantCulture, out var number)
        && double.IsFinite(number)
            ? number
            : null;
}
