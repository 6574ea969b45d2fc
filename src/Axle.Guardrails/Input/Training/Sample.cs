namespace Axle.Guardrails.Input.Training;

/// <summary>A text with the truth about it.</summary>
/// <param name="Set">The set of the table that it counts for.</param>
/// <param name="Text">The text.</param>
/// <param name="Source">Where it is taken to come from.</param>
/// <param name="IsAttack">The truth.</param>
/// <param name="Group">What must stay on one side of a split: the same jailbreak, goal, question.</param>
internal sealed record Sample(string Set, string Text, TextSource Source, bool IsAttack, string Group)
{
    /// <summary>The part that is the attack; null when it is the whole, or nobody said.</summary>
    public string? Injected { get; init; }

    /// <summary>Whether it is only learnt from and in no figure.</summary>
    public bool IsOnlyLearnt { get; init; }

    /// <summary>Whether it was written for this repository.</summary>
    public bool IsOwn { get; init; }
}
