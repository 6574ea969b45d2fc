using System.Text.Json;
using System.Text.Json.Serialization;

namespace Axle.Workflows.Runs;

/// <summary>
/// Something that was decided while a step ran and that a reader of the history should see: an agent chosen by capability, a provider
/// that stood in for another.
/// </summary>
/// <param name="Kind">What was decided: <c>agent-routed</c>, <c>provider-fallback</c>, <c>planned-only</c> …</param>
/// <param name="Summary">One sentence for people.</param>
/// <param name="Data">The facts behind it, as JSON; null when the sentence says it all.</param>
public sealed record StepDecision(string Kind, string Summary, JsonElement? Data = null)
{
    /// <summary>Kind of the decision that a result of earlier was reused.</summary>
    internal const string Reused = "cache-hit";

    private const string Label = "flow-label";

    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web)
    {
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) },
    };

    /// <summary>The label that this decision gives to what the step brought; null for a decision about anything else.</summary>
    [JsonIgnore]
    public FlowLabel? Flow => Kind == Label && Data is { } label ? label.Deserialize<FlowLabel>(Options) : null;

    /// <summary>Notes that what a step brings is not all its own: later steps count as having read what it has read.</summary>
    public static StepDecision Of(FlowLabel label)
    {
        ArgumentNullException.ThrowIfNull(label);
        return new StepDecision(
            Label,
            $"It has read what {string.Join(", ", label.Sources)} brought, so what it says counts as {label.Integrity.ToString().ToLowerInvariant()}.",
            JsonSerializer.SerializeToElement(label, Options));
    }
}
