using System.CommandLine;
using System.Text.Json;
using System.Text.Json.Nodes;
using Axle.Cli.Hosting;
using Axle.Cli.Runs;
using Axle.Cli.Servers;
using Axle.Cli.Sources;
using Axle.Workflows.Ports;

namespace Axle.Cli.Commands.Workflows;

/// <summary><c>ax workflow signal</c>: sends a run what one of its steps waits for.</summary>
internal sealed class WorkflowSignalCommand : OneRunCommand
{
    private readonly Argument<string> _name = new("NAME") { Description = "The signal's name, as a 'wait' step has it." };
    private readonly Option<string?> _body = new("--body") { Description = "What it brings: a JSON value, or @file. Default: an empty object.", HelpName = "JSON" };
    private readonly Option<string?> _id = new("--id")
    {
        Description = "Makes it safe to send twice: of two signals with the same id the run gets one.",
        HelpName = "ID",
    };

    public WorkflowSignalCommand(CommandContext context)
        : base(context, "signal", "Send a run a signal that one of its steps waits for, or will wait for.",
            new("ax workflow signal latest go", "Let the last run go on"),
            new("ax workflow signal latest paid --body '{\"amount\": 12}' --id order-7", "With what the step returns, and safe to repeat"))
    {
        Add(_name);
        Add(_body);
        Add(_id);
        WorksOnRunAtServer(async (call, server, run, stop) =>
        {
            var answer = await server.Client.Runs.SignalAsync(
                run.Id, call.Require(_name), JsonSerializer.SerializeToElement(BodyOf(call)), call.Get(_id), stop);
            return new ServedRuns(call, server).Tell(answer, call.Require(_name), $"Run {run.Id} has the signal '{call.Require(_name)}'.");
        });
        Remarks = ["A signal that comes before its step waits is kept. Of several steps that wait for it, the one that waited first takes it. " + GoesOn];
    }

    /// <summary>What every command says that may start work of a run.</summary>
    public static string GoesOn =>
        "When an engine ('ax engine') or another process has the run, that one acts on it. Else it is acted on here, and what it starts goes on here: then the "
        + "command stays with the run, as 'resume' does, and the exit code is the run's.";

    protected override async Task<int> RunAsync(Invocation call, AxleHost host, RunRow row, CancellationToken cancellationToken)
    {
        var name = call.Require(_name);
        if (RunSignals.IsReserved(name))
            throw new UsageException($"'{name}' is a signal that every run understands. Use its own command; 'ax workflow --help' and 'ax approval --help' list them.");
        return await new SignalSending(call, host).SendAsync(
            row, name, BodyOf(call), now => $"Run {now.Run} has the signal '{name}'.", call.Get(_id), cancellationToken);
    }

    private JsonNode? BodyOf(Invocation call) => call.Get(_body) is { } text ? new NamedValues(call.Outside).Json("--body", text) : new JsonObject();
}
