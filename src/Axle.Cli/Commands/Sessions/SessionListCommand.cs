using System.Globalization;
using Axle.Agents.Escalation;
using Axle.Cli.Output;
using Axle.Cli.Output.Documents;

namespace Axle.Cli.Commands.Sessions;

/// <summary><c>ax session list</c>.</summary>
internal sealed class SessionListCommand(CommandContext context) : AxCommand(
    context, "list", "List the sessions of agents that were handed to a person, are on probation, or were ended.",
    new("ax session list", "Which, since when, and why"),
    new("ax session list --json | jq -r '.sessions[] | select(.status == \"open\").run'", "Runs that opened those a person has"))
{
    private const int LongestReason = 100;

    protected override async Task<int> RunAsync(Invocation call, CancellationToken cancellationToken)
    {
        await using var host = call.Compose();
        var sessions = host.HasDatabase ? await host.Get<SessionShelf>().ListAsync(tenant: null, cancellationToken) : [];
        if (call.Json)
        {
            call.WriteDocument(new SessionListDocument([.. sessions.Select(SessionPart.Of)]), CliJson.Context.SessionListDocument);
            return ExitCodes.Success;
        }

        if (sessions.Count == 0)
        {
            call.Note("No session is with a person, on probation, or ended.");
            return ExitCodes.Success;
        }

        TextTable.Write(call.Outside.Output, ["SESSION", "TENANT", "STATUS", "SINCE", "RUN", "SPENT", "WHY"], sessions.Select(s => (string[])
        [
            s.Session,
            s.Tenant ?? "",
            Words.Name(s.Status),
            Words.Of(s.Since, call.Outside.Time),
            s.Run ?? "",
            s.Usd == 0 ? "" : string.Create(CultureInfo.InvariantCulture, $"${s.Usd:0.00}"),
            Words.OneLine(s.Why ?? "", LongestReason),
        ]));
        return ExitCodes.Success;
    }
}
