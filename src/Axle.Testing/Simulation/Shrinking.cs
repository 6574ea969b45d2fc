using System.Collections.Immutable;
using Axle.Testing.Simulation.Generation;
using Axle.Workflows.Definition.Writing;

namespace Axle.Testing.Simulation;

/// <summary>Makes a failure small: less trouble, then fewer steps, as long as it still fails.</summary>
internal static class Shrinking
{
    public static SimulationFault Shrink(int seed, SimulationOptions options, SimulationFailedException found)
    {
        var workflows = RandomWorkflow.Make(Seed.Start(seed), options.Steps);
        var message = found.Message;
        var kind = KindOf(message);
        foreach (var less in Less)
        {
            if (less(options) is var calmer && calmer != options && Fails(seed, workflows, calmer) is { } still && KindOf(still) == kind)
                (options, message) = (calmer, still);
        }

        for (var at = workflows.Main.Steps.Length - 1; at >= 0; at--)
        {
            if (workflows.Main.Steps.Length > 1 && Without(workflows, at) is var smaller && Fails(seed, smaller, options) is { } still && KindOf(still) == kind)
                (workflows, message) = (smaller, still);
        }

        var used = workflows.Used.Values.Select(static w => $"---\n{WorkflowWriter.ToYaml(w)}");
        return new SimulationFault(seed, message, options, WorkflowWriter.ToYaml(workflows.Main) + string.Concat(used));
    }

    private static readonly Func<SimulationOptions, SimulationOptions>[] Less =
    [
        static o => o with { Encores = 0 },
        static o => o with { Meddling = 0 },
        static o => o with { CrashRate = 0 },
        static o => o with { QueueFaultRate = 0 },
        static o => o with { ReadFaultRate = 0 },
        static o => o with { StoreFaultRate = 0 },
        static o => o with { ClockSkew = TimeSpan.Zero },
    ];

    /// <summary>What is wrong, apart from where: a smaller failure must be the same one.</summary>
    private static string KindOf(string message)
    {
        var parts = message.Split('\n')[0].Split('\'');
        return string.Concat(parts.Where(static (_, i) => i % 2 == 0).SelectMany(static p => p).Where(static c => !char.IsAsciiDigit(c)));
    }

    private static string? Fails(int seed, WorkflowSet workflows, SimulationOptions options)
    {
        try
        {
            Simulator.Run(seed, workflows, options);
            return null;
        }
        catch (SimulationFailedException exception)
        {
            return exception.Message;
        }
        catch (AxleException)
        {
            // Without that step it is no workflow any more.
            return null;
        }
    }

    private static WorkflowSet Without(WorkflowSet workflows, int at)
    {
        var key = workflows.Main.Steps[at].Key;
        var steps = workflows.Main.Steps.RemoveAt(at).Select(s => s with { DependsOn = [.. s.DependsOn.Where(d => d != key)] });
        return new WorkflowSet(workflows.Main with { Steps = steps.ToImmutableArray() }, workflows.Used);
    }
}
