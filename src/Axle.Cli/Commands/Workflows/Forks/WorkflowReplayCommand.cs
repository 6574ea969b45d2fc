using Axle.Cli.Hosting;
using Axle.Workflows.Engine;
using Axle.Workflows.Ports;

namespace Axle.Cli.Commands.Workflows.Forks;

/// <summary><c>ax workflow replay</c>: what if?</summary>
internal sealed class WorkflowReplayCommand : ForkingCommand
{
    public WorkflowReplayCommand(CommandContext context)
        : base(context, "replay", "Run a workflow anew as another run did, but for what differs: steps that would do the same take over the recorded result.",
            new("ax workflow replay latest --input tone=formal", "What if the input had been another? Only steps that depend on it are made"),
            new("ax workflow replay latest --workflow better.yaml", "What if the prompt of one step were another?")) =>
        Remarks = ["A recorded result is taken over when the step does the same with the same input. What a step changed outside is not changed again then."];

    protected override string PlaceOf(Invocation call) => "0";

    protected override Task<long?> PlaceAsync(Invocation call, AxleHost host, RunRow row, CancellationToken cancellationToken) => Task.FromResult<long?>(null);

    protected override Task<RunHandle> StartAsync(WorkflowEngine engine, ForkRequest request, CancellationToken cancellationToken) =>
        engine.ReplayAsync(request, cancellationToken);
}
