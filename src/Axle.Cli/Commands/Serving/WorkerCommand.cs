using System.CommandLine;
using Axle.Agents.Runtime;
using Axle.Cli.Hosting;
using Axle.Cli.Sources;
using Axle.Queue.RabbitMq;

namespace Axle.Cli.Commands.Serving;

/// <summary><c>ax worker</c>: makes steps that engines of other processes hand out.</summary>
internal sealed class WorkerCommand : AxCommand
{
    private readonly Option<string> _pools = new("--pools")
    {
        Description = $"What it makes, parted by commas: {WorkPools.Llm} (agents and prompts), {WorkPools.Code} (tools, code, commands). Default: both.",
        HelpName = "POOLS",
        DefaultValueFactory = static _ => string.Join(',', WorkPools.All),
    };

    private readonly Option<string> _concurrency = new("--concurrency")
    {
        Description = "Steps at the same time: 1 to 10000; or as many as the load asks for between two numbers, as 4..200, or auto for 4..256. Default: 64.",
        HelpName = "N",
        DefaultValueFactory = static _ => "64",
    };

    private readonly Option<string> _drain = new("--drain")
    {
        Description = "How long steps under way may take to end when it is stopped, up to 1h. Default: 30s.",
        HelpName = "TIME",
        DefaultValueFactory = static _ => "30s",
    };

    private readonly HealthOption _health = new();

    public WorkerCommand(CommandContext context)
        : base(context, "worker", "Make steps of runs that engines elsewhere execute, until stopped. Needs a store and a queue that they share.",
            new("ax worker", "Make steps of every kind"),
            new("ax worker --pools llm --concurrency 200", "Agents and prompts only, many at a time"),
            new("ax worker --pools llm --concurrency auto", "As many at the same time as the load asks for"),
            new("AXLE_STORE=postgres://db/axle AXLE_QUEUE=amqp://mq/axle ax worker --drain 5m", "As a service that is stopped gently"))
    {
        foreach (var option in (Option[])[_pools, _concurrency, _drain, _health])
            Add(option);
        Remarks =
        [
            "Any number of workers may run. When one dies, its steps are made by others at once. SIGTERM or Ctrl-C takes nothing new, lets steps under way end, and leaves to "
            + "others what has not ended after --drain.",
            "docs/production.md tells of engines, workers, PostgreSQL and RabbitMQ together.",
        ];
    }

    protected override async Task<int> RunAsync(Invocation call, CancellationToken cancellationToken)
    {
        var pools = call.Get(_pools)!.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        if (pools.Length == 0)
            throw new UsageException($"--pools names none. Use one or more of {string.Join(", ", WorkPools.All)}.");
        var drain = TimeText.Read("--drain", call.Get(_drain)!);
        var (least, most) = ConcurrencyText.Read(call.Get(_concurrency)!);
        await using var host = call.Compose(options =>
        {
            options.TakeUpRuns = false;
            options.WorkerPools = pools;
            (options.LeastStepConcurrency, options.StepConcurrency) = (least, most);
            options.DrainTime = drain;
        });
        if (host.Get<AxleOptions>().Queue is not { } queue || !BrokerAddress.IsOne(queue))
            throw new UsageException("There is no queue that workers share. Set AXLE_QUEUE, or 'queue:' in axle.yaml, to amqp://…, and AXLE_STORE to postgres://….");
        DatabaseFolder.Prepare(host.DatabasePath);
        // What steps need is made now: a fault in it must show before a step is taken.
        _ = host.Get<AgentServices>();
        var stopped = new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously);
        using var watching = call.Outside.Interrupts.Watch(what => stopped.TrySetResult(what));
        await using var cancelled = cancellationToken.Register(() => stopped.TrySetResult("cancelled"));
        var stop = await host.StartBackgroundAsync(cancellationToken);
        await using var health = await _health.StartAsync(call, host, cancellationToken);
        call.Say($"Making steps of {string.Join(" and ", pools)} from {BrokerAddress.Named(queue)}, for runs of {host.Place}. Ctrl-C or SIGTERM stops.");
        call.Say($"{await stopped.Task}: stopping. Steps under way may end.");
        await stop();
        return ExitCodes.Success;
    }
}
