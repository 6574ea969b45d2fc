using Axle.Agents.Escalation;
using Axle.Cli.Hosting;
using Axle.Cli.Servers;
using Axle.Client.Sessions;

namespace Axle.Cli.Commands.Sessions;

/// <summary><c>ax session forget</c>.</summary>
internal sealed class SessionForgetCommand : SessionCommand
{
    public SessionForgetCommand(CommandContext context)
        : base(context, "forget", "Forget what became of a session: agents work in it again, also when it was ended.",
            new("ax session forget chat-run-1q3dcbd006tfx8q", "The conversation may go on"),
            new("ax session forget support-17 --user usr_ann --tenant acme", "The same of one user of a tenant")) =>
        Remarks = ["Questions that wait for a person still do: answer them with 'ax approval'. What was counted of failures and costs begins anew."];

    protected override async Task<int> RunAsync(Invocation call, ServerSession server, AgentSession session, CancellationToken cancellationToken)
    {
        await server.Client.Sessions.ForgetAsync(session.Id, cancellationToken);
        return Say(call, session.Session);
    }

    protected override async Task<int> RunAsync(Invocation call, AxleHost host, SessionState session, CancellationToken cancellationToken)
    {
        await host.Get<SessionShelf>().ForgetAsync(session.Tenant, session.User, session.Session, cancellationToken);
        return Say(call, session.Session);
    }

    private static int Say(Invocation call, string session)
    {
        call.Say($"Session '{session}' is forgotten.");
        return ExitCodes.Success;
    }
}
