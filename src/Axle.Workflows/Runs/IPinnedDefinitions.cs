using System.Collections.Immutable;
using Axle.Workflows.Runs.Events;

namespace Axle.Workflows.Runs;

/// <summary>Gives the definitions that runs are pinned to.</summary>
public interface IPinnedDefinitions
{
    /// <summary>A definition with all that it uses.</summary>
    /// <param name="definition">Its hash.</param>
    /// <param name="uses">Hashes of what it uses; null for nothing.</param>
    /// <exception cref="AxleException">A definition is not there, or cannot be read by this version.</exception>
    PinnedWorkflows Of(string definition, ImmutableDictionary<string, string>? uses);

    /// <summary>What a run began with.</summary>
    PinnedWorkflows Of(RunStarted started) => Of(started.Definition, started.Uses);
}
