using System.Text.Json;
using Axle.Agents.References;
using Axle.Server.Endpoints.Runs;
using Axle.Workflows.Definition;
using Axle.Workflows.Definition.Faults;

namespace Axle.Server.Endpoints.Workflows;

/// <summary>A workflow in a list.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Version">Its newest version; null when it has none.</param>
/// <param name="Description">What it is for.</param>
/// <param name="Tags">Words to find it by.</param>
/// <param name="Source">The file, or <c>library/…</c> for one that ships with Axle.</param>
/// <param name="IsEditable">Whether it is a file of the project, which can be saved.</param>
/// <param name="Steps">Steps of its own list; 0 when it is faulty.</param>
/// <param name="Inputs">Names of its inputs.</param>
/// <param name="Schedules">How many schedules it has.</param>
/// <param name="Problems">Faults of its file; 0 when it is well.</param>
public sealed record WorkflowItem(
    string Name, string? Version, string? Description, IReadOnlyList<string> Tags, string Source, bool IsEditable, int Steps, IReadOnlyList<string> Inputs,
    int Schedules, int Problems);

/// <summary>A workflow.</summary>
/// <param name="Item">What lists show of it.</param>
/// <param name="Yaml">Its text.</param>
/// <param name="Graph">Its steps as a picture; null when it is faulty.</param>
/// <param name="Versions">The versions there are of it, newest first.</param>
/// <param name="Inputs">Its inputs by name.</param>
/// <param name="InputSchema">JSON Schema of all its inputs together.</param>
/// <param name="Problems">What is wrong with it; empty when nothing is.</param>
public sealed record WorkflowDetail(
    WorkflowItem Item,
    string Yaml,
    RunGraph? Graph,
    IReadOnlyList<string> Versions,
    IReadOnlyDictionary<string, WorkflowInputItem> Inputs,
    JsonElement? InputSchema,
    IReadOnlyList<WorkflowProblem> Problems);

/// <summary>An input of a workflow.</summary>
/// <param name="Schema">JSON Schema of the value.</param>
/// <param name="Required">Whether a run cannot start without it.</param>
/// <param name="Default">The value when none is given; null when there is none.</param>
/// <param name="Description">What to put there.</param>
public sealed record WorkflowInputItem(JsonElement Schema, bool Required, JsonElement? Default, string? Description)
{
    internal static WorkflowInputItem Of(WorkflowInput input) => new(input.Schema, input.Required, input.Default, input.Description);
}

/// <summary>Something that is wrong with a workflow.</summary>
/// <param name="Level"><c>error</c>, <c>warning</c> or <c>note</c>.</param>
/// <param name="Code">The sort of fault, for example <c>AXL0141</c>; each has a page in docs/errors.</param>
/// <param name="Message">What is wrong.</param>
/// <param name="Mend">How to mend it; null when the message says it.</param>
/// <param name="Line">Line, from 1; null for what is of no line.</param>
/// <param name="Column">Column, from 1.</param>
/// <param name="Path">Place in the workflow, or the step's address.</param>
public sealed record WorkflowProblem(string Level, string Code, string Message, string? Mend, int? Line, int? Column, string Path)
{
    internal static WorkflowProblem Of(Fault fault) =>
        new("error", fault.Code, fault.Message, fault.Cure, fault.Line, fault.Column, fault.Path);

    internal static WorkflowProblem Of(AgentReference reference) =>
        new(ApiWords.Name(reference.Level), "reference", reference.Message, null, null, null, reference.Step);
}

/// <summary>A workflow as text.</summary>
public sealed record WorkflowText
{
    /// <summary>YAML, or JSON.</summary>
    public required string Yaml { get; init; }
}

/// <summary>What a check found.</summary>
/// <param name="Ok">Whether it can run.</param>
/// <param name="Name">Its name; null when it cannot be read.</param>
/// <param name="Problems">What is wrong with it.</param>
/// <param name="Graph">Its steps as a picture; null when it cannot be read.</param>
public sealed record WorkflowCheck(bool Ok, string? Name, IReadOnlyList<WorkflowProblem> Problems, RunGraph? Graph);
