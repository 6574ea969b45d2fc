using System.Collections.Immutable;
using Axle.Agents.Runtime;
using Axle.Workflows.Engine;
using Axle.Workflows.Schedules;

namespace Axle.Hosting;

/// <summary>How runs of schedules are started.</summary>
public static class ScheduledStarts
{
    /// <summary>The start that a trigger asks for, with the facts that the host gives such runs.</summary>
    public static StartRun Of(TriggeredStart triggered, AxleOptions options)
    {
        ArgumentNullException.ThrowIfNull(triggered);
        ArgumentNullException.ThrowIfNull(options);
        return new StartRun(triggered.Workflow)
        {
            Inputs = triggered.Inputs,
            Key = triggered.Key,
            By = triggered.By,
            Attributes = options.ScheduledRuns.ToImmutableDictionary(StringComparer.Ordinal).SetItem(
                RunAttributes.Workspace, options.ScheduledRuns.GetValueOrDefault(RunAttributes.Workspace) ?? Path.GetFullPath(options.ProjectDirectory)),
        };
    }
}
