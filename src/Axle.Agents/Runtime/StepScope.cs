using Axle.Workflows.Ports;

namespace Axle.Agents.Runtime;

/// <summary>Whom a step works for: what its model calls are counted by.</summary>
internal static class StepScope
{
    /// <summary>The run and the step, and whom the host started the run for.</summary>
    public static Scope Of(StepContext context, string? agent = null) => new()
    {
        Tenant = context.Attributes.GetValueOrDefault(RunAttributes.Tenant),
        User = context.Attributes.GetValueOrDefault(RunAttributes.User),
        Session = context.Attributes.GetValueOrDefault(RunAttributes.Session),
        Run = context.RunId.Value,
        Step = context.Path,
        Agent = agent,
    };
}
