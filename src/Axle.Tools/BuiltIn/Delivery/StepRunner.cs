using System.ComponentModel;
using System.Diagnostics;

namespace Axle.Tools.BuiltIn.Delivery;

/// <summary>Starts the commands of a plan, one after another, without a shell.</summary>
internal sealed class StepRunner(string workspace, TimeProvider time)
{
    /// <summary>How much of a command's output is kept: its end, where the fault is told.</summary>
    private const int TailCharacters = 64 * 1024;

    /// <exception cref="AxleException">The program is missing, failed, or took too long.</exception>
    public async Task<StepResult> RunAsync(PlanStep step, CancellationToken cancellationToken)
    {
        var start = new ProcessStartInfo(step.Argv[0], step.Argv.Skip(1))
        {
            WorkingDirectory = Path.GetFullPath(Path.Combine(workspace, step.Directory)),
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
            UseShellExecute = false,
        };
        // Commands of a project have the credentials of whoever deploys, and not those that this process asks models with.
        foreach (var name in start.Environment.Keys.Where(SecretVariables.IsOwn).ToList())
            start.Environment.Remove(name);
        using var process = new Process { StartInfo = start };
        var program = new FollowedProgram(process, TailCharacters, time);
        var began = time.GetTimestamp();
        int exitCode;
        try
        {
            exitCode = await program.RunAsync(cancellationToken);
        }
        catch (Win32Exception fault)
        {
            throw Missing(step, fault);
        }

        var output = program.Output + program.Errors;
        return exitCode == 0
            ? new StepResult(step.Argv, 0, Math.Round(time.GetElapsedTime(began).TotalSeconds, 3), output)
            : throw new AxleException(ErrorKind.Tool,
                $"`{string.Join(' ', step.Argv)}` ended with exit code {exitCode}. Its last words: {LastWords(output)}");
    }

    public static AxleException Missing(PlanStep step, Exception? inner = null) => new(
        ErrorKind.NotFound,
            $"The program '{step.Prerequisite}' is not on this machine's PATH; `{string.Join(' ', step.Argv)}` needs it. Install it and run again.", inner);

    private static string LastWords(string output)
    {
        var end = output.TrimEnd();
        return end.Length == 0 ? "(none)" : end.Length <= 400 ? end : "..." + end[^400..];
    }
}
