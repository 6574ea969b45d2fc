using System.ComponentModel;
using System.Diagnostics;
using System.Text;

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
        var tail = new StringBuilder();
        using var process = new Process { StartInfo = start };
        process.OutputDataReceived += (_, line) => Keep(tail, line.Data);
        process.ErrorDataReceived += (_, line) => Keep(tail, line.Data);
        var began = time.GetTimestamp();
        try
        {
            process.Start();
        }
        catch (Win32Exception fault)
        {
            throw Missing(step, fault);
        }

        process.StandardInput.Close();
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        try
        {
            await process.WaitForExitAsync(cancellationToken);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw;
        }

        string output;
        lock (tail)
            output = tail.ToString();
        return process.ExitCode == 0
            ? new StepResult(step.Argv, 0, Math.Round(time.GetElapsedTime(began).TotalSeconds, 3), output)
            : throw new AxleException(ErrorKind.Tool,
                $"`{string.Join(' ', step.Argv)}` ended with exit code {process.ExitCode}. Its last words: {LastWords(output)}");
    }

    public static AxleException Missing(PlanStep step, Exception? inner = null) => new(
        ErrorKind.NotFound,
            $"The program '{step.Prerequisite}' is not on this machine's PATH; `{string.Join(' ', step.Argv)}` needs it. Install it and run again.", inner);

    private static void Keep(StringBuilder tail, string? line)
    {
        if (line is null)
            return;
        lock (tail)
        {
            tail.Append(line).Append('\n');
            if (tail.Length > TailCharacters)
                tail.Remove(0, tail.Length - TailCharacters);
        }
    }

    private static string LastWords(string output)
    {
        var end = output.TrimEnd();
        return end.Length == 0 ? "(none)" : end.Length <= 400 ? end : "..." + end[^400..];
    }
}
