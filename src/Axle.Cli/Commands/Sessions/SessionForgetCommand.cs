using System.CommandLine;
using Axle.Agents.Escalation;

namespace Axle.Cli.Commands.Sessions;

/// <summary><c>ax session forget</c>.</summary>
internal sealed class SessionForgetCommand : AxCommand
{
    private readonly Argument<string> _session = new("SESSION") { Description = "The session, as 'ax session list' names it." };
    private readonly Option<string?> _tenant = new("--tenant") { Description = "Whose it is, where there are tenants.", HelpName = "NAME" };

    public SessionForgetCommand(CommandContext context)
        : base(context, "forget", "Forget what became of a session: agents work in it again, also when it was ended.",
            new("ax session forget chat-run-1q3dcbd006tfx8q", "The conversation may go on"),
            new("ax session forget support-17 --tenant acme", "The same of a tenant"))
    {
        Add(_session);
        Add(_tenant);
        Remarks = ["Questions that wait for a person still do: answer them with 'ax approval'. What was counted of failures and costs begins anew."];
    }

    protected override async Task<int> RunAsync(Invocation call, CancellationToken cancellationToken)
    {
        await using var host = call.Compose();
        host.RequireStore();
        var session = call.Require(_session);
        if (!await host.Get<SessionShelf>().ForgetAsync(call.Get(_tenant), session, cancellationToken))
        {
            throw new AxleException(
                ErrorKind.NotFound, $"Nothing is known of a session '{session}'. 'ax session list' lists those there are, with their tenants.");
        }

        call.Say($"Session '{session}' is forgotten.");
        return ExitCodes.Success;
    }
}
