using System.CommandLine;
using Axle.Cli.Hosting;
using Axle.Cli.Runs;
using Axle.Workflows.Ports;

namespace Axle.Cli.Commands.Approvals;

/// <summary>A command about one question of one run.</summary>
internal abstract class ApprovalCommand : OneRunCommand
{
    private readonly Argument<string?> _step = new("STEP")
    {
        Description = "The step that asks: its path, or the end of it. May be left out when the run asks one question only.",
        Arity = ArgumentArity.ZeroOrOne,
    };

    protected ApprovalCommand(CommandContext context, string name, string description, params Example[] examples)
        : base(context, name, description, examples) => Add(_step);

    protected abstract Task<int> RunAsync(Invocation call, AxleHost host, RunRow row, OpenApproval approval, CancellationToken cancellationToken);

    protected sealed override async Task<int> RunAsync(Invocation call, AxleHost host, RunRow row, CancellationToken cancellationToken) =>
        await RunAsync(call, host, row, await OpenApproval.FindAsync(host, row, call.Get(_step), cancellationToken), cancellationToken);
}
