using System.Globalization;
using Axle.Agents.Escalation;
using Axle.Cli.Output;
using Axle.Cli.Output.Documents;

namespace Axle.Cli.Commands.Sessions;

/// <summary><c>ax session list</c>.</summary>
internal sealed class SessionListCommand : AxCommand
{
    private const int LongestReason = 100;

    public SessionListCommand(CommandContext context)
        : base(context, "list", "List the sessions of agents that were handed to a person, are on probation, or were ended.",
            new("ax session list", "Which, whose, since when, and why"),
            new("ax session list --json | jq -r '.sessions[] | select(.status == \"open\").run'", "Runs that opened those a person has")) =>
        WorksAtServer(static async (call, server, stop) =>
            Show(call, [.. (await server.Client.Sessions.ListAsync(cancellationToken: stop).ToListAsync(stop)).Select(SessionPart.Of)]));

    protected override async Task<int> RunAsync(Invocation call, CancellationToken cancellationToken)
    {
        await using var host = call.Compose();
        var sessions = host.HasDatabase ? await host.Get<SessionShelf>().ListAsync(tenant: null, cancellationToken) : [];
        return Show(call, [.. sessions.Select(SessionPart.Of)]);
    }

    private static int Show(Invocation call, List<SessionPart> sessions)
    {
        if (call.Json)
        {
            call.WriteDocument(new SessionListDocument([.. sessions]), CliJson.Context.SessionListDocument);
            return ExitCodes.Success;
        }

        if (sessions.Count == 0)
        {
            call.Note("No session is with a person, on probation, or ended.");
            return ExitCodes.Success;
        }

        TextTable.Write(call.Outside.Output, ["SESSION", "USER", "TENANT", "STATUS", "SINCE", "RUN", "SPENT", "WHY"], sessions.Select(s => (string[])
        [
            s.Session,
            s.User ?? "",
            s.Tenant ?? "",
            s.Status,
            Words.Of(s.Since, call.Outside.Time),
            s.Run ?? "",
            s.Usd == 0 ? "" : string.Create(CultureInfo.InvariantCulture, $"${s.Usd:0.00}"),
            Words.OneLine(s.Why ?? "", LongestReason),
        ]));
        return ExitCodes.Success;
    }
}
