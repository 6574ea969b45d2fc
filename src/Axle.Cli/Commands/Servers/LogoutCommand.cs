using System.CommandLine;
using Axle.Cli.Servers;

namespace Axle.Cli.Commands.Servers;

/// <summary><c>ax logout</c>.</summary>
internal sealed class LogoutCommand : AxCommand
{
    private readonly Argument<string> _url = new("URL") { Description = "The server's address, or the name of its host." };

    public LogoutCommand(CommandContext context)
        : base(context, "logout", "Forget the key of a server.",
            new Example("ax logout https://axle.example.org", "The key is not revoked: 'ax key revoke' or the dashboard does that"))
    {
        Add(_url);
    }

    protected override Task<int> RunAsync(Invocation call, CancellationToken cancellationToken)
    {
        var book = new ServerBook(call.Outside);
        var kept = book.Find(call.Require(_url)) ?? throw new AxleException(ErrorKind.NotFound, $"You are not signed in at '{call.Require(_url)}'.");
        book.Forget(kept.Url);
        call.Say($"The key of {kept.Url} is forgotten.");
        return Task.FromResult(ExitCodes.Success);
    }
}
