using Axle.Agents.Escalation;
using Axle.Cli.Hosting;
using Axle.Cli.Output;
using Axle.Cli.Output.Documents;
using Axle.Cli.Servers;
using Axle.Client.Sessions;

namespace Axle.Cli.Commands.Sessions;

/// <summary><c>ax session show</c>.</summary>
internal sealed class SessionShowCommand(CommandContext context) : SessionCommand(
    context, "show", "Show a session with its summary, what was saved of it, and the questions that wait for a person.",
    new("ax session show support-17", "What was asked, what was done, and why a person was called"),
    new("ax session show support-17 --json | jq .saved.turns", "Its newest turns with their calls"))
{
    protected override async Task<int> RunAsync(Invocation call, ServerSession server, AgentSession session, CancellationToken cancellationToken) =>
        Show(call, SessionShowDocument.Of(await server.Client.Sessions.GetAsync(session.Id, cancellationToken)), $" --server {server.Url}");

    protected override async Task<int> RunAsync(Invocation call, AxleHost host, SessionState session, CancellationToken cancellationToken)
    {
        var desk = host.Get<SessionDesk>();
        var (saved, questions) = (await desk.SavedAsync(session, cancellationToken), await desk.QuestionsAsync(session, cancellationToken));
        return Show(call, SessionShowDocument.Of(session, saved, questions), "");
    }

    private static int Show(Invocation call, SessionShowDocument shown, string where)
    {
        if (call.Json)
        {
            call.WriteDocument(shown, CliJson.Context.SessionShowDocument);
            return ExitCodes.Success;
        }

        var session = shown.Session;
        call.Say($"{session.Session}  {session.Status} since {Words.Of(session.Since, call.Outside.Time)}");
        if (session.User is { } user)
            call.Say($"  User      {user}{(session.Tenant is { } tenant ? $" in tenant {tenant}" : "")}");
        if (session.Why is { } why)
            call.Say($"  Why       {why}");
        foreach (var question in shown.Questions)
            call.Say($"  Waits     {question.Run} {question.Step}{(question.Answer is null ? "" : ", an answer is held back")}");
        call.Say();
        call.Say(shown.Summary ?? "Nothing was saved of it, or its run is gone.");
        if (session.Status == Words.Name(SessionStatus.Open))
        {
            call.Say();
            call.Say($"ax session resume {session.Session} --guidance 'what to do'{where}");
            call.Say($"ax session end {session.Session} --comment 'why'{where}");
        }

        return ExitCodes.Success;
    }
}
