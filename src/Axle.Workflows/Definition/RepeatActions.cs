using System.Collections.Immutable;
using Axle.Workflows.Expressions;

namespace Axle.Workflows.Definition;

/// <summary>Runs a list of steps for each item of a collection.</summary>
public sealed record ForEachAction : StepAction
{
    /// <inheritdoc/>
    public override string Kind => "forEach";

    /// <summary>The collection: a list, or an expression that gives one.</summary>
    public required Template Items { get; init; }

    /// <summary>A second name of <c>item</c> inside the steps, so that inner steps can reach an outer item; null for none.</summary>
    public string? As { get; init; }

    /// <summary>What is done for each item; a list of its own.</summary>
    public required ImmutableArray<Step> Steps { get; init; }

    /// <summary>Items in work at once, 1 to 10,000; 1 by default.</summary>
    public int Concurrency { get; init; } = 1;

    /// <summary>When more than 1, <c>item</c> is a list of up to this many items; 1 to 100,000; 1 by default.</summary>
    public int BatchSize { get; init; } = 1;

    /// <summary>What a failed item means.</summary>
    public ItemErrorChoice OnItemError { get; init; } = ItemErrorChoice.Fail;
}

/// <summary>What a failed item of <see cref="ForEachAction"/> means for the others.</summary>
public enum ItemErrorChoice
{
    /// <summary>No more items are started and the step fails.</summary>
    Fail,

    /// <summary>All items are tried, then the step fails.</summary>
    FailAtEnd,

    /// <summary>All items are tried and the step completes; its output names the failed items.</summary>
    Continue,
}

/// <summary>Runs a list of steps again and again. Exactly one of <paramref name="While"/> and <paramref name="Until"/> is there.</summary>
/// <param name="While">Checked before each round; the loop ends when it is false.</param>
/// <param name="Until">Checked after each round; the loop ends when it is true.</param>
/// <param name="MaxIterations">Hard bound of rounds, 1 to 100,000; reaching it fails the step.</param>
/// <param name="Delay">Wait between rounds; null for none.</param>
/// <param name="Steps">What is done in a round; a list of its own.</param>
public sealed record LoopAction(Expression? While, Expression? Until, int MaxIterations, TimeSpan? Delay, ImmutableArray<Step> Steps) : StepAction
{
    /// <inheritdoc/>
    public override string Kind => "loop";
}
