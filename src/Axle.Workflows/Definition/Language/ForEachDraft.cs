using Axle.Workflows.Definition.Validation;

namespace Axle.Workflows.Definition.Language;

/// <summary>A <c>forEach</c> while its keys are being read.</summary>
/// <param name="Scope">The list of its steps.</param>
internal sealed record ForEachDraft(StepScope Scope)
{
    /// <summary>What is read so far.</summary>
    public ForEachAction Action { get; init; } = new() { Items = null!, Steps = [] };

    /// <summary>Gives the item its second name, which expressions inside may use.</summary>
    public ForEachDraft Named(string name)
    {
        Scope.ItemName = name;
        return this with { Action = Action with { As = name } };
    }
}
