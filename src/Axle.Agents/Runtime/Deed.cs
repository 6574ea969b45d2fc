using Axle.Tools.Contract;

namespace Axle.Agents.Runtime;

/// <summary>A call that changes the outside world and means harm when it is made twice.</summary>
internal static class Deed
{
    private const string Key = "axle.deed";

    /// <summary>Says of what failed that something may have been done, also where the kind of failure does not.</summary>
    public static AxleException Begun(AxleException failure)
    {
        failure.Data[Key] = true;
        return failure;
    }

    /// <summary>Whether something may have been done: nobody but whoever looks at the run has it done again.</summary>
    public static bool MayBeDone(Exception failure) => failure is AxleException { Error.Kind: ErrorKind.Failed } || failure.Data.Contains(Key);

    /// <summary>
    /// What failed, as it is told to the engine. Trouble that passes is tried again, but not here: nobody knows how much of it was done.
    /// </summary>
    /// <param name="error">What failed.</param>
    /// <param name="tool">The tool; null when there is none of its name.</param>
    /// <param name="applied">Whether it was to change the outside world.</param>
    public static AxleError Failed(AxleError error, ToolDescription? tool, bool applied) =>
        applied && error.Kind.IsTransient() && tool is { Effect: ToolEffect.World, Idempotent: false }
            ? error with
            {
                Kind = ErrorKind.Failed,
                Message = $"{error.Message} {tool.Name} is not made again by itself: it may have been done, or a part of it. Look, then resume the run.",
            }
            : error;
}
