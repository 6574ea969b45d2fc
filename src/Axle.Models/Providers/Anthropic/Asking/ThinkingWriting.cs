using System.Text.Json;
using Microsoft.Extensions.AI;

namespace Axle.Models.Providers.Anthropic.Asking;

/// <summary>Writes how much the model thinks.</summary>
internal static class ThinkingWriting
{
    private const int LeastBudget = 1024;

    /// <summary>Writes <c>thinking</c>, and tells whether the model thinks.</summary>
    public static bool Write(Utf8JsonWriter writer, ReasoningOptions? reasoning, ClaudeModel claude, int maxTokens)
    {
        if (reasoning is null || !claude.CanThink)
            return false;
        if (reasoning.Effort is ReasoningEffort.None && claude.ThinksAlways)
            return true;
        if (reasoning.Effort is ReasoningEffort.None)
        {
            writer.WriteStartObject("thinking"u8);
            writer.WriteString("type"u8, "disabled"u8);
            writer.WriteEndObject();
            return false;
        }

        // The budget is part of the limit and must leave room for an answer.
        var budget = Math.Min(BudgetOf(reasoning.Effort), maxTokens * 3 / 4);
        if (!claude.ThinksAdaptively && budget < LeastBudget)
            return false;
        writer.WriteStartObject("thinking"u8);
        writer.WriteString("type"u8, claude.ThinksAdaptively ? "adaptive"u8 : "enabled"u8);
        if (!claude.ThinksAdaptively)
            writer.WriteNumber("budget_tokens"u8, budget);
        else if (reasoning.Output is { } output)
            writer.WriteString("display"u8, output == ReasoningOutput.None ? "omitted"u8 : "summarized"u8);
        writer.WriteEndObject();
        return true;
    }

    /// <summary>The word for an effort; null when none is asked for. A model that always thinks does it least with "low".</summary>
    public static string? EffortOf(ReasoningOptions? reasoning, ClaudeModel claude) => reasoning?.Effort switch
    {
        ReasoningEffort.None when claude.ThinksAlways => "low",
        ReasoningEffort.Low => "low",
        ReasoningEffort.Medium => "medium",
        ReasoningEffort.High => "high",
        ReasoningEffort.ExtraHigh => "max",
        _ => null,
    };

    private static int BudgetOf(ReasoningEffort? effort) => effort switch
    {
        ReasoningEffort.Low => 2048,
        ReasoningEffort.High => 16_384,
        ReasoningEffort.ExtraHigh => 32_768,
        _ => 8192,
    };
}
