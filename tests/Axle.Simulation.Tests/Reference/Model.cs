using System.Collections.Immutable;
using System.Text.Json;
using Axle.Testing.Simulation.Generation;
using Axle.Testing.Simulation.Reference;
using Axle.Workflows.Definition;
using Axle.Workflows.Definition.Reading;

namespace Axle.Simulation.Tests.Reference;

/// <summary>Runs workflow files through the reference model.</summary>
internal static class Model
{
    public static Expectation Of(string steps, Script? script = null, params (string Name, string Steps)[] used) =>
        new ReferenceModel(
            new WorkflowSet(Read("main", steps), used.ToImmutableDictionary(static u => u.Name, static u => Read(u.Name, u.Steps))),
            script ?? new Script(null)).Run();

    public static Workflow Read(string name, string steps)
    {
        var reading = WorkflowReader.Read($"name: {name}\nvariables: {{ x: 0, y: 0, n: 0, before: 0 }}\n{steps}", "main.yaml", new WorkflowReaderOptions { AllowNotExecutable = true });
        reading.Faults.ShouldBeEmpty();
        return reading.Workflow!;
    }

    /// <summary>Every step as <c>path status</c>, in the order of the paths.</summary>
    public static string[] Lines(this Expectation expected) =>
        [.. expected.Steps.OrderBy(static s => s.Key, StringComparer.Ordinal).Select(static s => $"{s.Key} {s.Value.Status}")];

    public static JsonElement Output(this Expectation expected, string path) => expected.Steps[path].Output!.Value;
}
