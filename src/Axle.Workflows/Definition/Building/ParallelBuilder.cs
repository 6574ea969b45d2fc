namespace Axle.Workflows.Definition.Building;

/// <summary>Branches that run side by side.</summary>
public sealed class ParallelBuilder
{
    internal ParallelBuilder()
    {
    }

    internal Draft Branches { get; } = new();

    /// <summary>Adds a branch.</summary>
    /// <param name="name">Its name, under which its output appears.</param>
    /// <param name="steps">Its steps, a list of their own.</param>
    public ParallelBuilder Branch(string name, Action<StepsBuilder> steps)
    {
        Branches.Add(name, StepsBuilder.Build(steps));
        return this;
    }
}
