using System.Collections.Immutable;

namespace Axle.Workflows.Resilience.Bulkheads;

/// <summary>A pool at a moment, for people to look at.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Size">Slots it has.</param>
/// <param name="Holding">Who has a slot, longest first.</param>
/// <param name="Waiting">Who waits for one, in the order in which slots will be given.</param>
public sealed record BulkheadState(string Name, int Size, ImmutableArray<BulkheadPlace> Holding, ImmutableArray<BulkheadPlace> Waiting);

/// <summary>A place in a pool or in the line before it.</summary>
/// <param name="Who">Who has it: <c>run/step</c>.</param>
/// <param name="Priority">How important it is.</param>
/// <param name="Since">Since when it is there.</param>
public sealed record BulkheadPlace(string Who, int Priority, DateTimeOffset Since);
