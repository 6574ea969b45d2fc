using System.Text.Json;
using Axle.Schemas;

namespace Axle.Workflows.Definition;

/// <summary>One input of a workflow.</summary>
/// <param name="Schema">JSON Schema of the value, as written in the file without <c>required</c>.</param>
/// <param name="Validator">The same schema, compiled.</param>
/// <param name="Required">Whether a run cannot start without it. False when there is a default.</param>
/// <param name="Default">The value when none is given; null when there is no default.</param>
/// <param name="Description">What to put there.</param>
public sealed record WorkflowInput(JsonElement Schema, JsonSchema Validator, bool Required, JsonElement? Default, string? Description);
