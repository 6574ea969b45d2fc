namespace Axle.Workflows.Retention;

/// <summary>What one look for old runs did.</summary>
/// <param name="At">When it ended.</param>
/// <param name="Removed">Runs that were removed.</param>
/// <param name="Archived">Runs of those that were archived before.</param>
/// <param name="Kept">Old runs that stay because they could not be archived or removed; they are tried again next time.</param>
/// <param name="Error">The first thing that went wrong; null when nothing did.</param>
public sealed record RetentionPass(DateTimeOffset At, int Removed, int Archived, int Kept, AxleError? Error);
