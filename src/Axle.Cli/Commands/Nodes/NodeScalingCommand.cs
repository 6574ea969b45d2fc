using System.CommandLine;
using Axle.Cli.Output;
using Axle.Cli.Output.Documents;
using Axle.Workflows.Ports;
using Axle.Workflows.Scaling;

namespace Axle.Cli.Commands.Nodes;

/// <summary><c>ax node scaling</c>.</summary>
internal sealed class NodeScalingCommand : PoolCommand
{
    private static readonly PoolBounds Standard = new();

    private readonly Option<int> _min = new("--min")
    {
        Description = $"Fewest workers of a pool, 0 to 10000. Default: {Standard.MinWorkers}.",
        HelpName = "N",
        DefaultValueFactory = static _ => Standard.MinWorkers,
    };

    public NodeScalingCommand(CommandContext context)
        : base(context, "scaling", "Tell how many workers each pool has and should have.",
            new("ax node scaling", "Load and size of every pool"),
            new("ax node scaling --json | jq '.pools[] | select(.pool == \"llm\").desiredWorkers'", "A number for a script that starts workers"))
    {
        foreach (var option in (Option[])[Slots, _min, Max])
            Add(option);
        Remarks =
        [
            "What a pool needs follows from the steps that become due, the time that they take and those that wait. It grows at once, and shrinks after five minutes "
            + "without need of more. Autoscalers ask GET /api/v1/scaling/{pool} for the same.",
        ];
    }

    protected override async Task<int> RunAsync(Invocation call, CancellationToken cancellationToken)
    {
        await using var host = call.Compose();
        var bounds = new PoolBounds { SlotsPerWorker = call.Get(Slots), MinWorkers = call.Get(_min), MaxWorkers = call.Get(Max) };
        var loads = new PoolLoads(SharedStore<ILoadStore>(host), call.Outside.Time);
        ScalingPart[] pools = [.. (await loads.SizeAsync(bounds, cancellationToken)).Select(ScalingPart.Of)];
        if (call.Json)
        {
            call.WriteDocument(new NodeScalingDocument([.. pools]), CliJson.Context.NodeScalingDocument);
            return ExitCodes.Success;
        }

        if (pools.Length == 0)
        {
            call.Note($"Nothing was told of pools of {host.Place} yet. 'ax serve', 'ax engine' and 'ax worker' tell it every five seconds.");
            return ExitCodes.Success;
        }

        TextTable.Write(call.Outside.Output, ["POOL", "WORKERS", "DESIRED", "HELD BY", "MAKING", "SLOTS", "WAITING", "DUE/S", "SECONDS"], pools.Select(p =>
            (string[])
            [
                p.Pool,
                Number(p.Workers),
                Number(p.DesiredWorkers),
                p.HeldBy == "none" ? "-" : p.HeldBy,
                Number(p.Making),
                Number(p.Slots),
                Number(p.Waiting),
                Number(p.ArrivalsPerSecond),
                p.ServiceSeconds is { } seconds ? Number(seconds) : "-",
            ]));
        return ExitCodes.Success;
    }
}
