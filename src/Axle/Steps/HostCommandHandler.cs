using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Axle.Agents.Runtime;
using Axle.Workflows.Ports;
using Axle.Workflows.Runs;

namespace Axle.Steps;

/// <summary>
/// Does <c>run</c> steps: starts the command with the environment of this process, the step's <c>environment</c> and <c>AXLE_RUN_ID</c>,
/// <c>AXLE_STEP</c>, <c>AXLE_IDEMPOTENCY_KEY</c>; <c>with</c>, if there is one, is JSON on its standard input. The output is
/// <c>{exitCode, stdout, stderr}</c>; another exit code than 0 fails the attempt.
/// </summary>
/// <param name="policy">Which runs may.</param>
/// <param name="limit">Characters of each stream that are kept.</param>
/// <param name="time">The clock.</param>
internal sealed class HostCommandHandler(HostCommands policy, int limit, TimeProvider time) : IStepHandler
{
    private const int LongestReason = 600;

    public async ValueTask<StepResult> ExecuteAsync(StepContext context, CancellationToken cancellationToken)
    {
        if (!IsAllowed(context))
            throw new AxleException(ErrorKind.Refused, Refusal(context));
        var command = HostCommand.Of(context);
        var began = time.GetTimestamp();
        using var process = Start(context, command);
        var (output, error) = (new CapturedText(limit), new CapturedText(limit));
        try
        {
            await Task.WhenAll(
                FeedAsync(process, command.Input),
                output.ReadAsync(process.StandardOutput, cancellationToken),
                error.ReadAsync(process.StandardError, cancellationToken),
                process.WaitForExitAsync(cancellationToken));
        }
        catch (OperationCanceledException)
        {
            // What it started must not outlive it.
            process.Kill(entireProcessTree: true);
            throw;
        }

        if (process.ExitCode != 0)
        {
            var why = error.End(LongestReason) is { Length: > 0 } told ? told : output.End(LongestReason);
            throw new AxleException(ErrorKind.Tool, Failure(command, process.ExitCode, why));
        }

        var took = time.GetElapsedTime(began).TotalSeconds;
        var said = string.Create(CultureInfo.InvariantCulture, $"Ran '{command.Text}' in {command.Directory}: exit code 0 after {took:0.0} s.");
        return new StepResult(Output(process.ExitCode, output, error), [new StepDecision("host-command", said)]);
    }

    private bool IsAllowed(StepContext context) => policy switch
    {
        HostCommands.Allowed => true,
        HostCommands.ByRun => Says(context, AxleOptions.AllowRunAttribute) || Says(context, RunAttributes.Apply),
        _ => false,
    };

    private static bool Says(StepContext context, string attribute) =>
        context.Attributes.TryGetValue(attribute, out var value) && bool.TryParse(value, out var yes) && yes;

    private string Refusal(StepContext context) =>
        $"Step '{context.Path}' runs a command of the host, and "
        + (policy == HostCommands.ByRun
            ? "this run may not. Start it with --allow-run, or with --apply when it may change the outside world too."
            : "this host does not allow that. Set AxleOptions.HostCommands when Axle is added, if its workflows are to be trusted.");

    private static Process Start(StepContext context, HostCommand command)
    {
        try
        {
            return Process.Start(command.ToStart()) ?? throw new AxleException(ErrorKind.Internal, $"'{command.Text}' did not start.");
        }
        catch (Win32Exception fault)
        {
            throw new AxleException(ErrorKind.NotFound, $"Step '{context.Path}': '{command.Text}' cannot be started: {fault.Message}. Install the program, or name its full path.", fault);
        }
    }

    private static async Task FeedAsync(Process process, string? input)
    {
        try
        {
            if (input is not null)
                await process.StandardInput.WriteAsync(input);
            process.StandardInput.Close();
        }
        catch (IOException)
        {
            // It does not read what it is given: that is its own affair.
        }
    }

    private static string Failure(HostCommand command, int code, string why) =>
        $"'{command.Text}' ended with exit code {code}{(why.Length == 0 ? " and said nothing." : $": {why}")}";

    private static Payload Output(int code, CapturedText output, CapturedText error) => Payload.From(JsonSerializer.SerializeToElement(
        new Dictionary<string, JsonElement>
        {
            ["exitCode"] = JsonSerializer.SerializeToElement(code),
            ["stdout"] = JsonSerializer.SerializeToElement(output.ToString()),
            ["stderr"] = JsonSerializer.SerializeToElement(error.ToString()),
        }));
}
