using System.Globalization;
using System.Text.Json;
using Axle.Workflows.Ports;
using Axle.Workflows.Runs;

namespace Axle.Steps;

/// <summary>
/// Does <c>run</c> steps: starts the command with the environment of this process (<see cref="CommandEnvironment"/>), the step's <c>environment</c> and
/// <c>AXLE_RUN_ID</c>, <c>AXLE_STEP</c>, <c>AXLE_IDEMPOTENCY_KEY</c>; <c>with</c>, if there is one, is JSON on its standard input. The output is
/// <c>{exitCode, stdout, stderr}</c>; another exit code than 0 fails the attempt.
/// </summary>
/// <param name="policy">Which runs may.</param>
/// <param name="limit">Characters of each stream that are kept.</param>
/// <param name="named">Variables of this process that commands of runs of a server's users see, beside plain ones.</param>
/// <param name="time">The clock.</param>
internal sealed class HostCommandHandler(HostCommands policy, int limit, IReadOnlyList<string> named, TimeProvider time) : IStepHandler
{
    public async ValueTask<StepResult> ExecuteAsync(StepContext context, CancellationToken cancellationToken)
    {
        if (!policy.Allows(context.Attributes))
            throw new AxleException(ErrorKind.Refused, Refusal(context));
        var command = HostCommand.Of(context) with { Inherited = CommandEnvironment.Of(context.Attributes, named) };
        var began = time.GetTimestamp();
        var ended = await HostProcess.RunAsync(command, limit, $"Step '{context.Path}'", cancellationToken);
        if (ended.Code != 0)
            throw new AxleException(ErrorKind.Tool, Failure(command, ended.Code, ended.Reason));
        var took = time.GetElapsedTime(began).TotalSeconds;
        var said = string.Create(CultureInfo.InvariantCulture, $"Ran '{command.Text}' in {command.Directory}: exit code 0 after {took:0.0} s.");
        return new StepResult(Output(ended), [new StepDecision("host-command", said)]);
    }

    private string Refusal(StepContext context) =>
        $"Step '{context.Path}' runs a command of the host, and "
        + (policy == HostCommands.ByRun
            ? "this run may not. Start it with --allow-run, or with --apply when it may change the outside world too."
            : "this host does not allow that. Set AxleOptions.HostCommands when Axle is added, if its workflows are to be trusted.");

    private static string Failure(HostCommand command, int code, string why) =>
        $"'{command.Text}' ended with exit code {code}{(why.Length == 0 ? " and said nothing." : $": {why}")}";

    private static Payload Output(HostProcess ended) => Payload.From(JsonSerializer.SerializeToElement(
        new Dictionary<string, JsonElement>
        {
            ["exitCode"] = JsonSerializer.SerializeToElement(ended.Code),
            ["stdout"] = JsonSerializer.SerializeToElement(ended.Output.ToString()),
            ["stderr"] = JsonSerializer.SerializeToElement(ended.Error.ToString()),
        }));
}
