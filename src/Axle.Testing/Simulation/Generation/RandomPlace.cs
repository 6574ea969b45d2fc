using System.Collections.Immutable;

namespace Axle.Testing.Simulation.Generation;

/// <summary>
/// Where a generated list of steps stands, and so what may be in it. What would make the outcome depend on the order of events is left
/// out.
/// </summary>
/// <param name="Depth">How many steps are around it.</param>
/// <param name="Readable">Expressions that have a value here: outer items, rounds, steps that ended before.</param>
/// <param name="MayEnd">Whether <c>return</c> and <c>fail</c> may stand here: it is certain that they are reached.</param>
/// <param name="MayUndo">Whether steps may have a <c>compensate</c>: it is certain how often they complete.</param>
/// <param name="IsDoneOnce">Whether no step around is tried again, which would do what is inside of it again.</param>
/// <param name="IsOrdered">Whether no other item runs the same steps at the same time, so that variables can be read.</param>
internal sealed record RandomPlace(int Depth, ImmutableArray<string> Readable, bool MayEnd, bool MayUndo, bool IsDoneOnce, bool IsOrdered)
{
    /// <summary>A run's own list, or that of a used workflow.</summary>
    public static RandomPlace Root { get; } = new(0, ["inputs.n"], MayEnd: true, MayUndo: true, IsDoneOnce: true, IsOrdered: true);

    /// <summary>A list inside a step that stands here.</summary>
    public RandomPlace Inside(params ReadOnlySpan<string> readable) => this with { Depth = Depth + 1, Readable = [.. Readable, .. readable] };

    /// <summary>A list inside a step that stands here and may be <paramref name="retried"/>, and then does all of it again.</summary>
    public RandomPlace Again(bool retried) => Inside() with { IsDoneOnce = IsDoneOnce && !retried, MayEnd = MayEnd && !retried };
}
