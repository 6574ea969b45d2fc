using System.Text.RegularExpressions;

namespace Axle.Cli.Tests.Support;

/// <summary>A real server that an <c>ax</c> serves in one directory, and another <c>ax</c> in another that works there.</summary>
internal sealed partial class ServedBench : IAsyncDisposable
{
    private readonly Call _serving;

    private ServedBench(Workbench there, Call serving, Match address)
    {
        (There, _serving, Url, Token) = (there, serving, address.Groups[1].Value, address.Groups[2].Value);
        Here.Variables["HOME"] = Here.Directory;
        Here.Input = Token + "\n";
    }

    /// <summary>Where the server is.</summary>
    public Workbench There { get; }

    /// <summary>Where it is asked from.</summary>
    public Workbench Here { get; } = new();

    public string Url { get; }

    public string Token { get; }

    /// <param name="prepare">Sets up where the server is, before it starts; null for an empty directory whose steps a script makes.</param>
    public static async Task<ServedBench> StartAsync(Action<Workbench>? prepare = null)
    {
        var there = new Workbench();
        prepare?.Invoke(there);
        var serving = there.Begin("serve", "--local", "--port", "0");
        await serving.Output.Seen("Ctrl-C or SIGTERM stops");
        return new ServedBench(there, serving, Address().Match(serving.Output.ToString()));
    }

    public Task<Answer> LoginAsync() => Here.RunAsync("login", Url);

    /// <summary>Runs a command of here at the server.</summary>
    public Task<Answer> RunAsync(params string[] arguments) => Here.RunAsync([.. arguments, "--server", Url]);

    public async ValueTask DisposeAsync()
    {
        There.Interrupts.Interrupt("SIGTERM");
        await _serving.EndAsync();
        There.Dispose();
        Here.Dispose();
    }

    [GeneratedRegex(@"Open (http://\S+?/)\?token=(\w+)")]
    private static partial Regex Address();
}
