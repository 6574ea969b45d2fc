using Axle.Chaos.Nodes;

namespace Axle.Chaos.Faults;

/// <summary>A node that was killed.</summary>
/// <param name="Role">What it was for.</param>
/// <param name="Process">The id of its process.</param>
/// <param name="At">When, in seconds since the machine started.</param>
/// <param name="Time">The same on the clock.</param>
/// <param name="Runs">The runs that it owned, of an engine.</param>
internal sealed record Killed(NodeRole Role, int Process, double At, DateTimeOffset Time, IReadOnlyList<string> Runs);
