using System.Text.Json;
using Microsoft.Extensions.AI;

namespace Axle.Models.Tests.Recorded;

/// <summary>What an answer says, in a form that can be compared: read from the provider's JSON by hand here, and by its client there.</summary>
internal sealed record TypedResult(string Text, string Thinking, string Calls, string Finish, ModelUsage? Usage, ErrorKind? Error = null)
{
    public static TypedResult Of(ErrorKind error) => new("", "", "", "", null, error);

    /// <summary>What the client makes of the next reply.</summary>
    public static async Task<TypedResult> AskAsync(IChatClient client, bool stream, CancellationToken stop)
    {
        try
        {
            return Of(stream
                ? await client.GetStreamingResponseAsync("Hello", cancellationToken: stop).ToChatResponseAsync(stop)
                : await client.GetResponseAsync("Hello", cancellationToken: stop));
        }
        catch (AxleException e)
        {
            return Of(e.Error.Kind);
        }
    }

    /// <summary>A call as text: its name and its arguments, members in order.</summary>
    public static string Call(string? name, JsonElement arguments) => $"{name}({Canonical(arguments)})";

    /// <summary>Usage of which only these counts are known.</summary>
    public static ModelUsage? Counts(long? input, long? output, long cached) =>
        input is null && output is null ? null : new ModelUsage(input ?? 0, output ?? 0, cached);

    private static TypedResult Of(ChatResponse response)
    {
        var contents = response.Messages.SelectMany(m => m.Contents).ToList();
        var usage = ModelUsage.From(response.Usage);
        return new TypedResult(
            response.Text,
            string.Concat(contents.OfType<TextReasoningContent>().Select(t => t.Text)),
            string.Join(' ', contents.OfType<FunctionCallContent>().Select(c => Call(c.Name, JsonSerializer.SerializeToElement(c.Arguments)))),
            response.FinishReason?.Value ?? "",
            usage.IsMissing ? null : new ModelUsage(usage.InputTokens, usage.OutputTokens, usage.CachedInputTokens));
    }

    private static string Canonical(JsonElement json) => json.ValueKind switch
    {
        JsonValueKind.Undefined or JsonValueKind.Null => "{}",
        JsonValueKind.Object => "{" +
            string.Join(',', json.EnumerateObject().OrderBy(m => m.Name, StringComparer.Ordinal).Select(m => $"{m.Name}:{Canonical(m.Value)}")) + "}",
        JsonValueKind.Array => "[" + string.Join(',', json.EnumerateArray().Select(Canonical)) + "]",
        JsonValueKind.String => JsonSerializer.Serialize(json.GetString()),
        _ => json.GetRawText(),
    };
}
