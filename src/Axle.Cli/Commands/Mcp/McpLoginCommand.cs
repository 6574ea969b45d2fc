using System.CommandLine;
using System.ComponentModel;
using System.Diagnostics;
using Axle.Tools.Mcp;
using Axle.Tools.Mcp.Connections;
using Axle.Tools.Mcp.Settings;
using Axle.Tools.Mcp.SignIn;

namespace Axle.Cli.Commands.Mcp;

/// <summary><c>ax mcp login</c>.</summary>
internal sealed class McpLoginCommand : AxCommand
{
    /// <summary>A person has to find a password, and perhaps a telephone.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(10);

    private readonly Argument<string> _name = new("NAME") { Description = "The server." };
    private readonly Option<bool> _noBrowser = new("--no-browser") { Description = "Only show the address to sign in at." };

    public McpLoginCommand(CommandContext context)
        : base(context, "login", "Sign in at an MCP server with an address, by OAuth, in the browser.",
            new("ax mcp login tickets", "Sign in; the tokens are kept for all later runs"),
            new("ax mcp login tickets --no-browser", "Show the address only"))
    {
        Add(_name);
        Add(_noBrowser);
        Remarks = ["Tokens are kept in ~/.axle/mcp-tokens, where only you may read, and are renewed as long as the server allows. 'ax mcp logout NAME' deletes them."];
    }

    protected override async Task<int> RunAsync(Invocation call, CancellationToken cancellationToken)
    {
        var (server, home) = Find(call, call.Require(_name));
        if (server.Fault is { } fault)
            throw new AxleException(ErrorKind.Validation, $"MCP server '{server.Name}' cannot be used: {fault}");
        using var page = new SignInPage();
        var isAsked = false;
        var answers = new McpAnswers
        {
            SignIn = s => McpSignIn.Interactive(home, s, page, address =>
            {
                isAsked = true;
                call.Note($"Sign in here: {address.AbsoluteUri}");
                // What opens an address opens programs, too: the address comes from a server.
                if (!call.Get(_noBrowser) && (address.Scheme == Uri.UriSchemeHttps || address.Scheme == Uri.UriSchemeHttp))
                    Open(address);
            }),
        };
        await using var mcp = new McpTools(new McpSettings([server with { StartTimeout = Patience }]) { HealthEvery = TimeSpan.Zero }, TimeProvider.System, answers);
        await mcp.DiscoverAsync(all: true, cancellationToken);
        if (mcp.Servers[0].Fault is { } failed)
            throw new AxleException(ErrorKind.Authentication, $"Signing in at '{server.Name}' failed: {failed}");
        call.Say(isAsked ? $"You are signed in at '{server.Name}'." : $"'{server.Name}' did not ask to sign in: you may use it as it is.");
        return ExitCodes.Success;
    }

    /// <summary>A server with an address, and the home directory.</summary>
    /// <exception cref="AxleException"><see cref="ErrorKind.Validation"/>: the server has no address, or there is no home directory.</exception>
    public static (McpServerSettings Server, string Home) Find(Invocation call, string name)
    {
        var settings = McpSettingsReader.ReadDirectory(call.Outside.Directory, call.Outside.Environment, McpTrusting.Of(call));
        var server = McpTrusting.Find(settings, name);
        if (server.Url is null)
            throw new AxleException(ErrorKind.Validation, $"'{name}' is a program that is started here; only servers with an address are signed in at.");
        var home = call.Outside.Environment("HOME") ?? call.Outside.Environment("USERPROFILE")
            ?? throw new AxleException(ErrorKind.Validation, "There is no home directory to keep tokens in. Set HOME.");
        return (server, home);
    }

    private static void Open(Uri address)
    {
        try
        {
            Process.Start(new ProcessStartInfo(address.AbsoluteUri) { UseShellExecute = true })?.Dispose();
        }
        catch (Exception none) when (none is Win32Exception or InvalidOperationException or PlatformNotSupportedException)
        {
            // There is no browser here: the address is shown already.
        }
    }
}
