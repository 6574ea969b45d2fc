using System.Globalization;
using System.Text;
using Axle.Workflows.Definition;
using Axle.Workflows.Definition.Reading;

namespace Axle.Bench.Workloads;

/// <summary>The workflows that are measured, as files would have them.</summary>
internal static class BenchWorkflows
{
    /// <summary>Steps one after another.</summary>
    public static Workflow Chain(int steps, string action = "tool: noop") =>
        Read(new StringBuilder("name: chain\nsteps:\n").Append(Chained(steps, action)));

    /// <summary>Steps that all run at once, and one that waits for all of them.</summary>
    public static Workflow FanOut(int steps)
    {
        var text = new StringBuilder("name: fan-out\nsteps:\n");
        for (var i = 0; i < steps; i++)
            text.Append(CultureInfo.InvariantCulture, $"  - key: s{i}\n    tool: noop\n");
        text.Append(CultureInfo.InvariantCulture, $"  - key: join\n    tool: noop\n    dependsOn: [{string.Join(", ", Enumerable.Range(0, steps).Select(static i => $"s{i}"))}]\n");
        return Read(text);
    }

    /// <summary>The steps of <see cref="Chain"/> as text, each with the same action.</summary>
    public static string Chained(int steps, string action)
    {
        var text = new StringBuilder();
        for (var i = 0; i < steps; i++)
        {
            text.Append(CultureInfo.InvariantCulture, $"  - key: s{i}\n    {action}\n");
            if (i > 0)
                text.Append(CultureInfo.InvariantCulture, $"    dependsOn: [s{i - 1}]\n");
        }

        return text.ToString();
    }

    public static Workflow Read(StringBuilder text)
    {
        var reading = WorkflowReader.Read(text.ToString(), "bench.yaml");
        return reading.Workflow ?? throw new InvalidOperationException($"The workflow of the benchmark is not valid: {string.Join("; ", reading.Faults.Select(static f => f.Message))}");
    }
}
