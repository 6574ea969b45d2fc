using Axle.Workflows.Definition;
using Axle.Workflows.Ports;

namespace Axle.Agents.Runtime;

/// <summary>Whether an attempt counts as the last one for the choice of a provider.</summary>
internal static class LastAttempt
{
    /// <summary>
    /// The context does not say how many attempts a step has, so from the default policy's last attempt on a provider in trouble is
    /// passed over instead of being waited for.
    /// </summary>
    public static bool Is(StepContext context) => context.Attempt >= RetryPolicy.Default.MaxAttempts;
}
