using Axle.Workflows.Definition;
using Axle.Workflows.Definition.Reading;
using Axle.Workflows.Runs;

namespace Axle.CrashHost.Torture;

/// <summary>A sort of run that is tortured, and how it has to end whatever happens meanwhile.</summary>
/// <param name="Name">Its name; run ids begin with it.</param>
/// <param name="Steps">The steps, as a file has them.</param>
/// <param name="Done">Steps that do work and complete; undone ones count.</param>
/// <param name="Undone">Steps that are undone.</param>
internal sealed record TortureCase(string Name, string Steps, int Done, int Undone = 0)
{
    private readonly Lazy<Workflow> _workflow = new(() => Read(Name, Steps));

    public Workflow Workflow => _workflow.Value;

    /// <summary>How its runs end.</summary>
    public RunStatus End => Undone > 0 ? RunStatus.Failed : RunStatus.Completed;

    /// <summary>Whether it waits for the signal <c>go</c>.</summary>
    public bool WaitsForSignal => Steps.Contains("signal: go", StringComparison.Ordinal);

    private static Workflow Read(string name, string steps)
    {
        var reading = WorkflowReader.Read($"name: {name}\nsteps:\n{steps}", name + ".yaml");
        return reading.Workflow ?? throw new InvalidOperationException(string.Join('\n', reading.Faults.Select(static f => f.Message)));
    }
}
