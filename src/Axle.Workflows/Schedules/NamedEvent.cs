using Axle.Workflows.Runs;

namespace Axle.Workflows.Schedules;

/// <summary>Something that happened, for workflows that listen for it.</summary>
/// <param name="Name">What happened, for example <c>repository.pushed</c>.</param>
/// <param name="Data">More about it: a JSON object whose fields are inputs of the runs.</param>
/// <param name="Id">What tells it from others, at most 200 characters: the same id starts nothing twice. Null when every call is an event.</param>
public sealed record NamedEvent(string Name, Payload Data, string? Id = null);

/// <summary>What became of an event in one workflow that listens for it.</summary>
/// <param name="Workflow">The workflow's name.</param>
/// <param name="Start">What was started; null when it could not be.</param>
/// <param name="Error">Why nothing was started; null when something was.</param>
public sealed record EventStart(string Workflow, TriggeredStart? Start, AxleError? Error);
