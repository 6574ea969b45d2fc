using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace Axle.Queue.RabbitMq.Tests.Processes;

/// <summary>A process of <c>ax</c>, and what it has said.</summary>
internal sealed class AxProcess : IDisposable
{
    private readonly Process _process;
    private readonly StringBuilder _said = new();
    private readonly TaskCompletionSource _ready = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private AxProcess(ProcessStartInfo start, string readyWhen)
    {
        _process = new Process { StartInfo = start, EnableRaisingEvents = true };
        _process.OutputDataReceived += (_, line) => Hear(line.Data, readyWhen);
        _process.ErrorDataReceived += (_, line) => Hear(line.Data, readyWhen);
        _process.Exited += (_, _) =>
        {
            // What it said last may come after its end.
            _process.WaitForExit();
            _ready.TrySetException(new InvalidOperationException($"ax ended before it was ready:\n{Said}"));
        };
        _process.Start();
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    public int Id => _process.Id;

    public string Said
    {
        get
        {
            lock (_said)
                return _said.ToString();
        }
    }

    /// <summary>Where it listens, when it has said so.</summary>
    public Uri Url => new(Regex.Match(Said, "Listening on (\\S+)").Groups[1].Value);

    /// <summary>The token that lets one person in, when it has said so.</summary>
    public string Token => Regex.Match(Said, "token=(\\S+)").Groups[1].Value;

    /// <summary>Starts <c>ax</c>, and waits until it says a text.</summary>
    public static async Task<AxProcess> StartAsync(
        string folder, IReadOnlyDictionary<string, string> environment, string readyWhen, CancellationToken cancellationToken, params string[] arguments)
    {
        string[] command = [Path.Combine(AppContext.BaseDirectory, "ax.dll"), .. arguments];
        var start = new ProcessStartInfo("dotnet", command) { RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = folder };
        foreach (var (name, value) in environment)
            start.Environment[name] = value;
        var process = new AxProcess(start, readyWhen);
        await process._ready.Task.WaitAsync(cancellationToken);
        return process;
    }

    /// <summary>kill -9, and waits until it is gone.</summary>
    public async Task KillAsync(CancellationToken cancellationToken)
    {
        _process.Kill();
        await _process.WaitForExitAsync(cancellationToken);
    }

    /// <summary>Sends a signal: <c>STOP</c>, <c>CONT</c>, <c>TERM</c>.</summary>
    public void Signal(string signal)
    {
        using var kill = Process.Start("kill", ["-s", signal, _process.Id.ToString(CultureInfo.InvariantCulture)]);
        kill.WaitForExit();
        kill.ExitCode.ShouldBe(0);
    }

    /// <summary>Waits until it has said a text.</summary>
    public async Task SaysAsync(string text, CancellationToken cancellationToken)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(20));
        while (!Said.Contains(text, StringComparison.Ordinal))
            await timer.WaitForNextTickAsync(cancellationToken);
    }

    /// <summary>Waits until it ends by itself, and returns its exit code.</summary>
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

    private void Hear(string? line, string readyWhen)
    {
        if (line is null)
            return;
        lock (_said)
            _said.AppendLine(line);
        if (line.Contains(readyWhen, StringComparison.Ordinal))
            _ready.TrySetResult();
    }
}
