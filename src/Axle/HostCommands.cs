namespace Axle;

/// <summary>Which runs may execute commands of the host with <c>run</c> steps.</summary>
public enum HostCommands
{
    /// <summary>None: such a step is refused.</summary>
    Refused,

    /// <summary>
    /// Those that were started so: with attribute <see cref="AxleOptions.AllowRunAttribute"/> or <c>apply</c> as <c>true</c>. It holds
    /// when they are resumed, too.
    /// </summary>
    ByRun,

    /// <summary>All: for hosts whose workflows are as trusted as their own code.</summary>
    Allowed,
}
