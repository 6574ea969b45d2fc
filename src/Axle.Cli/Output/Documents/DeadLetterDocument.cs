using System.Collections.Immutable;
using Axle.Cli.Runs;

namespace Axle.Cli.Output.Documents;

/// <summary>The answer of <c>deadletter list</c>: newest first.</summary>
internal sealed record DeadLetterListDocument(ImmutableArray<DeadLetter> DeadLetters);

/// <summary>The answer of commands that do something to many runs.</summary>
/// <param name="DryRun">Whether nothing was done.</param>
/// <param name="Runs">What became of each.</param>
internal sealed record ManyRunsDocument(bool DryRun, ImmutableArray<OneOfManyPart> Runs);

/// <summary>One run of many.</summary>
/// <param name="RunId">The run.</param>
/// <param name="Workflow">Name of its workflow.</param>
/// <param name="Status">Where it is now.</param>
/// <param name="Error">Why nothing could be done about it; absent when it was done.</param>
internal sealed record OneOfManyPart(string RunId, string Workflow, string Status, string? Error);
