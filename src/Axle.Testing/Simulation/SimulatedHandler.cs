using Axle.Testing.Simulation.Generation;
using Axle.Workflows.Definition;
using Axle.Workflows.Ports;
using Axle.Workflows.Runs;

namespace Axle.Testing.Simulation;

/// <summary>Acts the script out, and counts the attempts in a ledger outside of every process.</summary>
internal sealed class SimulatedHandler(Script script, SimulatedProcess process, Ledger ledger) : IStepHandler
{
    public async ValueTask<StepResult> ExecuteAsync(StepContext context, CancellationToken cancellationToken)
    {
        var tool = ((ToolAction)context.Action).Tool;
        ledger.Begin(context);
        await Task.Yield();
        switch (script.Of(ledger.NameOf(context.Path, tool)))
        {
            case Attempt.FailsForNow:
                throw new AxleException(ErrorKind.Network, "the simulated network is down");
            case Attempt.FailsForGood:
                throw new AxleException(ErrorKind.Validation, "the simulated input is wrong");
            case Attempt.Hangs when ledger.HasTimeLimit(context):
                await Task.Delay(Timeout.InfiniteTimeSpan, process.Time, cancellationToken);
                break;
            case Attempt.Hangs:
                throw new AxleException(ErrorKind.Overloaded, "the simulated service is overloaded");
            case Attempt.LosesAnswer:
                ledger.TakeEffect(context);
                throw new AxleException(ErrorKind.Network, "the simulated answer was lost");
            case Attempt.TakesLong:
                await Task.Delay(TimeSpan.FromSeconds(5), process.Time, cancellationToken);
                break;
        }

        ledger.TakeEffect(context);
        await Task.Yield();
        return new StepResult(Payload.From(Script.OutputOf(context.Path, tool, context.Input.Value)));
    }
}
