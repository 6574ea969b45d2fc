namespace Axle.Workflows.Runs;

/// <summary>What a step of another run gave, for a replay that makes only those steps again whose input changed.</summary>
/// <param name="InputHash">Hash of what was done and with what: see <see cref="StepInputHash"/>.</param>
/// <param name="Output">What it gave.</param>
public sealed record RecordedResult(string InputHash, Payload Output);
