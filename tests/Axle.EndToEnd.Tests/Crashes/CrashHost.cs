using System.Diagnostics;

namespace Axle.EndToEnd.Tests.Crashes;

/// <summary>The process to be killed, and what it has said.</summary>
internal sealed class CrashHost : IDisposable
{
    private readonly Process _process;

    private CrashHost(Process process) => _process = process;

    public static CrashHost Start(string verb, string database, RunId run)
    {
        var start = new ProcessStartInfo("dotnet")
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var argument in (string[])[Path.Combine(AppContext.BaseDirectory, "Axle.CrashHost.dll"), verb, database, run.Value])
            start.ArgumentList.Add(argument);
        var process = Process.Start(start) ?? throw new InvalidOperationException("The crash host does not start.");
        // What is read by nobody holds it up.
        process.BeginErrorReadLine();
        return new CrashHost(process);
    }

    /// <summary>Reads what it says until it has said so many lines, or ended.</summary>
    public async Task<List<string>> ReadAsync(int lines, CancellationToken cancellationToken)
    {
        var said = new List<string>();
        while (said.Count < lines && await _process.StandardOutput.ReadLineAsync(cancellationToken) is { } line)
            said.Add(line);
        return said;
    }

    /// <summary>kill -9, and waits until it is gone.</summary>
    public async Task KillAsync(CancellationToken cancellationToken)
    {
        _process.Kill();
        await _process.WaitForExitAsync(cancellationToken);
    }

    /// <summary>Stops it in the middle of whatever it does (SIGSTOP), or has it go on (SIGCONT).</summary>
    public void Signal(string signal)
    {
        using var kill = Process.Start("kill", ["-s", signal, _process.Id.ToString(System.Globalization.CultureInfo.InvariantCulture)]);
        kill.WaitForExit();
        kill.ExitCode.ShouldBe(0);
    }

    /// <summary>Has one that stalls go on; one that is stopped, when it goes on.</summary>
    public void Release()
    {
        _process.StandardInput.WriteLine("go");
        _process.StandardInput.Flush();
    }

    /// <summary>Waits until it ends by itself.</summary>
    public async Task<int> WaitAsync(CancellationToken cancellationToken)
    {
        await _process.WaitForExitAsync(cancellationToken);
        return _process.ExitCode;
    }

    public void Dispose()
    {
        if (!_process.HasExited)
            _process.Kill();
        _process.Dispose();
    }
}
