using Axle.Cli.Hosting;
using Axle.Cli.Output;
using Axle.Cli.Runs;
using Axle.Workflows.Ports;

namespace Axle.Cli.Commands.DeadLetters;

/// <summary><c>ax deadletter show</c>: one dead letter with the inputs that a redrive can change.</summary>
internal sealed class DeadLetterShowCommand : OneRunCommand
{
    public DeadLetterShowCommand(CommandContext context)
        : base(context, "show", "Show why a run is out of options: the steps that failed, their attempts, errors and inputs, and what can be done.",
            new("ax deadletter show latest", "Why the last run failed"),
            new("ax deadletter show latest --json | jq '.steps[0].input' > input.json", "The input of the failed step, to be edited for a redrive")) =>
        WorksOnRunAtServer(static async (call, server, run, stop) =>
            Show(call, DeadLetter.Of(await server.Client.DeadLetters.GetAsync(run.Id, stop)), $" --server {server.Url}"));

    protected override async Task<int> RunAsync(Invocation call, AxleHost host, RunRow row, CancellationToken cancellationToken)
    {
        if ((row.Attention & DeadLetter.Reasons) == 0)
            throw new AxleException(ErrorKind.NotFound, $"Run {row.Run} is {Words.Name(row.Status)} and no dead letter. 'ax deadletter list' shows those there are.");
        return Show(call, await DeadLetter.ReadAsync(host, row, cancellationToken), "");
    }

    private static int Show(Invocation call, DeadLetter letter, string where)
    {
        if (call.Json)
        {
            call.WriteDocument(letter, CliJson.Context.DeadLetter);
            return ExitCodes.Success;
        }

        call.Say($"{letter.RunId}  {letter.Workflow}  {letter.Status}, since {Words.Of(letter.Since, call.Outside.Time)}");
        if (letter.Error is { } error)
            call.Say($"  {error.Kind}: {error.Message}");
        foreach (var step in letter.Steps)
        {
            call.Say();
            call.Say($"{step.Path}  {step.Status} after {Words.Count(step.Attempts, "attempt")}, {step.Does}");
            if (step.Error is { } fault)
                call.Say($"  {fault.Kind}: {fault.Message}");
            if (step.Input is { } input)
                call.Say($"  input: {input.GetRawText()}");
            if (letter.Why != "failed")
                call.Say($"  ax deadletter resolve {letter.RunId} {step.Path} --outcome completed{where}   (or failed, or retry)");
        }

        if (letter.Why == "failed")
        {
            call.Say();
            call.Say($"ax deadletter redrive {letter.RunId}{where}   (what failed is tried again; --step-input PATH=JSON changes an input before)");
            call.Say($"ax deadletter discard {letter.RunId}{where}");
        }

        return ExitCodes.Success;
    }
}
