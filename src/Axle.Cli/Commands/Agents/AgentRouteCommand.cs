using System.CommandLine;
using System.Globalization;
using Axle.Agents.Routing;
using Axle.Cli.Output;
using Axle.Cli.Output.Documents;

namespace Axle.Cli.Commands.Agents;

/// <summary><c>ax agent route</c>: who would do a piece of work.</summary>
internal sealed class AgentRouteCommand : AxCommand
{
    private readonly Option<string> _action = new("--action")
    {
        Description = "The action, as a workflow file names it.",
        HelpName = "ACTION",
        Required = true,
    };

    private readonly Option<string?> _agent = new("--agent")
    {
        Description = "The agent, as a workflow file names it. Without it the agent is found by what it can do.",
        HelpName = "AGENT",
    };

    public AgentRouteCommand(CommandContext context)
        : base(context, "route", "Show which agent and action a step would get, and how sure that is.",
            new("ax agent route --action scan-vulnerabilities", "Who does it when a step names no agent"),
            new("ax agent route --agent architecture --action review-architecture", "Who answers to an alias"))
    {
        Add(_action);
        Add(_agent);
    }

    protected override async Task<int> RunAsync(Invocation call, CancellationToken cancellationToken)
    {
        await using var host = call.Compose();
        var route = host.Get<AgentRouter>().Route(call.Get(_agent), call.Get(_action) ?? "");
        if (call.Json)
        {
            var document = new RouteDocument(
                route.Agent.Id, route.Action.Name, route.Confidence, Words.Name(route.AgentMatch), Words.Name(route.ActionMatch),
                route.Reason, route.Candidates);
            call.WriteDocument(document, CliJson.Context.RouteDocument);
            return ExitCodes.Success;
        }

        call.Say($"{route.Agent.Id}/{route.Action.Name}  confidence {Number(route.Confidence)}");
        call.Say($"  {route.Reason}");
        if (!route.Candidates.IsEmpty)
        {
            call.Say();
            TextTable.Write(
                call.Outside.Output,
                ["CONSIDERED", "ACTION", "CONFIDENCE"],
                route.Candidates.Select(static c => (string[])[c.Agent, c.Action ?? "", Number(c.Confidence)]));
        }

        return ExitCodes.Success;
    }

    private static string Number(double confidence) => confidence.ToString("0.00", CultureInfo.InvariantCulture);
}
