using System.Text.Json;
using Axle.Workflows.Definition;
using Axle.Workflows.Runs;

namespace Axle.Testing.Simulation.Reference;

/// <summary>
/// What a run has for itself, and a used workflow inside it has anew: inputs, variables, and a place where <c>return</c> and <c>fail</c>
/// end.
/// </summary>
internal sealed class ModelFrame(Workflow workflow, string prefix, JsonElement inputs)
{
    private readonly List<(RunStatus Status, ModelResult Result)> _enders = [];

    public Workflow Workflow => workflow;

    public string Prefix => prefix;

    public JsonElement Inputs => inputs;

    public Dictionary<string, JsonElement> Variables { get; } = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>What <c>return</c> and <c>fail</c> steps say that were reached. Which of several is first depends on the order of events.</summary>
    public IReadOnlyList<(RunStatus Status, ModelResult Result)> Enders => _enders;

    public void Set(JsonElement values)
    {
        foreach (var variable in values.EnumerateObject())
            Variables[variable.Name] = variable.Value;
    }

    public void Return(JsonElement value) => _enders.Add((RunStatus.Completed, ModelResult.Of(value)));

    public void Fail() => _enders.Add((RunStatus.Failed, ModelResult.Failed(ErrorKind.Failed)));
}
