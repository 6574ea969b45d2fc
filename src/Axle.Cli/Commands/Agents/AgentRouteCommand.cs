using System.CommandLine;
using System.Globalization;
using Axle.Agents.Routing;
using Axle.Agents.Standing;
using Axle.Cli.Output;
using Axle.Cli.Output.Documents;

namespace Axle.Cli.Commands.Agents;

/// <summary><c>ax agent route</c>: who would do a piece of work, and who if that one cannot.</summary>
internal sealed class AgentRouteCommand : AxCommand
{
    private readonly Argument<string?> _question = new("QUESTION")
    {
        Description = "The work in your words; or name it with --action.",
        Arity = ArgumentArity.ZeroOrOne,
    };

    private readonly Option<string?> _action = new("--action")
    {
        Description = "The action, as a workflow file names it.",
        HelpName = "ACTION",
    };

    private readonly Option<string?> _agent = new("--agent")
    {
        Description = "The agent, as a workflow file names it. Without it the agent is found by what it can do.",
        HelpName = "AGENT",
    };

    public AgentRouteCommand(CommandContext context)
        : base(context, "route", "Show which agent and action a piece of work would get, how sure that is, and who stands in when that agent cannot.",
            new("ax agent route \"find leaked credentials\"", "Who does it, by what agents can do"),
            new("ax agent route --action scan-vulnerabilities", "Who does it when a step names no agent"),
            new("ax agent route --agent architecture --action review-architecture", "Who answers to an alias"))
    {
        Add(_question);
        Add(_action);
        Add(_agent);
    }

    protected override async Task<int> RunAsync(Invocation call, CancellationToken cancellationToken)
    {
        var asked = (call.Get(_question), call.Get(_action)) switch
        {
            ({ } question, null) => question,
            (null, { } action) => action,
            _ => throw new UsageException("Say what is to be done: either as QUESTION, or with --action."),
        };
        await using var host = call.Compose();
        if (host.HasDatabase)
            await host.Get<AgentBook>().LoadAsync();
        var router = host.Get<AgentRouter>();
        var route = router.Route(call.Get(_agent), asked);
        var order = router.Rank(call.Get(_agent), asked);
        if (call.Json)
        {
            var document = new RouteDocument(
                route.Agent.Id, route.Action.Name, route.Confidence, Words.Name(route.AgentMatch), Words.Name(route.ActionMatch),
                route.Reason, route.Candidates, [.. order.Select(Part)]);
            call.WriteDocument(document, CliJson.Context.RouteDocument);
            return ExitCodes.Success;
        }

        call.Say($"{route.Agent.Id}/{route.Action.Name}  confidence {Number(route.Confidence)}");
        call.Say($"  {route.Reason}");
        call.Say();
        TextTable.Write(
            call.Outside.Output,
            ["ASKED", "ACTION", "CONFIDENCE", "WHY"],
            order.Select(static (r, i) => (string[])[$"{i + 1}. {r.Route.Agent.Id}", r.Route.Action.Name, Number(r.Route.Confidence), r.Why]));
        WriteOthers(call, route.Candidates.Where(c => !order.Any(r => r.Route.Agent.Id == c.Agent)).ToArray());
        return ExitCodes.Success;
    }

    private static void WriteOthers(Invocation call, RouteCandidate[] others)
    {
        if (others.Length == 0)
            return;
        call.Say();
        TextTable.Write(
            call.Outside.Output,
            ["NOT ASKED", "ACTION", "CONFIDENCE"],
            others.Select(static c => (string[])[c.Agent, c.Action ?? "", Number(c.Confidence)]));
    }

    private static RankedPart Part(RankedAgent ranked) => new(
        ranked.Route.Agent.Id, ranked.Route.Action.Name, ranked.Route.Confidence, ranked.Route.Agent.Priority, ranked.Standing.IsOut,
        Math.Round(ranked.Standing.Health.SuccessShare, 3), ranked.Standing.Working, ranked.Standing.Places, ranked.Why);

    private static string Number(double confidence) => confidence.ToString("0.00", CultureInfo.InvariantCulture);
}
