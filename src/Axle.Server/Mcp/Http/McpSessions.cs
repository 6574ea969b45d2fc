using System.Buffers.Text;
using System.Collections.Concurrent;
using System.Security.Cryptography;
using Axle.Server.Identity;
using ModelContextProtocol.Server;

namespace Axle.Server.Mcp.Http;

/// <summary>The sessions of a server: bounded in number, and ended when nobody uses them.</summary>
/// <param name="options">What every session serves.</param>
/// <param name="most">Most sessions at a time; beyond, the one that was idle longest ends.</param>
/// <param name="time">The clock.</param>
internal sealed class McpSessions(McpServerOptions options, int most, TimeProvider time) : IAsyncDisposable
{
    private static readonly TimeSpan LongestIdle = TimeSpan.FromMinutes(30);

    private readonly ConcurrentDictionary<string, McpSession> _sessions = new(StringComparer.Ordinal);

    /// <summary>How many there are.</summary>
    public int Count => _sessions.Count;

    /// <summary>Begins one.</summary>
    /// <exception cref="McpRefusal">There are too many, and all are in use.</exception>
    public async ValueTask<McpSession> BeginAsync(AccessKey? key)
    {
        await SweepAsync();
        var session = new McpSession(Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(16)), key, options, time);
        _sessions[session.Id] = session;
        return session;
    }

    /// <summary>The session of an id that a client was given.</summary>
    /// <exception cref="McpRefusal">There is none, or it is another's.</exception>
    public McpSession Find(string id, AccessKey? key) => _sessions.TryGetValue(id, out var session) && ReferenceEquals(session.Key, key)
        ? session
        : throw new McpRefusal(404, McpRefusal.NoSession, "There is no such session (any more). Begin a new one with 'initialize'.");

    /// <summary>Ends one.</summary>
    public async ValueTask EndAsync(McpSession session)
    {
        if (_sessions.TryRemove(session.Id, out _))
            await session.DisposeAsync();
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        foreach (var session in _sessions.Values)
            await EndAsync(session);
    }

    private async ValueTask SweepAsync()
    {
        foreach (var session in _sessions.Values.Where(static s => s.Idle > LongestIdle))
            await EndAsync(session);
        if (_sessions.Count < most)
            return;
        var oldest = _sessions.Values.MaxBy(static s => s.Idle);
        if (oldest is null || oldest.Idle == TimeSpan.Zero)
            throw new McpRefusal(503, McpRefusal.Other, $"All {most} sessions are in use. Try again in a moment.");
        await EndAsync(oldest);
    }
}
