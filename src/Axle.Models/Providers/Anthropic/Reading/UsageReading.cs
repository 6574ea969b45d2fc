using System.Text.Json;
using Axle.Models.Wire.Json;
using Microsoft.Extensions.AI;

namespace Axle.Models.Providers.Anthropic.Reading;

/// <summary>
/// Adds up what an answer used. Anthropic counts what was read from and written to its cache beside <c>input_tokens</c>, not in it. In a stream
/// the last counts are told at the end and replace those of the beginning.
/// </summary>
internal sealed class UsageReading
{
    private readonly SortedDictionary<string, long> _others = new(StringComparer.Ordinal);
    private long? _input, _output, _thinking, _cacheRead, _cacheWrite, _longCacheWrite;

    /// <summary>Takes the counts that are there; those that are not keep their value.</summary>
    public void Take(JsonElement usage)
    {
        _input = usage.Count("input_tokens") ?? _input;
        _output = usage.Count("output_tokens") ?? _output;
        _thinking = usage.Field("output_tokens_details").Count("thinking_tokens") ?? _thinking;
        _cacheRead = usage.Count("cache_read_input_tokens") ?? _cacheRead;
        _cacheWrite = usage.Count("cache_creation_input_tokens") ?? _cacheWrite;
        _longCacheWrite = usage.Field("cache_creation").Count("ephemeral_1h_input_tokens") ?? _longCacheWrite;
        foreach (var tool in usage.Field("server_tool_use").Members())
        {
            if (tool.Value.ValueKind == JsonValueKind.Number && tool.Value.TryGetInt64(out var uses))
                _others[UsageParts.ServerTool + Shorten(tool.Name)] = uses;
        }

        TakeIterations(usage.Items("iterations"));
    }

    /// <summary>The sum; null when nothing was told.</summary>
    public UsageDetails? ToDetails()
    {
        if (_input is null && _output is null)
            return null;
        var details = new UsageDetails
        {
            InputTokenCount = (_input ?? 0) + (_cacheRead ?? 0) + (_cacheWrite ?? 0),
            OutputTokenCount = _output ?? 0,
            CachedInputTokenCount = _cacheRead ?? 0,
            ReasoningTokenCount = _thinking,
            AdditionalCounts = new()
            {
                [UsageParts.CacheWrite] = Math.Max(0, (_cacheWrite ?? 0) - (_longCacheWrite ?? 0)),
                [UsageParts.LongCacheWrite] = _longCacheWrite ?? 0,
            },
        };
        foreach (var (name, count) in _others.Where(o => o.Value != 0))
            details.AdditionalCounts[name] = count;
        AddCompactions(details);
        details.TotalTokenCount = details.InputTokenCount + details.OutputTokenCount;
        return details;
    }

    private readonly List<JsonElement> _compactions = [];

    // The counts of the answer are those of its "message" steps, or of the model that stepped in. The steps in which the same model shortened
    // the conversation are billed beside them; those of other models (an advisor, a model that declined) are told apart, as their prices differ.
    private void TakeIterations(JsonElement.ArrayEnumerator iterations)
    {
        _compactions.Clear();
        var all = iterations.ToList();
        var counted = all.Any(i => i.Text("type") == "fallback_message") ? "fallback_message" : "message";
        foreach (var step in all.Where(i => i.Text("type") != counted))
        {
            if (step.Text("type") == "compaction")
                _compactions.Add(step);
            else
                TakeOther(step);
        }
    }

    private void TakeOther(JsonElement step)
    {
        foreach (var count in step.Members().Where(m => m.Value.ValueKind == JsonValueKind.Number))
        {
            if (count.Value.TryGetInt64(out var tokens))
                _others[$"{step.Text("model") ?? "anthropic"}.{step.Text("type") ?? "step"}.{count.Name}"] = tokens;
        }
    }

    private void AddCompactions(UsageDetails details)
    {
        foreach (var step in _compactions)
        {
            var (read, write) = (step.Count("cache_read_input_tokens") ?? 0, step.Count("cache_creation_input_tokens") ?? 0);
            var longWrite = step.Field("cache_creation").Count("ephemeral_1h_input_tokens") ?? 0;
            details.InputTokenCount += (step.Count("input_tokens") ?? 0) + read + write;
            details.OutputTokenCount += step.Count("output_tokens") ?? 0;
            details.CachedInputTokenCount += read;
            details.AdditionalCounts![UsageParts.CacheWrite] += write - longWrite;
            details.AdditionalCounts[UsageParts.LongCacheWrite] += longWrite;
        }
    }

    private static string Shorten(string name) => name.EndsWith("_requests", StringComparison.Ordinal) ? name[..^"_requests".Length] : name;
}
