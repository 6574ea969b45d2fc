using System.CommandLine;
using System.Globalization;
using Axle.Agents.Definition;
using Axle.Agents.Registry;
using Axle.Cli.Help;
using Axle.Cli.Output;
using Axle.Cli.Output.Documents;

namespace Axle.Cli.Commands.Agents;

/// <summary><c>ax agent show</c>: everything about one agent.</summary>
internal sealed class AgentShowCommand : AxCommand
{
    private readonly Argument<string> _agent = new("AGENT") { Description = "Id or alias of the agent." };

    public AgentShowCommand(CommandContext context)
        : base(context, "show", "Show one agent: what it can do, with which tools and models.",
            new("ax agent show security", "The security agent and its actions"),
            new("ax agent show security --json | jq '.actions[].inputs'", "The inputs of its actions as JSON Schema")) => Add(_agent);

    protected override async Task<int> RunAsync(Invocation call, CancellationToken cancellationToken)
    {
        await using var host = call.Compose();
        var agent = host.Get<AgentRegistry>().Get(call.Require(_agent));
        if (call.Json)
            call.WriteDocument(ToDocument(agent), CliJson.Context.AgentDocument);
        else
            Write(call, agent);
        return ExitCodes.Success;
    }

    private static AgentDocument ToDocument(AgentDefinition agent) => new(
        agent.Id, agent.Name, agent.Description, agent.Aliases, agent.Specializations, agent.Capabilities, agent.Tools,
        [.. agent.Models.Select(static m => m.Model is null ? m.Provider : $"{m.Provider}/{m.Model}")],
        [.. agent.Actions.Select(static a => new ActionPart(
            a.Name, a.Description, a.Aliases, a.World, [.. a.Evidence.Select(static e => e.Tool)], a.InputSchema, a.OutputSchema))],
        agent.Instructions, agent.Source);

    private static void Write(Invocation call, AgentDefinition agent)
    {
        call.Say($"{agent.Id}: {agent.Name}");
        foreach (var line in HelpPage.Wrap(agent.Description, call.Outside.Width - 2))
            call.Say($"  {line}");
        Row(call, "Aliases", agent.Aliases);
        Row(call, "Tools", agent.Tools);
        Row(call, "Models", agent.Models.Select(static m => m.Model is null ? m.Provider : $"{m.Provider}/{m.Model}"));
        Row(call, "File", [agent.Source]);
        call.Say();
        TextTable.Write(
            call.Outside.Output,
            ["CAPABILITY", "CONFIDENCE", "KEYWORDS"],
            agent.Capabilities.Select(static c => (string[])[c.Name, c.Confidence.ToString("0.00", CultureInfo.InvariantCulture), string.Join(", ", c.Keywords)]));
        call.Say();
        TextTable.Write(
            call.Outside.Output,
            ["ACTION", "DOES"],
            agent.Actions.Select(static a => (string[])[a.Name, a.Description + (a.World ? " Changes the outside world: only plans without --apply." : "")]));
    }

    private static void Row(Invocation call, string name, IEnumerable<string> values)
    {
        if (string.Join(", ", values) is { Length: > 0 } text)
            call.Say($"  {name,-9} {text}");
    }
}
