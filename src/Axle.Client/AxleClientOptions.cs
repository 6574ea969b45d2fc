namespace Axle.Client;

/// <summary>Which server is asked, and by whom.</summary>
public sealed record AxleClientOptions
{
    /// <summary>The server, for example <c>https://axle.example.org/</c>.</summary>
    public required Uri Server { get; init; }

    /// <summary>An API key (<c>axle_…</c>), or the token of <c>ax serve --local</c>.</summary>
    public required string Token { get; init; }

    /// <summary>The longest pause between two tries to watch again after a cut; the first is half a second, each twice as long. Default: 15 s.</summary>
    public TimeSpan LongestPause { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>The clock.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;
}
