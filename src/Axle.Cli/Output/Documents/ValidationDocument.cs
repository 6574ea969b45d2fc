using System.Collections.Immutable;
using Axle.Workflows.Definition.Faults;

namespace Axle.Cli.Output.Documents;

/// <summary>The answer of <c>workflow validate</c>.</summary>
internal sealed record ValidationDocument(bool Valid, ImmutableArray<FilePart> Files);

/// <summary>What was found in one file.</summary>
/// <param name="File">The file, as it was typed.</param>
/// <param name="Valid">Whether it can be executed.</param>
/// <param name="Workflow">Its name; absent when the file is faulty.</param>
/// <param name="Version">Its version, if it has one.</param>
/// <param name="Levels">Keys of the steps by level: those of one level can run side by side.</param>
/// <param name="Steps">What every step of the file's own list would do.</param>
/// <param name="Faults">What is wrong with the file.</param>
/// <param name="References">What is worth knowing about agents and tools that steps name.</param>
internal sealed record FilePart(
    string File,
    bool Valid,
    string? Workflow,
    string? Version,
    ImmutableArray<ImmutableArray<string>> Levels,
    ImmutableArray<PlannedStepPart> Steps,
    ImmutableArray<Fault> Faults,
    ImmutableArray<ReferencePart> References);

/// <summary>What a step would do.</summary>
/// <param name="Key">The step's key.</param>
/// <param name="Level">Its level, from 0.</param>
/// <param name="DependsOn">Keys of the steps it waits for, those that its expressions read included.</param>
/// <param name="Kind">agent, tool, prompt …</param>
/// <param name="Agent">Id of the agent that would do it; absent for other kinds, and when there is none.</param>
/// <param name="Action">The agent's action, or the tool.</param>
/// <param name="Confidence">How sure the route is, 0 to 1; absent for other kinds.</param>
internal sealed record PlannedStepPart(
    string Key, int Level, ImmutableArray<string> DependsOn, string Kind, string? Agent, string? Action, double? Confidence);

/// <summary>Something worth knowing about a name in a step.</summary>
/// <param name="Step">The step's path.</param>
/// <param name="Level">note, warning or error.</param>
/// <param name="Message">One sentence.</param>
internal sealed record ReferencePart(string Step, string Level, string Message);
