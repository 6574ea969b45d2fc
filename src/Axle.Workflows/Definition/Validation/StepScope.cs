
namespace Axle.Workflows.Definition.Validation;

/// <summary>One list of steps of a file, as far as references need to know it.</summary>
/// <param name="parent">The list around it; null for the workflow's own steps.</param>
/// <param name="ownerIndex">Index in the list around it of the step that holds this list.</param>
/// <param name="kind">What holds it.</param>
internal sealed class StepScope(StepScope? parent, int ownerIndex, ScopeKind kind)
{
    /// <summary>The list around it.</summary>
    public StepScope? Parent { get; } = parent;

    /// <summary>Index of the holding step in <see cref="Parent"/>.</summary>
    public int OwnerIndex { get; } = ownerIndex;

    /// <summary>What holds the list.</summary>
    public ScopeKind Kind { get; } = kind;

    /// <summary>A second name of <c>item</c>; null for none.</summary>
    public string? ItemName { get; set; }

    /// <summary>The steps.</summary>
    public List<StepEntry> Steps { get; } = [];

    /// <summary>Index of a step by key, letter case ignored; of equal keys the first.</summary>
    public Dictionary<string, int> Indexes { get; } = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>The step that holds the list; null for the workflow's own steps.</summary>
    public StepEntry? Owner => Parent?.Steps[OwnerIndex];
}

/// <summary>What holds a list of steps.</summary>
internal enum ScopeKind
{
    /// <summary>The workflow, or a step whose steps run as its work.</summary>
    Body,

    /// <summary><c>forEach</c>: has <c>item</c> and <c>index</c>.</summary>
    ForEach,

    /// <summary><c>loop</c>: has <c>loop</c>.</summary>
    Loop,

    /// <summary>Runs after the holding step, whose result it may read.</summary>
    AfterStep,
}
