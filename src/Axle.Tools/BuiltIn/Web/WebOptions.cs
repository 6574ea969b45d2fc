using System.Collections.Immutable;

namespace Axle.Tools.BuiltIn.Web;

/// <summary>What may be fetched.</summary>
/// <param name="LargestAnswer">Bytes of a body, after it is unpacked, that are read at most.</param>
/// <param name="Deadline">The longest time for one fetch with all its redirects.</param>
/// <param name="MostRedirects">Redirects that are followed.</param>
public sealed record WebOptions(int LargestAnswer, TimeSpan Deadline, int MostRedirects)
{
    /// <summary>2 MiB, 30 s, 5 redirects; every public host and no private one.</summary>
    public static WebOptions Default { get; } = new(2 * 1024 * 1024, TimeSpan.FromSeconds(30), 5);

    /// <summary>Hosts that may be fetched, <c>example.org</c> with all below it; empty for every public one.</summary>
    public ImmutableArray<string> Hosts { get; init; } = [];

    /// <summary>Hosts, <c>name</c> or <c>name:port</c>, that may lie on this machine or in a private network.</summary>
    public ImmutableArray<string> PrivateHosts { get; init; } = [];
}
