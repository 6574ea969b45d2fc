using Axle.Tools.Contract;

namespace Axle.Agents.Runtime;

/// <summary>A call that changes the outside world and means harm when it is made twice.</summary>
internal static class Deed
{
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
