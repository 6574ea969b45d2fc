using System.CommandLine;
using System.Runtime.CompilerServices;
using Axle.Cli.Servers;
using Axle.Client;

namespace Axle.Cli.Commands.Servers;

/// <summary><c>ax login</c>.</summary>
internal sealed class LoginCommand : AxCommand
{
    private readonly Argument<string> _url = new("URL") { Description = "The server's address: https, or of this machine." };

    public LoginCommand(CommandContext context)
        : base(context, "login", "Sign in at a server with an API key, so that commands with --server work there.",
            new("ax login https://axle.example.org", "Asks for the key; it is not shown"),
            new("ax login http://127.0.0.1:8080 < key.txt", "The key from a file"),
            new("ax workflow execute code-review --server axle.example.org", "Then, for example"))
    {
        Add(_url);
        Remarks =
        [
            "Make a key in the dashboard, or with 'ax key create'; it needs the permissions of what you want to do. The key is read from standard input, tried, and kept "
            + "in ~/.axle/servers.json, which only you may read. 'ax logout URL' forgets it; revoke it where you made it.",
        ];
    }

    protected override Task<int> RunAsync(Invocation call, CancellationToken cancellationToken) => SignInAsync(call, cancellationToken);

    [MethodImpl(MethodImplOptions.NoInlining)]
    private async Task<int> SignInAsync(Invocation call, CancellationToken cancellationToken)
    {
        var url = ServerAddress.Require(call.Require(_url));
        if (!call.Outside.IsInputRedirected)
            call.Outside.Error.Write($"API key for {url}: ");
        var token = call.Outside.ReadSecret()?.Trim();
        if (string.IsNullOrEmpty(token) || token.Any(static c => c is <= ' ' or > '~'))
            throw new UsageException("There is no key on standard input: one line, as it was shown when it was made (axle_…).");
        using var client = new AxleClient(new AxleClientOptions { Server = url, Token = token });
        try
        {
            var session = await client.SessionAsync(cancellationToken);
            new ServerBook(call.Outside).Keep(new KeptServer(url, token));
            call.Say($"Signed in at {url} as {session.User}{(session.Tenant is { Length: > 0 } tenant ? $" of tenant {tenant}" : "")}.");
            return ExitCodes.Success;
        }
        catch (AxleClientException refused)
        {
            throw ServerSession.ErrorOf(refused, url);
        }
        catch (HttpRequestException fault)
        {
            throw new AxleException(ErrorKind.Network, $"{url} cannot be reached: {fault.Message} Is 'ax serve' running there?", fault);
        }
    }
}
