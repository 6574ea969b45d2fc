using System.Text.Json;
using Axle.Schemas;

namespace Axle.Workflows.Runs.Deciding;

/// <summary>Whether what a person changes of a run fits the run: said before it is recorded, as nothing could take it back then.</summary>
internal static class EditCheck
{
    /// <returns>The edits, with inputs as the workflow takes them.</returns>
    /// <exception cref="AxleException">Validation: they do not fit.</exception>
    public static RunEdits Check(RunState state, RunEdits edits)
    {
        if (edits.Variables is { Value.ValueKind: not JsonValueKind.Object })
            throw new AxleException(ErrorKind.Validation, "Variables are a JSON object: variable name to value.");
        foreach (var path in edits.Steps?.Keys ?? [])
        {
            if (!IsKnown(state, path))
                throw new AxleException(ErrorKind.Validation, $"Workflow '{state.Workflow.Name}' has no step '{path}', so its input cannot be changed{Instead(state, path)}.");
        }

        return edits.Inputs is { } inputs ? edits with { Inputs = InputCheck.Check(state.Workflow, inputs) } : edits;
    }

    /// <summary>Steps inside of others may not be there yet; the one they are in is.</summary>
    private static bool IsKnown(RunState state, string path) =>
        state.FindStep(path) is not null || state.Workflow.Steps.Any(s => s.Key.Equals(KeyOf(path), StringComparison.Ordinal));

    private static string KeyOf(string path) => path.IndexOfAny(['/', '[']) is > 0 and var end ? path[..end] : path;

    private static string Instead(RunState state, string path) =>
        NearestName.Find(KeyOf(path), state.Workflow.Steps.Select(static s => s.Key)) is { } nearest ? $"; did you mean '{nearest}'?" : "";
}
