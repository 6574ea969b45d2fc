using System.Text.Json.Nodes;
using Axle.Agents.Escalation;
using Axle.Cli.Hosting;
using Axle.Cli.Output.Documents;
using Axle.Cli.Runs;
using Axle.Workflows.Ports;

namespace Axle.Cli.Commands.Sessions;

/// <summary>Sends runs of here what a person decided about a session.</summary>
/// <param name="call">The call.</param>
/// <param name="host">Axle.</param>
internal sealed class SessionDeciding(Invocation call, AxleHost host)
{
    /// <summary>Sends it to one run after the other; a run that nobody else executes goes on here.</summary>
    /// <returns>The exit code of the first run that did not succeed; else success.</returns>
    public async Task<int> SendAsync(
        SessionState session, IReadOnlyList<(RunRow Run, JsonObject Body)> signals, string done, CancellationToken cancellationToken)
    {
        if (signals.Count == 0)
        {
            var now = await host.Get<SessionShelf>().FindAsync(session.Tenant, session.User, session.Session, cancellationToken);
            return new SessionDecisionDocument(SessionPart.Of(now), []).Tell(call, done);
        }

        var code = ExitCodes.Success;
        foreach (var (run, body) in signals)
        {
            var ended = await new SignalSending(call, host).SendAsync(run, RunSignals.Answer, body, _ => done, null, cancellationToken);
            code = code == ExitCodes.Success ? ended : code;
        }

        return code;
    }
}
