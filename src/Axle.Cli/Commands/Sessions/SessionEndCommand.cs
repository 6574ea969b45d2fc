using System.CommandLine;
using Axle.Agents.Escalation;
using Axle.Cli.Hosting;
using Axle.Cli.Output.Documents;
using Axle.Cli.Servers;
using Axle.Client.Sessions;

namespace Axle.Cli.Commands.Sessions;

/// <summary><c>ax session end</c>.</summary>
internal sealed class SessionEndCommand : SessionCommand
{
    private readonly Option<string> _comment = new("--comment")
    {
        Description = "Why; kept in the run's history, and in the errors that waiting steps fail with.",
        HelpName = "TEXT",
        Required = true,
    };

    public SessionEndCommand(CommandContext context)
        : base(context, "end", "End a session: steps that wait fail, and nothing more is done in it.",
            new("ax session end support-17 --comment 'handled by phone'", "It is over"),
            new("ax session end support-17 --user usr_ann --comment 'handled by phone' --json", "One user's, for a script"))
    {
        Add(_comment);
        Remarks = ["'ax session forget' lets agents work in it again."];
    }

    protected override async Task<int> RunAsync(Invocation call, ServerSession server, AgentSession session, CancellationToken cancellationToken) =>
        SessionDecisionDocument.Of(await server.Client.Sessions.EndAsync(session.Id, call.Get(_comment)!, cancellationToken)).Tell(call, Done(session.Session));

    protected override async Task<int> RunAsync(Invocation call, AxleHost host, SessionState session, CancellationToken cancellationToken)
    {
        var signals = await host.Get<SessionDesk>().EndAsync(session, call.Get(_comment)!, AxleHost.ActorOf(call.Outside), cancellationToken);
        return await new SessionDeciding(call, host).SendAsync(session, signals, Done(session.Session), cancellationToken);
    }

    private static string Done(string session) => $"Session '{session}' is over.";
}
