using System.Text.Json;

namespace Axle.Workflows.Resilience.Caching;

/// <summary>A result that may be reused.</summary>
/// <param name="Output">What the step returned.</param>
/// <param name="Run">The run that made it.</param>
/// <param name="Path">The step that made it.</param>
/// <param name="At">When it was made.</param>
public sealed record CachedResult(JsonElement Output, string Run, string Path, DateTimeOffset At);
