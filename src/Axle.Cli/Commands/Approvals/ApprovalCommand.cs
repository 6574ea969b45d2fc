using System.CommandLine;
using Axle.Cli.Hosting;
using Axle.Cli.Runs;
using Axle.Cli.Servers;
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

    /// <summary>Has the command work at a server, too, on the question that is meant there.</summary>
    protected void AnswersAtServer(Func<Invocation, ServerSession, OpenApproval, CancellationToken, Task<int>> work) =>
        WorksOnRunAtServer(async (call, server, run, stop) =>
            await work(call, server, OpenApproval.Of(await server.FindApprovalAsync(run, call.Get(_step), stop)), stop));

    protected abstract Task<int> RunAsync(Invocation call, AxleHost host, RunRow row, OpenApproval approval, CancellationToken cancellationToken);

    protected sealed override async Task<int> RunAsync(Invocation call, AxleHost host, RunRow row, CancellationToken cancellationToken) =>
        await RunAsync(call, host, row, await OpenApproval.FindAsync(host, row, call.Get(_step), cancellationToken), cancellationToken);
}
