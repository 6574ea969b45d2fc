namespace Axle.Client.Agents;

/// <summary>Who an agent of this process is, what it can do, and which server it offers itself to.</summary>
public sealed record RemoteAgentOptions
{
    /// <summary>The server, for example <c>https://axle.example.org/</c>.</summary>
    public required Uri Server { get; init; }

    /// <summary>A key with the permission <c>agentsServe</c> (<c>axle_…</c>), or the token of <c>ax serve --local</c>.</summary>
    public required string Token { get; init; }

    /// <summary>The agent's id, unique in its tenant: lower-case letters, digits and <c>-</c>, at most 64 characters. Workflows name it.</summary>
    public required string Id { get; init; }

    /// <summary>Name for people; null takes the id.</summary>
    public string? Name { get; init; }

    /// <summary>Its version; null for none.</summary>
    public string? Version { get; init; }

    /// <summary>What it is good for.</summary>
    public string? Description { get; init; }

    /// <summary>What it can be asked to do, at least one.</summary>
    public required IReadOnlyList<AgentCapability> Capabilities { get; init; }

    /// <summary>How many tasks it does at once, from 1. Default: 1.</summary>
    public int Places { get; init; } = 1;

    /// <summary>How long tasks in hand may go on when the agent stops, before they are cancelled. Default: 30 seconds.</summary>
    public TimeSpan DrainTime { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>The longest pause between two tries to connect; the first is half a second, each twice as long as the one before. Default: 15 s.</summary>
    public TimeSpan LongestPause { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>Told of connections that begin (true) and end (false), with a sentence why; null for nobody.</summary>
    public Action<bool, string>? Changed { get; init; }

    /// <summary>The clock.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;
}
