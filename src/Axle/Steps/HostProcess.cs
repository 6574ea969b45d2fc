using System.ComponentModel;
using System.Diagnostics;

namespace Axle.Steps;

/// <summary>How a command of the host ended.</summary>
/// <param name="Code">Its exit code.</param>
/// <param name="Output">What it wrote to standard output.</param>
/// <param name="Error">What it wrote to standard error.</param>
internal sealed record HostProcess(int Code, CapturedText Output, CapturedText Error)
{
    private const int LongestReason = 600;

    /// <summary>What it said last, for a message: of its errors, or else of its output.</summary>
    public string Reason => Error.End(LongestReason) is { Length: > 0 } told ? told : Output.End(LongestReason);

    /// <summary>Starts a command, gives it its input and waits for its end. When cancelled, it and everything it started is killed.</summary>
    /// <param name="command">The command.</param>
    /// <param name="limit">Characters of each stream that are kept.</param>
    /// <param name="who">Whose command it is, for messages: <c>Step 'build'</c>.</param>
    /// <param name="cancellationToken">Kills it.</param>
    /// <exception cref="AxleException"><see cref="ErrorKind.NotFound"/>: it cannot be started.</exception>
    public static async Task<HostProcess> RunAsync(HostCommand command, int limit, string who, CancellationToken cancellationToken)
    {
        using var process = Start(command, who);
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

        return new HostProcess(process.ExitCode, output, error);
    }

    private static Process Start(HostCommand command, string who)
    {
        try
        {
            return Process.Start(command.ToStart()) ?? throw new AxleException(ErrorKind.Internal, $"'{command.Text}' did not start.");
        }
        catch (Win32Exception fault)
        {
            throw new AxleException(ErrorKind.NotFound, $"{who}: '{command.Text}' cannot be started: {fault.Message}. Install the program, or name its full path.", fault);
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
}
