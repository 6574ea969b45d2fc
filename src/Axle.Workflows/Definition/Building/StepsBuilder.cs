using System.Runtime.CompilerServices;

namespace Axle.Workflows.Definition.Building;

/// <summary>A list of steps.</summary>
public sealed class StepsBuilder
{
    internal StepsBuilder()
    {
    }

    internal List<object?> Drafts { get; } = [];

    /// <summary>Adds a step.</summary>
    /// <param name="key">Its key, unique in the list.</param>
    /// <param name="step">Says what it does, and its settings.</param>
    /// <param name="file">Left to the compiler: where faults of the step are shown.</param>
    /// <param name="line">Left to the compiler.</param>
    public StepsBuilder Step(
        string key, Action<StepBuilder> step, [CallerFilePath] string file = "", [CallerLineNumber] int line = 0)
    {
        Drafts.Add(StepBuilder.Build(key, step, FileName(file), line));
        return this;
    }

    internal static List<object?> Build(Action<StepsBuilder> steps)
    {
        ArgumentNullException.ThrowIfNull(steps);
        var builder = new StepsBuilder();
        steps(builder);
        return builder.Drafts;
    }

    /// <summary>A path of the machine that compiled, which need not be the one that runs, without its folders.</summary>
    internal static string FileName(string path) => path[(path.LastIndexOfAny(['/', '\\']) + 1)..];
}
