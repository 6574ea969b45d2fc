using System.Text.Json.Nodes;
using Axle.Models;

namespace Axle.Agents.Runtime;

/// <summary>What a step's output says about what its answer took; the ledger knows the rest.</summary>
internal static class UsageJson
{
    /// <summary>Tokens and dollars.</summary>
    public static JsonObject Of(ModelAnswer answer) => new()
    {
        ["inputTokens"] = answer.Usage.InputTokens,
        ["outputTokens"] = answer.Usage.OutputTokens,
        ["cachedInputTokens"] = answer.Usage.CachedInputTokens,
        ["usd"] = answer.Usd,
    };
}
