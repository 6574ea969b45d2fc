using System.Globalization;
using Axle.Tools.Mcp.Settings;
using ModelContextProtocol.Client;
using ModelContextProtocol.Protocol;

namespace Axle.Tools.Mcp.Connections;

/// <summary>
/// The connection to one server: begun when it is first needed, begun anew when it broke, and not tried without end. May be used by many threads.
/// </summary>
internal sealed class McpConnection : IAsyncDisposable
{
    private const int LongestLine = 300;
    private static readonly TimeSpan ProbeTimeout = TimeSpan.FromSeconds(5);

    private readonly McpSettings _settings;
    private readonly McpAnswers _answers;
    private readonly TimeProvider _time;
    private readonly Func<McpServerSettings, Action<string>, IClientTransport> _transport;
    private readonly Backoff _backoff;
    private readonly Lock _lock = new();
    private readonly CancellationTokenSource _stopping = new();
    private Task<McpClient>? _opening;
    private McpClient? _client;
    private string _lastLine = "";
    private int _underWay;

    /// <summary>Prepares; nothing is started.</summary>
    /// <param name="server">The server.</param>
    /// <param name="settings">What holds for all servers.</param>
    /// <param name="answers">What it is answered when it asks.</param>
    /// <param name="time">The clock.</param>
    /// <param name="transport">Makes the way to it; null for the usual one.</param>
    public McpConnection(
        McpServerSettings server, McpSettings settings, McpAnswers answers, TimeProvider time,
        Func<McpServerSettings, Action<string>, IClientTransport>? transport = null)
    {
        (Server, _settings, _answers, _time, _backoff) = (server, settings, answers, time, new Backoff(time));
        _transport = transport ?? ((s, said) => McpTransports.Create(s, settings.Workspace, answers, said));
        State = server.IsEnabled && server.Fault is null ? McpState.Idle : McpState.Off;
        Fault = server.Fault;
    }

    public McpServerSettings Server { get; }

    public McpState State { get; private set; }

    /// <summary>Why it is down or off; null when it is not.</summary>
    public string? Fault { get; private set; }

    /// <summary>The revision of the protocol that is spoken; null when not connected.</summary>
    public string? Protocol => _client?.NegotiatedProtocolVersion;

    /// <summary>Calls that are under way.</summary>
    public int UnderWay => Volatile.Read(ref _underWay);

    /// <summary>Whether it may be asked now: it is not known to be down.</summary>
    public bool IsUsable => State is McpState.Idle or McpState.Starting or McpState.Ready || (State == McpState.Down && _backoff.Left == TimeSpan.Zero);

    /// <summary>Is called when the server says that its tools are others now, and each time it is connected.</summary>
    public Func<McpClient, CancellationToken, ValueTask> ToolsChanged { get; set; } = static (_, _) => ValueTask.CompletedTask;

    /// <summary>The connection, made when there is none.</summary>
    /// <exception cref="AxleException"><see cref="ErrorKind.Network"/>: it is down. <see cref="ErrorKind.Refused"/>: it is switched off.</exception>
    public async ValueTask<McpClient> GetAsync(CancellationToken cancellationToken)
    {
        Task<McpClient> opening;
        lock (_lock)
        {
            if (State is McpState.Off or McpState.Stopped)
                throw new AxleException(ErrorKind.Refused, $"{Subject} cannot be used: {Fault ?? (State == McpState.Off ? "it is switched off in " + Server.Source : "its host stops")}");
            if (State == McpState.Ready && _client is { } ready && !ready.Completion.IsCompleted)
                return ready;
            if (_opening is null && _backoff.Left is var left && left > TimeSpan.Zero)
                throw new AxleException(ErrorKind.Network, $"{Subject} is down: {Fault} It is tried again in {Math.Ceiling(left.TotalSeconds).ToString(CultureInfo.InvariantCulture)} s.");
            State = McpState.Starting;
            opening = _opening ??= Task.Run(OpenAsync, CancellationToken.None);
        }

        return await opening.WaitAsync(cancellationToken);
    }

    /// <summary>Has a call counted as under way.</summary>
    public async ValueTask<T> DuringAsync<T>(Func<McpClient, ValueTask<T>> call, CancellationToken cancellationToken)
    {
        var client = await GetAsync(cancellationToken);
        Interlocked.Increment(ref _underWay);
        try
        {
            return await call(client);
        }
        finally
        {
            Interlocked.Decrement(ref _underWay);
        }
    }

    /// <summary>
    /// Looks after the server: asks it whether it is there, and begins anew when it is not. Nothing is asked while calls are under way: they
    /// show by themselves whether the server lives, and one that works hard must not be taken for dead.
    /// </summary>
    public async Task CheckAsync(CancellationToken cancellationToken)
    {
        try
        {
            if (State == McpState.Ready && UnderWay == 0 && _client is { } client)
            {
                using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
                limit.CancelAfter(Server.StartTimeout);
                // The newest revision knows no ping; a list of tools says as much, and more.
                await ToolsChanged(client, limit.Token);
            }
            else if (State == McpState.Down && _backoff.Left == TimeSpan.Zero)
            {
                await GetAsync(cancellationToken);
            }
        }
        catch (Exception silent) when (!cancellationToken.IsCancellationRequested && McpFaults.IsExpected(silent))
        {
            if (State == McpState.Ready && UnderWay == 0)
                await LoseAsync(McpFaults.Reason(silent, _lastLine));
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        Task<McpClient>? opening;
        lock (_lock)
        {
            if (State == McpState.Stopped)
                return;
            State = State == McpState.Off ? McpState.Off : McpState.Stopped;
            opening = _opening;
        }

        await _stopping.CancelAsync();
        if (opening is not null)
            await opening.ContinueWith(static _ => { }, CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
        if (_client is { } client)
            await client.DisposeAsync();
        _stopping.Dispose();
    }

    private string Subject => $"MCP server '{Server.Name}'";

    private async Task<McpClient> OpenAsync()
    {
        McpClient? client = null;
        try
        {
            if (_client is { } broken)
                await broken.DisposeAsync();
            using var limit = CancellationTokenSource.CreateLinkedTokenSource(_stopping.Token);
            limit.CancelAfter(Server.StartTimeout);
            client = await McpClient.CreateAsync(_transport(Server, Heard), Options(), loggerFactory: null, limit.Token);
            _ = WatchAsync(client);
            await ToolsChanged(client, limit.Token);
            lock (_lock)
            {
                (_client, _opening, Fault, State) = (client, null, null, State == McpState.Stopped ? State : McpState.Ready);
                _backoff.Worked();
            }

            return client;
        }
        catch (Exception failed)
        {
            // One that greeted, but did not tell its tools, is not left running.
            if (client is not null)
                await client.DisposeAsync();
            var reason = failed is OperationCanceledException && !_stopping.IsCancellationRequested
                ? $"it did not answer within {Server.StartTimeout.TotalSeconds.ToString(CultureInfo.InvariantCulture)} s.{McpFaults.LastWords(_lastLine)}"
                : McpFaults.Reason(failed, _lastLine);
            lock (_lock)
            {
                (_opening, Fault, State) = (null, reason, State == McpState.Stopped ? State : McpState.Down);
                _backoff.Failed();
            }

            throw new AxleException(McpFaults.KindOf(failed), $"{Subject} could not be reached: {reason}", failed);
        }
    }

    private McpClientOptions Options() => new()
    {
        ClientInfo = new Implementation { Name = "axle", Version = McpVersion.Text },
        ProtocolVersion = Server.Protocol,
        InitializationTimeout = Server.StartTimeout,
        // Silence makes the library fall back to an older revision. Where none is allowed, a busy server may take its time.
        DiscoverProbeTimeout = Server.Protocol is null ? ProbeTimeout : Server.StartTimeout,
        Handlers = new McpClientHandlers
        {
#pragma warning disable MCP9005 // Out of use in the newest revision; servers of the one before it ask for roots.
            RootsHandler = (_, _) => ValueTask.FromResult(new ListRootsResult
            {
                Roots = [new Root { Uri = new Uri(_settings.Workspace + Path.DirectorySeparatorChar).AbsoluteUri, Name = "workspace" }],
            }),
#pragma warning restore MCP9005
            ElicitationHandler = _answers.Elicit,
            NotificationHandlers =
            [
                new(NotificationMethods.ToolListChangedNotification, async (_, stop) =>
                {
                    if (_client is { } client)
                        await ToolsChanged(client, stop);
                }),
            ],
        },
    };

    private async Task WatchAsync(McpClient client)
    {
        var end = await client.Completion;
        if (ReferenceEquals(client, _client) && State == McpState.Ready)
            await LoseAsync(McpFaults.Reason(end, _lastLine));
    }

    // A server that worked until now is tried again at once; one that fails again has to wait.
    private async Task LoseAsync(string reason)
    {
        McpClient? client;
        lock (_lock)
        {
            if (State != McpState.Ready)
                return;
            (client, _client, State, Fault) = (_client, null, McpState.Down, reason);
        }

        if (client is not null)
            await client.DisposeAsync();
    }

    private void Heard(string line)
    {
        if (!string.IsNullOrWhiteSpace(line))
            _lastLine = line.Length <= LongestLine ? line : line[..LongestLine] + "…";
    }
}
