using System.CommandLine;
using System.Text.Json;
using Axle.Agents.Escalation;
using Axle.Cli.Hosting;
using Axle.Cli.Output.Documents;
using Axle.Cli.Servers;
using Axle.Cli.Sources;
using Axle.Client.Sessions;

namespace Axle.Cli.Commands.Sessions;

/// <summary><c>ax session resume</c>.</summary>
internal sealed class SessionResumeCommand : SessionCommand
{
    private readonly Option<string?> _guidance = new("--guidance") { Description = "What the agent or prompt is told.", HelpName = "TEXT" };
    private readonly Option<string?> _answer = new("--answer")
    {
        Description = "The answer that is held back, as it is to go out: JSON, or @file.",
        HelpName = "JSON",
    };

    private readonly Option<string?> _comment = new("--comment") { Description = "What to say to it; kept in the run's history.", HelpName = "TEXT" };

    public SessionResumeCommand(CommandContext context)
        : base(context, "resume", "Let a session that a person has go on, on probation.",
            new("ax session resume support-17 --guidance 'Look into the other drawer.'", "It goes on, and the agent reads what you say"),
            new("ax session resume support-17 --answer '{\"summary\": \"Certainly.\"}'", "The answer that was held back goes out as you leave it"))
    {
        Add(_guidance);
        Add(_answer);
        Add(_comment);
        Remarks = ["Every question of the session that waits is answered with yes. The next failure hands it to a person again, the next success ends the probation."];
    }

    protected override async Task<int> RunAsync(Invocation call, ServerSession server, AgentSession session, CancellationToken cancellationToken)
    {
        var said = Said(call);
        var answer = await server.Client.Sessions.ResumeAsync(session.Id, said.Guidance, said.Output, said.Comment, cancellationToken: cancellationToken);
        return SessionDecisionDocument.Of(answer).Tell(call, Done(session.Session));
    }

    protected override async Task<int> RunAsync(Invocation call, AxleHost host, SessionState session, CancellationToken cancellationToken)
    {
        var signals = await host.Get<SessionDesk>().ResumeAsync(session, Said(call), AxleHost.ActorOf(call.Outside), cancellationToken);
        return await new SessionDeciding(call, host).SendAsync(session, signals, Done(session.Session), cancellationToken);
    }

    private SessionAnswer Said(Invocation call) => new(
        call.Get(_guidance),
        call.Get(_answer) is { Length: > 0 } json ? JsonSerializer.SerializeToElement(new NamedValues(call.Outside).Json("--answer", json)) : null,
        call.Get(_comment));

    private static string Done(string session) => $"Session '{session}' goes on, on probation.";
}
