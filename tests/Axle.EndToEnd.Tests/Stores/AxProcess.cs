using System.Diagnostics;

namespace Axle.EndToEnd.Tests.Stores;

/// <summary>The real <c>ax</c> as a process of its own, to be killed.</summary>
internal sealed class AxProcess : IDisposable
{
    private readonly Process _process;
    private readonly Task<string> _output;

    private AxProcess(Process process)
    {
        _process = process;
        _output = process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
    }

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public static AxProcess Start(string folder, params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "ax.dll"), .. arguments])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = folder,
        };
        start.Environment["HOME"] = folder;
        return new AxProcess(Process.Start(start) ?? throw new InvalidOperationException("'ax' does not start."));
    }

    /// <summary>Reads progress until a line begins in one of these ways, or it has ended.</summary>
    /// <returns>Whether there was such a line.</returns>
    public async Task<bool> ReadUntilAsync(params string[] beginnings)
    {
        while (await _process.StandardError.ReadLineAsync(Stop) is { } line)
        {
            if (beginnings.Any(b => line.StartsWith(b, StringComparison.Ordinal)))
                return true;
        }

        return false;
    }

    /// <summary>kill -9, and waits until it is gone.</summary>
    public async Task KillAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync(Stop);
    }

    /// <summary>Waits until it ends by itself.</summary>
    public async Task<(int Code, string Output, string Error)> EndAsync()
    {
        var error = await _process.StandardError.ReadToEndAsync(Stop);
        await _process.WaitForExitAsync(Stop);
        return (_process.ExitCode, await _output, error);
    }

    public void Dispose()
    {
        if (!_process.HasExited)
            _process.Kill();
        _process.Dispose();
    }
}
