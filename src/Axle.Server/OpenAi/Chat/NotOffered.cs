using System.Text.Json;
using Axle.Server.OpenAi.Errors;
using Axle.Server.OpenAi.Json;

namespace Axle.Server.OpenAi.Chat;

/// <summary>Wishes of OpenAI's interface that the gateway does not fulfil. They are refused: whoever asks must not take silence for a yes.</summary>
internal static class NotOffered
{
    /// <summary>Refuses a request that has one of them.</summary>
    /// <exception cref="ApiException">It has; the error names the field.</exception>
    public static void Refuse(JsonElement body)
    {
        if (body.Whole("n", 1) is > 1)
            throw No("n", "This gateway gives one choice a request: leave out 'n', and ask again for another.");
        if (body.Truth("logprobs") is true)
            throw No("logprobs", "This gateway does not tell how likely tokens were: leave out 'logprobs'.");
        if (body.Whole("top_logprobs", 0) is > 0)
            throw No("top_logprobs", "This gateway does not tell how likely tokens were: leave out 'top_logprobs'.");
        if (body.List("modalities", "") is { } modalities && modalities.EnumerateArray().Any(static m => !IsOffered(m)))
            throw No("modalities", "This gateway answers in text and pictures: leave out 'modalities', or ask for [\"text\"] or [\"image\", \"text\"].");
        if (body.Field("audio") is not null)
            throw No("audio", "This gateway does not answer in sound: leave out 'audio'. Sound in messages is taken, as 'input_audio'.");
        if (body.Field("functions") is not null)
            throw No("functions", "'functions' is OpenAI's old word: send 'tools' instead.");
        if (body.Field("function_call") is not null)
            throw No("function_call", "'function_call' is OpenAI's old word: send 'tool_choice' instead.");
    }

    /// <summary>The error for one of them.</summary>
    public static ApiException No(string field, string message) => ApiErrors.Invalid(field, message, "unsupported_parameter");

    private static bool IsOffered(JsonElement modality) =>
        modality.ValueKind == JsonValueKind.String && (modality.ValueEquals("text"u8) || modality.ValueEquals("image"u8));
}
