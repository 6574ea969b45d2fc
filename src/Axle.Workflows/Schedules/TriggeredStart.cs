using Axle.Workflows.Definition;
using Axle.Workflows.Runs;

namespace Axle.Workflows.Schedules;

/// <summary>A run that a trigger asks for.</summary>
/// <param name="Workflow">What to run.</param>
/// <param name="Inputs">Its inputs; not yet checked against what the workflow asks for.</param>
/// <param name="Key">Makes the start idempotent, at most 512 characters: the same key is the same run. Null when nothing tells two apart.</param>
/// <param name="By">Who asks, as histories show it: <c>schedule nightly/0</c>.</param>
public sealed record TriggeredStart(Workflow Workflow, Payload Inputs, string? Key, string By);
