using System.CommandLine;
using System.Text.Json;
using System.Text.Json.Nodes;
using Axle.Cli.Commands.Workflows;
using Axle.Cli.Hosting;
using Axle.Cli.Runs;
using Axle.Cli.Servers;
using Axle.Cli.Sources;
using Axle.Client.DeadLetters;
using Axle.Workflows.Ports;

namespace Axle.Cli.Commands.DeadLetters;

/// <summary><c>ax deadletter resolve</c>: says what became of an effect of unknown outcome.</summary>
internal sealed class DeadLetterResolveCommand : OneRunCommand
{
    private static readonly string[] Outcomes = ["completed", "failed", "retry"];
    private readonly Argument<string> _step = new("STEP") { Description = "Path of the step." };
    private readonly Option<string> _outcome = new("--outcome")
    {
        Description = "completed: it took effect, the run goes on. failed: it did not, the step fails. retry: it did not, it is made again.",
        HelpName = "OUTCOME",
        Required = true,
    };

    private readonly Option<string?> _output = new("--output") { Description = "What the step returned, when it completed: JSON, or @file.", HelpName = "JSON" };

    public DeadLetterResolveCommand(CommandContext context)
        : base(context, "resolve", "Say whether an effect that must happen at most once did happen, when its process died before it could tell.",
            new("ax deadletter resolve latest charge --outcome completed --output '{\"id\": \"ch_1\"}'", "It did: go on with what it returned"),
            new("ax deadletter resolve latest charge --outcome retry", "It did not: make it again"))
    {
        _outcome.AcceptOnlyFromAmong(Outcomes);
        Add(_step);
        Add(_outcome);
        Add(_output);
        WorksOnRunAtServer(async (call, server, run, stop) =>
        {
            var (step, outcome) = (call.Require(_step), call.Get(_outcome)!);
            JsonElement? output = OutputOf(call) is { } returned ? JsonSerializer.SerializeToElement(returned) : null;
            var answer = await server.Client.DeadLetters.ResolveAsync(run.Id, step, Enum.Parse<EffectOutcome>(outcome, ignoreCase: true), output, stop);
            return new ServedRuns(call, server).Tell(answer, RunSignals.Resolve, Done(step, run.Id, outcome));
        });
        Remarks = [WorkflowSignalCommand.GoesOn];
    }

    protected override Task<int> RunAsync(Invocation call, AxleHost host, RunRow row, CancellationToken cancellationToken)
    {
        var (step, outcome) = (call.Require(_step), call.Get(_outcome)!);
        var body = new JsonObject { ["path"] = step, ["outcome"] = outcome };
        if (OutputOf(call) is { } output)
            body["output"] = output;
        return new SignalSending(call, host).SendAsync(
            row, RunSignals.Resolve, body, now => Done(step, now.Run.Value, outcome), null, cancellationToken);
    }

    private static string Done(string step, string run, string outcome) => $"Step {step} of run {run}: {outcome}.";

    private JsonNode? OutputOf(Invocation call) => call.Get(_output) is not { } output ? null
        : call.Get(_outcome) == "completed" ? new NamedValues(call.Outside).Json("--output", output)
        : throw new UsageException("--output is for --outcome completed: only then the step returned something.");
}
