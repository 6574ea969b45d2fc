using System.Text.Json;
using Axle.Models;

namespace Axle.Agents.Reasoning;

/// <summary>An answer as it is kept between turns.</summary>
/// <param name="Text">The text.</param>
/// <param name="Json">The JSON; null for plain text.</param>
/// <param name="Provider">Who answered.</param>
/// <param name="Model">The model.</param>
/// <param name="Offline">Whether no language model did.</param>
/// <param name="Usage">Tokens.</param>
internal sealed record StoredAnswer(string Text, JsonElement? Json, string Provider, string Model, bool Offline, ModelUsage Usage)
{
    /// <summary>Why a person must look at it; null when nobody must.</summary>
    public string? HeldFor { get; init; }

    public static StoredAnswer Of(ModelAnswer answer) =>
        new(answer.Text, answer.Json, answer.Provider, answer.Model, answer.Offline, answer.Usage) { HeldFor = answer.HeldFor };

    /// <summary>The answer again; what it cost was counted in its own turn.</summary>
    public ModelAnswer ToAnswer() => new(Text, Json, Provider, Model, Offline, Usage, TimeSpan.Zero, 0, []) { HeldFor = HeldFor };
}
