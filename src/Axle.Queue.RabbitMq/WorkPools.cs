using Axle.Workflows.Definition;
using Axle.Workflows.Ports;

namespace Axle.Queue.RabbitMq;

/// <summary>The pools of workers: each has queues of its own, so that work of one kind cannot hold up that of another.</summary>
public static class WorkPools
{
    /// <summary>Steps that ask language models: <c>agent</c> and <c>prompt</c>.</summary>
    public const string Llm = "llm";

    /// <summary>All other work: <c>tool</c>, <c>run</c> and <c>code</c>.</summary>
    public const string Code = "code";

    /// <summary>All there are.</summary>
    public static IReadOnlyList<string> All { get; } = [Code, Llm];

    /// <summary>The pool whose workers make a step.</summary>
    public static string Of(StepContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        return context.Action is AgentAction or PromptAction ? Llm : Code;
    }
}
