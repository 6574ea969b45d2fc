using System.Text.Json;
using Axle.Workflows.Runs;

namespace Axle.Testing.Simulation.Reference;

/// <summary>How a step must end.</summary>
/// <param name="Status">In which status.</param>
/// <param name="Output">With which output; null for none.</param>
/// <param name="Error">With which kind of error; null for none.</param>
/// <param name="Blocks">Whether its dependants, and its scope, cannot succeed.</param>
internal sealed record StepEnd(StepStatus Status, JsonElement? Output = null, ErrorKind? Error = null, bool Blocks = false);

/// <summary>How a scope, or one attempt at a step, must end: with an output or with an error.</summary>
/// <param name="Output">Its output; null when it fails.</param>
/// <param name="Error">Its kind of error; null when it succeeds.</param>
internal sealed record ModelResult(JsonElement? Output, ErrorKind? Error)
{
    public static ModelResult Of(JsonElement output) => new(output, null);

    public static ModelResult Failed(ErrorKind kind) => new(null, kind);
}
