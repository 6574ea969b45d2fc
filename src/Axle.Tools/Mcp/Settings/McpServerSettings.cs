using System.Collections.Immutable;
using Axle.Tools.Contract;

namespace Axle.Tools.Mcp.Settings;

/// <summary>One MCP server as it is configured: a program that is started, or an address that is asked.</summary>
/// <param name="Name">Its name, 1 to 32 of <c>a-z 0-9 - _</c>: the first part of the names of its tools.</param>
public sealed record McpServerSettings(string Name)
{
    /// <summary>The program of a server that is started here and spoken to by its standard input and output; null for one with an address.</summary>
    public string? Command { get; init; }

    /// <summary>The program's arguments.</summary>
    public ImmutableArray<string> Arguments { get; init; } = [];

    /// <summary>Variables that the program gets beside HOME, PATH, SHELL and TERM. Never the rest of the host's environment.</summary>
    public ImmutableSortedDictionary<string, string> Environment { get; init; } = ImmutableSortedDictionary<string, string>.Empty;

    /// <summary>Absolute path of the program's working directory; null for the project's.</summary>
    public string? Directory { get; init; }

    /// <summary>The address of a server that speaks Streamable HTTP; null for one that is started.</summary>
    public Uri? Url { get; init; }

    /// <summary>Headers that go with every request to <see cref="Url"/>.</summary>
    public ImmutableSortedDictionary<string, string> Headers { get; init; } = ImmutableSortedDictionary<string, string>.Empty;

    /// <summary>Tools that are taken, with <c>*</c> for any letters; empty for all.</summary>
    public ImmutableArray<string> Allow { get; init; } = [];

    /// <summary>Tools that are left out, with <c>*</c> for any letters; goes before <see cref="Allow"/>.</summary>
    public ImmutableArray<string> Deny { get; init; } = [];

    /// <summary>Tools that a person must agree to, with <c>*</c> for any letters.</summary>
    public ImmutableArray<string> Approval { get; init; } = [];

    /// <summary>What tools do to the outside world, by name, in place of what the server says of them.</summary>
    public ImmutableSortedDictionary<string, ToolEffect> Effects { get; init; } = ImmutableSortedDictionary<string, ToolEffect>.Empty;

    /// <summary>Where arguments go, by their names: <c>path</c>, <c>shell</c>, <c>argument</c>, <c>sql</c> or <c>url</c>. They are checked for it.</summary>
    public ImmutableSortedDictionary<string, string> Sinks { get; init; } = ImmutableSortedDictionary<string, string>.Empty;

    /// <summary>Whether the server is believed when it says that a tool only reads, or may be called twice. Default: true.</summary>
    public bool TrustsHints { get; init; } = true;

    /// <summary>Whether calls tell the server for whom they are made: tenant, user, session, scopes, run, agent. Default: true.</summary>
    public bool TellsCaller { get; init; } = true;

    /// <summary>Longest silence of a call, from 100 ms; progress that the server tells begins it anew, ten times at most. Default: 60 seconds.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>Longest time to start and to greet. Default: 30 seconds.</summary>
    public TimeSpan StartTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Name of a group of servers that can stand in for each other; null for none.</summary>
    public string? Capability { get; init; }

    /// <summary>Order in its group: lower is asked first. Default: 100.</summary>
    public int Priority { get; init; } = 100;

    /// <summary>Revision of the protocol, for example <c>2025-11-25</c>, for servers that do not tell theirs rightly; null to find out.</summary>
    public string? Protocol { get; init; }

    /// <summary>Whether it is used at all.</summary>
    public bool IsEnabled { get; init; } = true;

    /// <summary>The file that it stands in, for messages; empty when a program said it.</summary>
    public string Source { get; init; } = "";

    /// <summary>Changes when anything of the entry in its file does; empty for one that a program said. See <see cref="McpTrust"/>.</summary>
    public string Fingerprint { get; init; } = "";

    /// <summary>Why it cannot be used, with the cure; null when nothing is known against it.</summary>
    public string? Fault { get; init; }

    /// <summary>How it is reached, for people: the program's name and arguments, or the address without its query. No variables, no headers.</summary>
    public string Reach => Url is { } url ? url.GetLeftPart(UriPartial.Path) : string.Join(' ', Arguments.Prepend(Command ?? ""));
}
