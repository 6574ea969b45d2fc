using System.Diagnostics;
using System.Text;

namespace Axle.Tools.BuiltIn;

/// <summary>
/// Follows a program to its end and keeps the last of what it says. What the program leaves running may hold its output open for ever (a compiler's
/// server does): that is waited for only a moment.
/// </summary>
/// <param name="process">The program, not started yet, with output and errors redirected.</param>
/// <param name="kept">Characters of each that are kept: the end, where the fault is told.</param>
/// <param name="time">The clock.</param>
internal sealed class FollowedProgram(Process process, int kept, TimeProvider time)
{
    /// <summary>How long output is waited for after the program has ended.</summary>
    public static readonly TimeSpan Grace = TimeSpan.FromSeconds(2);

    private readonly StringBuilder _output = new();
    private readonly StringBuilder _errors = new();

    /// <summary>The end of what it printed.</summary>
    public string Output => Text(_output);

    /// <summary>The end of what it printed as errors.</summary>
    public string Errors => Text(_errors);

    /// <summary>Whether something that it started still runs and may say more.</summary>
    public bool IsHeldOpen { get; private set; }

    /// <summary>Starts it and waits for its end; ends it with all it started when cancelled.</summary>
    /// <returns>Its exit code.</returns>
    /// <exception cref="System.ComponentModel.Win32Exception">There is no such program.</exception>
    public async Task<int> RunAsync(CancellationToken cancellationToken)
    {
        process.Start();
        try
        {
            process.StandardInput.Close();
            var reading = Task.WhenAll(ReadAsync(process.StandardOutput, _output), ReadAsync(process.StandardError, _errors));
            await process.WaitForExitAsync(cancellationToken);
            IsHeldOpen = !await EndsAsync(reading, cancellationToken);
            return process.ExitCode;
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw;
        }
    }

    private async Task<bool> EndsAsync(Task reading, CancellationToken cancellationToken)
    {
        try
        {
            await reading.WaitAsync(Grace, time, cancellationToken);
            return true;
        }
        catch (TimeoutException)
        {
            return false;
        }
    }

    private async Task ReadAsync(StreamReader reader, StringBuilder tail)
    {
        try
        {
            var buffer = new char[8192];
            while (await reader.ReadAsync(buffer) is > 0 and var read)
            {
                lock (tail)
                {
                    tail.Append(buffer, 0, read);
                    if (tail.Length > 2 * kept)
                        tail.Remove(0, tail.Length - kept);
                }
            }
        }
        catch (Exception closed) when (closed is IOException or ObjectDisposedException)
        {
            // Nobody waits for the rest any more.
        }
    }

    private string Text(StringBuilder tail)
    {
        lock (tail)
            return tail.Length > kept ? tail.ToString(tail.Length - kept, kept) : tail.ToString();
    }
}
