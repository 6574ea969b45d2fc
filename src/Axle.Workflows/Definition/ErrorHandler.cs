using System.Collections.Immutable;

namespace Axle.Workflows.Definition;

/// <summary>Steps that run when a step is out of attempts and fallbacks. When they succeed, the failed step counts as completed.</summary>
/// <param name="Kinds">The kinds of error it takes; empty for every kind (<c>default</c> in a file).</param>
/// <param name="Steps">What to do; <c>steps.&lt;key&gt;.error</c> of the failed step can be read there.</param>
public sealed record ErrorHandler(ImmutableArray<ErrorKind> Kinds, ImmutableArray<Step> Steps)
{
    /// <summary>Whether it takes this kind of error.</summary>
    public bool Takes(ErrorKind kind) => Kinds.IsEmpty || Kinds.Contains(kind);
}
