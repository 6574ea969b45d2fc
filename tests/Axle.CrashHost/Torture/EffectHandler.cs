using Axle.Workflows.Definition;
using Axle.Workflows.Ports;
using Axle.Workflows.Runs;

namespace Axle.CrashHost.Torture;

/// <summary>Does the work of steps: writes it down where it survives, and says so.</summary>
internal sealed class EffectHandler(Ledger effects, Action<string> say) : IStepHandler
{
    private static readonly StepResult Result = new(Payload.FromJson("""{"ok":true}"""u8));

    public async ValueTask<StepResult> ExecuteAsync(StepContext context, CancellationToken cancellationToken)
    {
        await Task.Yield();
        var effect = Effect.Of(context);
        effects.Add(effect.ToString());
        say($"effect {effect}");
        return ((ToolAction)context.Action).Tool switch
        {
            "shaky" when context.Attempt % 2 == 1 => throw new AxleException(ErrorKind.Network, "Every other attempt fails."),
            "refuse" => throw new AxleException(ErrorKind.Failed, "This step always fails."),
            _ => Result,
        };
    }
}
