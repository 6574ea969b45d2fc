using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;

namespace Axle.Chaos.Nodes;

/// <summary>A process of ax. What it says is written to the node's log.</summary>
internal sealed class NodeProcess : IDisposable
{
    private readonly Process _process;
    private readonly StreamWriter _log;
    private readonly Lock _lock = new();
    private readonly Queue<string> _last = new();

    private NodeProcess(Process process, StreamWriter log) => (_process, _log) = (process, log);

    public int Id => _process.Id;

    /// <summary>Whether it said that it is at work.</summary>
    public bool IsReady { get; private set; }

    public bool HasExited => EndedWith >= 0 || _process.HasExited;

    /// <summary>Its exit code; -1 while it lives.</summary>
    public int EndedWith { get; private set; } = -1;

    /// <summary>Where somebody becomes the owner of a server that has none yet.</summary>
    public Uri? SetupUrl { get; private set; }

    /// <summary>What it said last.</summary>
    public string LastWords
    {
        get
        {
            lock (_lock)
                return string.Join(" / ", _last);
        }
    }

    /// <summary>Starts one.</summary>
    /// <param name="start">The command.</param>
    /// <param name="log">File that what it says is added to.</param>
    /// <param name="readyWhen">What it says when it is at work.</param>
    public static NodeProcess Start(ProcessStartInfo start, string log, string readyWhen)
    {
        start.RedirectStandardOutput = start.RedirectStandardError = true;
        var node = new NodeProcess(new Process { StartInfo = start }, new StreamWriter(log, append: true) { AutoFlush = true });
        node._process.OutputDataReceived += (_, line) => node.Hear(line.Data, readyWhen);
        node._process.ErrorDataReceived += (_, line) => node.Hear(line.Data, readyWhen);
        node._process.Start();
        node.Write(string.Create(CultureInfo.InvariantCulture, $"--- {Machine.Uptime:0.00} started, pid {node.Id}"));
        node._process.BeginOutputReadLine();
        node._process.BeginErrorReadLine();
        return node;
    }

    public void Kill() => _process.Kill();

    /// <summary>Sends a signal: <c>STOP</c>, <c>CONT</c>, <c>TERM</c>.</summary>
    public void Signal(string signal)
    {
        if (!_process.HasExited)
            Machine.Run("kill", "-s", signal, Id.ToString(CultureInfo.InvariantCulture));
    }

    public async Task WaitAsync(CancellationToken cancellationToken)
    {
        await _process.WaitForExitAsync(cancellationToken);
        EndedWith = _process.ExitCode;
    }

    public void Dispose()
    {
        if (!_process.HasExited)
            _process.Kill();
        _process.WaitForExit();
        EndedWith = _process.ExitCode;
        Write(string.Create(CultureInfo.InvariantCulture, $"--- {Machine.Uptime:0.00} ended with {EndedWith}"));
        _process.Dispose();
        lock (_lock)
            _log.Dispose();
    }

    private void Hear(string? line, string readyWhen)
    {
        if (line is null)
            return;
        Write(line);
        lock (_lock)
        {
            _last.Enqueue(line);
            if (_last.Count > 3)
                _last.Dequeue();
        }

        if (Regex.Match(line, "http\\S+setup\\?token=\\S+") is { Success: true } setup)
            SetupUrl = new Uri(setup.Value);
        if (line.Contains(readyWhen, StringComparison.Ordinal))
            IsReady = true;
    }

    private void Write(string line)
    {
        lock (_lock)
        {
            if (_log.BaseStream is { CanWrite: true })
                _log.WriteLine(line);
        }
    }
}
