using System.Collections.Immutable;

namespace Axle.Workflows.Graph;

/// <summary>Steps that wait for each other.</summary>
/// <param name="Keys">Each key once: every step waits for the next, the last for the first.</param>
public sealed record StepCycle(ImmutableArray<string> Keys)
{
    private const int MostShown = 20;

    /// <summary>The circle as a path, for example <c>a → b → c → a</c>; the middle of a very long one is left out.</summary>
    public override string ToString()
    {
        var shown = Keys.Length <= MostShown
            ? Keys
            : [.. Keys[..(MostShown / 2)], $"… {Keys.Length - MostShown} more …", .. Keys[^(MostShown / 2)..]];
        return string.Join(" → ", [.. shown, Keys[0]]);
    }
}
