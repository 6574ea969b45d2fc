using System.CommandLine;
using System.Text.Json.Nodes;
using Axle.Cli.Hosting;
using Axle.Cli.Runs;
using Axle.Cli.Servers;
using Axle.Client.Runs;
using Axle.Workflows.Ports;

namespace Axle.Cli.Commands.DeadLetters;

/// <summary><c>ax deadletter discard</c>: nothing more is to be done.</summary>
internal sealed class DeadLetterDiscardCommand : ManyRunsCommand
{
    private readonly Option<string?> _reason = new("--reason") { Description = "Why; kept in the run's history.", HelpName = "TEXT" };

    public DeadLetterDiscardCommand(CommandContext context)
        : base(context, "discard", "Say that nothing more is to be done about runs that failed. They stay failed, and are listed no more.",
            new("ax deadletter discard latest --reason 'the customer cancelled'", "The last run"),
            new("ax deadletter discard --workflow import --dry-run", "Which runs that would be of a whole workflow")) => Add(_reason);

    protected override Task<int> DoOneAsync(Invocation call, AxleHost host, RunRow row, CancellationToken cancellationToken) =>
        new SignalSending(call, host).SendAsync(
            row, RunSignals.Discard, Body(call), now => Done(now.Run.Value), null, cancellationToken);

    protected override async Task<RunRow> DoAsync(Invocation call, AxleHost host, RunRow row, CancellationToken cancellationToken) =>
        (await new SignalSending(call, host).SendAsync(row, RunSignals.Discard, Body(call), null, cancellationToken)).Row;

    protected override async Task<int> DoOneAsync(Invocation call, ServerSession server, Run run, CancellationToken cancellationToken) =>
        new ServedRuns(call, server).Tell(
            await server.Client.DeadLetters.DiscardAsync(run.Id, call.Get(_reason), cancellationToken), RunSignals.Discard, Done(run.Id));

    protected override async Task<Run> DoAsync(Invocation call, ServerSession server, string run, CancellationToken cancellationToken) =>
        (await server.Client.DeadLetters.DiscardAsync(run, call.Get(_reason), cancellationToken)).Run;

    private static string Done(string run) => $"Run {run} is discarded.";

    private JsonObject Body(Invocation call) => call.Get(_reason) is { Length: > 0 } reason ? new JsonObject { ["reason"] = reason } : [];
}
