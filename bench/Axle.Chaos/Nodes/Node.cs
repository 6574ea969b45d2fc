using System.Diagnostics;
using Axle.Chaos.Networks;

namespace Axle.Chaos.Nodes;

/// <summary>What a node is for.</summary>
internal enum NodeRole
{
    Engine,
    Worker,
    Api,
}

/// <summary>A place for a process of ax: when the process ends, another is started there, as a service manager does.</summary>
internal sealed class Node
{
    private readonly Lock _lock = new();
    private readonly string _folder;
    private readonly Action<string> _say;
    private NodeProcess? _process;
    private bool _isKilled;

    /// <param name="role">What it is for.</param>
    /// <param name="line">Its lines to the others.</param>
    /// <param name="folder">The project's folder.</param>
    /// <param name="say">Told what is out of the ordinary.</param>
    public Node(NodeRole role, Line line, string folder, Action<string> say) => (Role, Line, _folder, _say) = (role, line, folder, say);

    public NodeRole Role { get; }

    public Line Line { get; }

    public string Name => Line.Node;

    /// <summary>Folder of the build of ax that is started next.</summary>
    public required string Ax { get; set; }

    /// <summary>Arguments of ax.</summary>
    public required string[] Arguments { get; init; }

    /// <summary>Settings of the broker's address, with the <c>?</c>.</summary>
    public string BrokerSettings { get; init; } = "";

    /// <summary>Something is being done to it that it has to live through.</summary>
    public bool IsInTrouble { get; set; }

    /// <summary>How often its process ended although nobody killed it.</summary>
    public int Ends { get; private set; }

    public NodeProcess? Process
    {
        get
        {
            lock (_lock)
                return _process;
        }
    }

    /// <summary>Whether its process is at work.</summary>
    public bool IsUp => Process is { IsReady: true, HasExited: false };

    private string ReadyWhen => Role switch
    {
        NodeRole.Engine => "are executed here",
        NodeRole.Worker => "Making steps",
        _ => "This node is api",
    };

    /// <summary>Keeps a process there until it is told to stop; then kills it.</summary>
    public async Task KeepAsync(CancellationToken cancellationToken)
    {
        while (!cancellationToken.IsCancellationRequested)
        {
            using var process = Start();
            try
            {
                await process.WaitAsync(cancellationToken);
                if (!_isKilled)
                {
                    Ends++;
                    _say($"{Name} ended by itself with exit code {process.EndedWith}: {process.LastWords}");
                }

                await Machine.Pause(_isKilled ? 0.1 : 1, cancellationToken);
            }
            catch (OperationCanceledException)
            {
                // It is disposed of.
            }
        }
    }

    /// <summary>kill -9.</summary>
    /// <returns>The id of the process; null when there was none.</returns>
    public int? Kill()
    {
        lock (_lock)
        {
            if (_process is not { HasExited: false } process)
                return null;
            _isKilled = true;
            process.Kill();
            return process.Id;
        }
    }

    /// <summary>Stops its process gently (SIGTERM), and has one of another build start in its place.</summary>
    /// <param name="ax">Folder of the build.</param>
    /// <param name="cancellationToken">Cancels the waiting.</param>
    /// <returns>The exit code of the process that was there.</returns>
    public async Task<int> ReplaceAsync(string ax, CancellationToken cancellationToken)
    {
        var before = Process ?? throw new InvalidOperationException($"{Name} has no process.");
        Ax = ax;
        _isKilled = true;
        before.Signal("TERM");
        while (ReferenceEquals(Process, before) || !IsUp)
            await Machine.Pause(0.05, cancellationToken);
        return before.EndedWith;
    }

    /// <summary>Sends its process a signal.</summary>
    public void Signal(string signal) => Process?.Signal(signal);

    public async Task UpAsync(CancellationToken cancellationToken)
    {
        while (!IsUp)
            await Machine.Pause(0.05, cancellationToken);
    }

    /// <summary>Starts a process of the same build beside it, that nothing cuts off. Whoever asks for it ends it.</summary>
    public NodeProcess StartBeside(string[] arguments) => NodeProcess.Start(Command([], arguments), Log, ReadyWhen);

    private NodeProcess Start()
    {
        lock (_lock)
        {
            _isKilled = false;
            return _process = NodeProcess.Start(Command(Line.Before, Arguments), Log, ReadyWhen);
        }
    }

    private string Log => Path.Combine(_folder, "logs", Name);

    private ProcessStartInfo Command(string[] before, string[] arguments)
    {
        string[] ax = File.Exists(Path.Combine(Ax, "ax")) ? [Path.Combine(Ax, "ax")] : ["dotnet", Path.Combine(Ax, "ax.dll")];
        string[] words = [.. before, .. ax, .. arguments];
        var start = new ProcessStartInfo(words[0], words[1..]) { WorkingDirectory = _folder };
        foreach (var (name, value) in (IEnumerable<(string, string)>)[
            ("AXLE_STORE", Line.Database), ("AXLE_QUEUE", Line.Broker + BrokerSettings), ("AXLE_DATABASE", ""), ("HOME", _folder), ("NO_COLOR", "1")])
            start.Environment[name] = value;
        return start;
    }
}
