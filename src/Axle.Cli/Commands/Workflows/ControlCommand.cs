using System.CommandLine;
using System.Text.Json.Nodes;
using Axle.Cli.Output;
using Axle.Cli.Output.Documents;
using Axle.Cli.Sources;
using Axle.Workflows.Ports;
using Axle.Workflows.Runs;

namespace Axle.Cli.Commands.Workflows;

/// <summary>What <c>pause</c> and <c>cancel</c> share: send a run a signal with a reason, and tell what became of it.</summary>
internal abstract class ControlCommand : AxCommand
{
    private readonly Argument<string> _run = RunArgument.Create();
    private readonly Option<string?> _reason = new("--reason") { Description = "Why; kept in the run's history.", HelpName = "TEXT" };
    private readonly string _signal;

    protected ControlCommand(CommandContext context, string signal, string description, params Example[] examples)
        : base(context, signal, description, examples)
    {
        _signal = signal;
        Add(_run);
        Add(_reason);
    }

    /// <summary>Whether the signal can change a run of this status.</summary>
    protected abstract bool Fits(RunStatus status);

    /// <summary>What to say when it took effect.</summary>
    protected abstract string Done(RunRow row);

    protected override async Task<int> RunAsync(Invocation call, CancellationToken cancellationToken)
    {
        await using var host = call.Compose();
        var row = await RunReference.FindAsync(host.RequireStore(), call.Require(_run), cancellationToken);
        if (!Fits(row.Status))
            throw new AxleException(ErrorKind.Validation, $"Run {row.Run} is {Words.Name(row.Status)}, so there is nothing to {_signal}. 'ax workflow status {row.Run}' shows it.");
        var body = new JsonObject();
        if (call.Get(_reason) is { Length: > 0 } reason)
            body["reason"] = reason;
        var (now, applied) = await host.Engine.SignalAsync(row.Run, _signal, body.ToJsonString(), cancellationToken: cancellationToken);
        if (call.Json)
            call.WriteDocument(new SignalDocument(row.Run.Value, _signal, applied, Words.Name(now.Status)), CliJson.Context.SignalDocument);
        else
            call.Say(applied ? Done(now) : $"Asked the process that executes run {row.Run} to {_signal} it. 'ax workflow status {row.Run}' shows when it has.");
        return ExitCodes.Success;
    }
}
