namespace Axle.Workflows.Ports;

/// <summary>As many runs of the group as may execute at once do so; nothing was written.</summary>
/// <param name="group">The group.</param>
public sealed class GroupFullException(string group) : Exception($"As many runs of group '{group}' as may execute at once do so.")
{
    /// <summary>The group.</summary>
    public string Group { get; } = group;
}
