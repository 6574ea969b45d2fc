using System.CommandLine;
using System.Text.Json.Nodes;
using Axle.Cli.Hosting;
using Axle.Cli.Output;
using Axle.Cli.Runs;
using Axle.Cli.Servers;
using Axle.Client.Runs;
using Axle.Workflows.Ports;
using RunStatus = Axle.Workflows.Runs.RunStatus;

namespace Axle.Cli.Commands.Workflows;

/// <summary>What <c>pause</c> and <c>cancel</c> share: send a run a signal with a reason, and tell what became of it.</summary>
internal abstract class ControlCommand : OneRunCommand
{
    private readonly Option<string?> _reason = new("--reason") { Description = "Why; kept in the run's history.", HelpName = "TEXT" };
    private readonly string _signal;

    protected ControlCommand(CommandContext context, string signal, string description, params Example[] examples)
        : base(context, signal, description, examples)
    {
        _signal = signal;
        Add(_reason);
        WorksOnRunAtServer(async (call, server, run, stop) =>
        {
            var answer = await AskAsync(call, server.Client.Runs, run.Id, call.Get(_reason), stop);
            return new ServedRuns(call, server).Tell(answer, _signal, Done(run.Id, ServedRuns.StatusOf(answer.Run), $" --server {server.Url}"));
        });
    }

    /// <summary>Whether the signal can change a run of this status.</summary>
    protected abstract bool Fits(RunStatus status);

    /// <summary>What to say when it took effect.</summary>
    /// <param name="run">The run.</param>
    /// <param name="status">Where it is now.</param>
    /// <param name="where">What commands about it have at their end.</param>
    protected abstract string Done(string run, RunStatus status, string where);

    /// <summary>Asks a server for it.</summary>
    protected abstract Task<RunAnswer> AskAsync(Invocation call, RunClient runs, string run, string? reason, CancellationToken cancellationToken);

    /// <summary>What the signal brings beside the reason.</summary>
    protected virtual JsonObject Body(Invocation call) => [];

    protected override async Task<int> RunAsync(Invocation call, AxleHost host, RunRow row, CancellationToken cancellationToken)
    {
        if (!Fits(row.Status))
            throw new AxleException(ErrorKind.Validation, $"Run {row.Run} is {Words.Name(row.Status)}, so there is nothing to {_signal}. 'ax workflow status {row.Run}' shows it.");
        var body = Body(call);
        if (call.Get(_reason) is { Length: > 0 } reason)
            body["reason"] = reason;
        return await new SignalSending(call, host).SendAsync(row, _signal, body, now => Done(now.Run.Value, now.Status, ""), null, cancellationToken);
    }
}
