using System.Text.Json;

namespace Axle.Workflows.Runs;

/// <summary>
/// Something that was decided while a step ran and that a reader of the history should see: an agent chosen by capability, a provider
/// that stood in for another.
/// </summary>
/// <param name="Kind">What was decided: <c>agent-routed</c>, <c>provider-fallback</c>, <c>planned-only</c> …</param>
/// <param name="Summary">One sentence for people.</param>
/// <param name="Data">The facts behind it, as JSON; null when the sentence says it all.</param>
public sealed record StepDecision(string Kind, string Summary, JsonElement? Data = null);
