using System.Text.Json;
using Axle.Models.Budget;
using Microsoft.Extensions.AI;

namespace Axle.Models;

/// <summary>One question to a language model, before anybody decided which.</summary>
/// <param name="Messages">The conversation, at least one message. <see cref="Prompts.EvidencePrompt"/> composes it for agents.</param>
public sealed record ModelRequest(IReadOnlyList<ChatMessage> Messages)
{
    /// <summary>The provider that the step asks for, by name or alias; null leaves it to preferences and priorities.</summary>
    public string? Provider { get; init; }

    /// <summary>
    /// The model that the step asks for; null takes the preference's or the provider's default. Without <see cref="Provider"/> it
    /// belongs to the provider whose models are named so (<c>claude-…</c>, <c>gpt-…</c>, <c>gemini-…</c>).
    /// </summary>
    public string? Model { get; init; }

    /// <summary>What the agent prefers, best first; tried after <see cref="Provider"/> and before priorities.</summary>
    public IReadOnlyList<ModelPreference> Preferred { get; init; } = [];

    /// <summary>JSON Schema (2020-12) that the answer must match; null asks for plain text.</summary>
    public JsonElement? OutputSchema { get; init; }

    /// <summary>
    /// The whole evidence, untrimmed. Only the offline provider reads it (it has no context limit); a language model sees
    /// what the messages hold. Null makes the offline provider read the evidence block of the last user message.
    /// </summary>
    public JsonElement? Evidence { get; init; }

    /// <summary>Most tokens of the answer, 1 or more; null leaves it to the provider (Anthropic, which asks for a number, gets 8,192).</summary>
    public int? MaxOutputTokens { get; init; }

    /// <summary>Randomness of the answer, 0 to 2; null leaves it to the provider.</summary>
    public float? Temperature { get; init; }

    /// <summary>Whom it is for: costs, budgets, limits and cached answers are kept apart by it.</summary>
    public Scope Scope { get; init; } = Scope.None;

    /// <summary>
    /// What its run may spend in all; null leaves it to the configured budgets. A call that it has no room for is refused, see <see cref="BudgetRefusal"/>.
    /// </summary>
    public SpendingLimit? RunBudget { get; init; }

    /// <summary>What its run had spent before its first call through this ledger, as when it was begun by an older program; nothing else.</summary>
    public Spending RunSpent { get; init; }

    /// <summary>
    /// Everything else that is asked of the model: tools, stop sequences, reasoning effort. Fields that this record has too are taken from it when it
    /// sets them. Null asks for nothing more.
    /// </summary>
    public ChatOptions? Options { get; init; }

    /// <summary>
    /// Until when an answer is of use. The gateway then waits for limits to reset and tries again what may pass, as long as that ends earlier. Null, for
    /// callers that retry by themselves: everybody is tried once, and nobody is waited for.
    /// </summary>
    public DateTimeOffset? Deadline { get; init; }

    /// <summary>Whether the answer may come out of the cache and go into it; null leaves it to the configuration.</summary>
    public bool? MayUseCache { get; init; }

    /// <summary>Version of the prompt that the messages were made from, part of the key of the cache; null for none.</summary>
    public string? PromptVersion { get; init; }

    /// <summary>
    /// Lowest quality of a model that <c>model: auto</c> may take, 0 to 100; holds besides the configured ones. Null leaves it to them.
    /// </summary>
    public int? QualityFloor { get; init; }

    /// <summary>What is known of where everything in the messages comes from.</summary>
    public FlowLabel Label { get; init; } = FlowLabel.Trusted;

    /// <summary>Whether a person agreed to this call.</summary>
    public bool HasConsent { get; init; }

    /// <summary>What the run has spent so far, in US dollars.</summary>
    public decimal SpentUsd { get; init; }

    /// <summary>Whether it asks a model for a guard: its answer is judged by none.</summary>
    public bool IsJudging { get; init; }

    /// <summary>Told of what guards and policies decide about it; null when nobody keeps it.</summary>
    public Action<GuardNote>? Noted { get; init; }

    /// <summary>Whether the offline provider may answer when no language model can. Default: true.</summary>
    public bool MayUseOffline { get; init; } = true;

    /// <summary>
    /// True when the caller will not try again. Then the offline provider answers, visibly, when every language model is limited, overloaded, slow or
    /// unreachable; otherwise that error is thrown so that the caller waits and retries.
    /// </summary>
    public bool LastAttempt { get; init; }
}
