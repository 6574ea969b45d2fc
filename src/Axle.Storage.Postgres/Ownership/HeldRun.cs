using Axle.Workflows.Ports;

namespace Axle.Storage.Postgres.Ownership;

/// <summary>A run that this process owns.</summary>
/// <param name="Row">Its status row as it was written last.</param>
/// <param name="Number">The number by which other tables know the run.</param>
/// <param name="Epoch">The epoch of the claim.</param>
internal sealed record HeldRun(RunRow Row, long Number, long Epoch);
