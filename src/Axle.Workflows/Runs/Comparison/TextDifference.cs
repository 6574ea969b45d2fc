using System.Collections.Immutable;

namespace Axle.Workflows.Runs.Comparison;

/// <summary>What changed within a text.</summary>
/// <param name="ByLines">Whether parts are whole lines; words and what stands between them otherwise.</param>
/// <param name="Parts">The parts in order: put together, the kept and removed ones are the left text, the kept and added ones the right.</param>
public sealed record TextDifference(bool ByLines, ImmutableArray<TextPart> Parts);

/// <summary>A part of a text.</summary>
/// <param name="Kind">Which of the texts has it; null for both.</param>
/// <param name="Text">The part.</param>
public sealed record TextPart(ChangeKind? Kind, string Text);
