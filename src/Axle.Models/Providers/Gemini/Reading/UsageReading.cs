using System.Text.Json;
using Axle.Models.Wire.Json;
using Microsoft.Extensions.AI;

namespace Axle.Models.Providers.Gemini.Reading;

/// <summary>
/// Adds up what an answer used. Gemini counts thoughts beside the answer and what Google's tools put into the prompt beside the prompt; both are
/// billed. In a stream every chunk tells the counts so far.
/// </summary>
internal sealed class UsageReading
{
    private long? _prompt, _answer, _thoughts, _toolPrompt, _cached;
    private long _audioIn, _audioOut, _imageOut, _searches;

    /// <summary>Takes the counts that are there; those that are not keep their value.</summary>
    public void Take(JsonElement root)
    {
        var usage = root.Field("usageMetadata");
        _prompt = usage.Count("promptTokenCount") ?? _prompt;
        _answer = usage.Count("candidatesTokenCount") ?? usage.Count("responseTokenCount") ?? _answer;
        _thoughts = usage.Count("thoughtsTokenCount") ?? _thoughts;
        _toolPrompt = usage.Count("toolUsePromptTokenCount") ?? _toolPrompt;
        _cached = usage.Count("cachedContentTokenCount") ?? _cached;
        _audioIn = Math.Max(_audioIn, Of(usage, "promptTokensDetails", "AUDIO") + Of(usage, "toolUsePromptTokensDetails", "AUDIO"));
        _audioOut = Math.Max(_audioOut, Of(usage, "candidatesTokensDetails", "AUDIO"));
        _imageOut = Math.Max(_imageOut, Of(usage, "candidatesTokensDetails", "IMAGE"));
        _searches = Math.Max(_searches, Grounding.Searches(root));
    }

    /// <summary>The sum; null when nothing was told.</summary>
    public UsageDetails? ToDetails()
    {
        if (_prompt is null && _answer is null)
            return null;
        var details = new UsageDetails
        {
            InputTokenCount = (_prompt ?? 0) + (_toolPrompt ?? 0),
            OutputTokenCount = (_answer ?? 0) + (_thoughts ?? 0),
            CachedInputTokenCount = _cached ?? 0,
            ReasoningTokenCount = _thoughts,
            AdditionalCounts = [],
        };
        details.TotalTokenCount = details.InputTokenCount + details.OutputTokenCount;
        Add(details, UsageParts.AudioInput, _audioIn);
        Add(details, UsageParts.AudioOutput, _audioOut);
        Add(details, UsageParts.ImageOutput, _imageOut);
        Add(details, UsageParts.ServerTool + "google_search", _searches);
        return details;
    }

    private static void Add(UsageDetails details, string name, long count)
    {
        if (count != 0)
            details.AdditionalCounts![name] = count;
    }

    private static long Of(JsonElement usage, string part, string modality) =>
        usage.Items(part).Where(d => d.Text("modality") == modality).Sum(d => d.Count("tokenCount") ?? 0);
}
