using System.Collections.Immutable;

namespace Axle.Workflows.Runs.Events;

/// <summary>The run waits for room in its concurrency group before it begins.</summary>
/// <param name="Begin">What it begins with when there is room.</param>
public sealed record RunQueued(RunStarted Begin) : RunEvent
{
    /// <inheritdoc/>
    public override IEnumerable<Payload> GetPayloads() => Begin.GetPayloads();
}

/// <summary>
/// The run is a copy of another up to its event <paramref name="Seq"/>, or begins anew with that run's results to reuse. From here it goes its own way.
/// </summary>
/// <param name="Parent">The other run.</param>
/// <param name="Seq">The last event that both share; 0 for a replay from the start.</param>
/// <param name="By">Who forked it.</param>
public sealed record RunForked(string Parent, long Seq, string By) : RunEvent
{
    /// <summary>Facts of the run that are others from here on, by name: who it is for, and what they may; null when all stay.</summary>
    public ImmutableDictionary<string, string>? Attributes { get; init; }
}

/// <summary>The run goes on under another definition; what was done keeps its results.</summary>
/// <param name="Definition">Hash of the new definition.</param>
/// <param name="Uses">The workflows it uses: name to hash, as in <see cref="RunStarted"/>.</param>
/// <param name="By">Who migrated it.</param>
public sealed record RunMigrated(string Definition, ImmutableDictionary<string, string>? Uses, string By) : RunEvent;

/// <summary>Inputs or variables of the run were changed by a person.</summary>
/// <param name="Inputs">All inputs anew; null to keep them.</param>
/// <param name="Variables">Variables that get a new value; null for none.</param>
/// <param name="By">Who changed them.</param>
public sealed record RunEdited(Payload? Inputs, Payload? Variables, string By) : RunEvent
{
    /// <inheritdoc/>
    public override IEnumerable<Payload> GetPayloads() => new[] { Inputs, Variables }.OfType<Payload>();
}

/// <summary>The input of a failed step was changed by a person; its next attempt uses it.</summary>
/// <param name="Path">The step's address.</param>
/// <param name="Input">The input.</param>
/// <param name="By">Who changed it.</param>
public sealed record StepInputEdited(string Path, Payload Input, string By) : RunEvent
{
    /// <inheritdoc/>
    public override IEnumerable<Payload> GetPayloads() => [Input];
}

/// <summary>
/// It is not known whether an attempt of a step whose effect must happen at most once took effect; a person has to say.
/// </summary>
/// <param name="Path">The step's address.</param>
/// <param name="Attempt">Which attempt.</param>
/// <param name="Error">What is known.</param>
public sealed record StepUnresolved(string Path, int Attempt, AxleError Error) : RunEvent;

/// <summary>What the run may spend is spent: nothing that costs starts until it may spend more.</summary>
/// <param name="Limit">Which limit: <c>usd</c>, <c>tokens</c> or <c>calls</c>; <c>reserved</c> when a call would have gone beyond one.</param>
public sealed record BudgetSpent(string Limit) : RunEvent;

/// <summary>What the run may spend was changed by a person.</summary>
/// <param name="Usd">US dollars in all; null for no limit.</param>
/// <param name="Tokens">Model tokens in all; null for no limit.</param>
/// <param name="Calls">Model calls in all; null for no limit.</param>
/// <param name="By">Who changed it.</param>
public sealed record BudgetChanged(decimal? Usd, long? Tokens, long? Calls, string By) : RunEvent;

/// <summary>A person has looked at a run that failed, and nothing more is to be done about it.</summary>
/// <param name="By">Who discarded it.</param>
/// <param name="Reason">Why, if a reason was given.</param>
public sealed record DeadLetterDiscarded(string By, string? Reason) : RunEvent;

/// <summary>A fork was chosen: what it found out counts in place of this run's own going on.</summary>
/// <param name="Fork">The fork.</param>
/// <param name="By">Who chose it.</param>
public sealed record ForkPromoted(string Fork, string By) : RunEvent;
