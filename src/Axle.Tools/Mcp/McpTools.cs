using System.Collections.Immutable;
using Axle.Schemas;
using Axle.Tools.Contract;
using Axle.Tools.Mcp.Connections;
using Axle.Tools.Mcp.Routing;
using Axle.Tools.Mcp.Settings;
using ModelContextProtocol.Client;

namespace Axle.Tools.Mcp;

/// <summary>
/// The tools of all MCP servers of a host: <c>server.tool</c> each, and <c>group.tool</c> where servers can stand in for each other. Servers are
/// started when one of their tools is called, or to learn what tools they have when nobody remembers. Disposing it stops them.
/// </summary>
public sealed class McpTools : IToolSource, IAsyncDisposable
{
    private readonly ImmutableArray<ServerTools> _servers;
    private readonly ToolMemory _memory;
    private readonly ITimer? _health;
    private readonly CancellationTokenSource _stopping = new();
    private readonly Lock _lock = new();
    private ToolSnapshot? _snapshot;
    private int _checking;

    /// <summary>Prepares the servers; none is started.</summary>
    /// <param name="settings">The servers.</param>
    /// <param name="time">The clock.</param>
    /// <param name="answers">What servers are answered when they ask; null for nothing but the workspace.</param>
    public McpTools(McpSettings settings, TimeProvider time, McpAnswers? answers = null)
        : this(settings, time, answers, transport: null)
    {
    }

    internal McpTools(McpSettings settings, TimeProvider time, McpAnswers? answers,
        Func<McpServerSettings, Action<string>, IClientTransport>? transport)
    {
        ArgumentNullException.ThrowIfNull(settings);
        ArgumentNullException.ThrowIfNull(time);
        _memory = new ToolMemory(settings.MemoryFile);
        _servers =
        [
            .. settings.Servers.Select(server => new ServerTools(
                new McpConnection(server, settings, answers ?? McpAnswers.None, time, transport), _memory.Read(server), () => Changed(server.Name))),
        ];
        if (settings.HealthEvery > TimeSpan.Zero && _servers.Length > 0)
            _health = time.CreateTimer(_ => _ = CheckAsync(_stopping.Token), null, settings.HealthEvery, settings.HealthEvery);
    }

    /// <inheritdoc/>
    public IReadOnlyList<ITool> Tools => Snapshot.Tools;

    /// <inheritdoc/>
    public IReadOnlyDictionary<string, string> Faulty => Snapshot.Faulty;

    /// <summary>How it stands with each server, by name.</summary>
    public IReadOnlyList<McpServerStatus> Servers =>
    [
        .. _servers.Select(server => new McpServerStatus(server.Connection.Server, server.Connection.State)
        {
            Fault = server.Connection.Fault,
            Protocol = server.Connection.Protocol,
            Tools = [.. server.Taken.Select(tool => $"{server.Connection.Server.Name}.{tool.Name}")],
            LeftOut = (server.Listed ?? []).Length - server.Taken.Count(),
            Quarantined =
            [
                .. Snapshot.Faulty.Where(f => f.Key.StartsWith(server.Connection.Server.Name + ".", StringComparison.Ordinal))
                    .Select(static f => $"{f.Key}: {f.Value}"),
            ],
        }),
    ];

    /// <summary>
    /// Asks servers for their tools: those that were never asked, or all. What fails is seen in <see cref="Servers"/> and hinders nobody else.
    /// </summary>
    /// <param name="all">Whether servers are asked whose tools are remembered.</param>
    /// <param name="cancellationToken">Gives up; servers that are being started go on.</param>
    public Task DiscoverAsync(bool all, CancellationToken cancellationToken) =>
        Task.WhenAll(_servers
            .Where(server => (all || server.Listed is null) && server.Connection.State is McpState.Idle or McpState.Down)
            .Select(server => TryAsync(server, cancellationToken)));

    /// <summary>Lets a host speak with a server itself, for what tools are not: resources, prompts.</summary>
    /// <param name="server">The server's name.</param>
    /// <param name="use">Speaks with it; the connection stays this one's.</param>
    /// <param name="cancellationToken">Gives up the waiting for a connection.</param>
    /// <exception cref="AxleException"><see cref="ErrorKind.NotFound"/>: no such server. Any kind: it cannot be reached.</exception>
    public ValueTask<T> UseAsync<T>(string server, Func<McpClient, ValueTask<T>> use, CancellationToken cancellationToken)
    {
        var found = _servers.FirstOrDefault(s => s.Connection.Server.Name == server)
            ?? throw new AxleException(ErrorKind.NotFound, $"There is no MCP server '{server}'. There are: {string.Join(", ", _servers.Select(static s => s.Connection.Server.Name))}.");
        return found.Connection.DuringAsync(use, cancellationToken);
    }

    /// <summary>Looks after the servers that were started: asks whether they are there, and begins anew with those that are down.</summary>
    public async Task CheckAsync(CancellationToken cancellationToken)
    {
        if (Interlocked.Exchange(ref _checking, 1) == 1)
            return;
        try
        {
            await Task.WhenAll(_servers.Select(server => server.Connection.CheckAsync(cancellationToken)));
        }
        catch (OperationCanceledException)
        {
            // The host stops.
        }
        finally
        {
            Volatile.Write(ref _checking, 0);
        }
    }

    /// <inheritdoc/>
    public string? WhyMissing(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        var full = Snapshot.Tools.Select(static t => t.Description.Name).Where(n => n.EndsWith("." + name, StringComparison.Ordinal)).ToList();
        if (full.Count > 0)
            return $"'{name}' is the short name of {string.Join(" and ", full)}. Write the whole name.";
        var server = _servers.FirstOrDefault(s => name.StartsWith(s.Connection.Server.Name + ".", StringComparison.Ordinal));
        if (server is null)
            return null;
        var connection = server.Connection;
        if (connection.Fault is { } fault)
            return $"MCP server '{connection.Server.Name}' cannot be used: {fault}";
        if (connection.State == McpState.Off)
            return $"MCP server '{connection.Server.Name}' is switched off in {connection.Server.Source}.";
        var tool = name[(connection.Server.Name.Length + 1)..];
        if ((server.Listed ?? []).Any(t => t.Name == tool))
            return $"The settings of MCP server '{connection.Server.Name}' leave '{tool}' out (tools: allow, deny).";
        var nearest = NearestName.Find(tool, server.Taken.Select(static t => t.Name));
        return $"MCP server '{connection.Server.Name}' has no tool '{tool}'.{(nearest is null ? "" : $" Did you mean '{connection.Server.Name}.{nearest}'?")}";
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        // A container that hands it out under two types disposes it twice.
        if (_stopping.IsCancellationRequested)
            return;
        if (_health is not null)
            await _health.DisposeAsync();
        await _stopping.CancelAsync();
        await Task.WhenAll(_servers.Select(static server => server.Connection.DisposeAsync().AsTask()));
        _stopping.Dispose();
    }

    private ToolSnapshot Snapshot
    {
        get
        {
            lock (_lock)
                return _snapshot ??= ToolSnapshot.Of(_servers);
        }
    }

    private static async Task TryAsync(ServerTools server, CancellationToken cancellationToken)
    {
        try
        {
            await server.Connection.GetAsync(cancellationToken);
        }
        catch (Exception failed) when (failed is AxleException or OperationCanceledException)
        {
            // It stands in the server's state, and whoever asks for one of its tools is told. One that is slow goes on starting.
        }
    }

    private void Changed(string name)
    {
        lock (_lock)
            _snapshot = null;
        if (_servers.FirstOrDefault(s => s.Connection.Server.Name == name) is { Listed: { } tools } server)
            _memory.Write(server.Connection.Server, tools);
    }
}
