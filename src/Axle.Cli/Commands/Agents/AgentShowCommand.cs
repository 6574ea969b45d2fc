using System.CommandLine;
using System.Globalization;
using Axle.Agents.Definition;
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
        var agent = (await AgentNames.ConnectedAsync(host, cancellationToken)).Registry.Get(call.Require(_agent));
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
        Works(agent), agent.Priority, agent.Limits, agent.Instructions, agent.Source);

    private static void Write(Invocation call, AgentDefinition agent)
    {
        call.Say($"{agent.Id}: {agent.Name}");
        foreach (var line in HelpPage.Wrap(agent.Description, call.Outside.Width - 2))
            call.Say($"  {line}");
        Row(call, "Aliases", agent.Aliases);
        Row(call, "Tools", agent.Tools);
        Row(call, "Models", agent.Models.Select(static m => m.Model is null ? m.Provider : $"{m.Provider}/{m.Model}"));
        Row(call, "Works", [Works(agent)]);
        Row(call, "Limits", Limits(agent.Limits));
        if (agent.Priority != 0)
            Row(call, "Priority", [agent.Priority.ToString(CultureInfo.InvariantCulture)]);
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

    // Arguments of a program may hold what is nobody's business: the program's name says enough.
    private static string Works(AgentDefinition agent) => agent switch
    {
        { Remote: { } remote } => $"over HTTP at {remote.Url.GetLeftPart(UriPartial.Path)}",
        { Connection: not null } => "in a process that connects to the server",
        { Command: { } command } => $"as the program {command.Words[0]}",
        _ when agent.Actions.All(static a => a.Tool is not null) => "by calling tools",
        _ => "with a language model",
    };

    private static IEnumerable<string> Limits(AgentLimits limits)
    {
        if (limits.Concurrency is { } places)
            yield return string.Create(CultureInfo.InvariantCulture, $"{places} at the same time, {limits.Waiting} may wait");
        if (limits.Tokens is { } tokens)
            yield return string.Create(CultureInfo.InvariantCulture, $"{tokens:#,0} tokens a piece of work");
        if (limits.Memory is { } bytes)
            yield return string.Create(CultureInfo.InvariantCulture, $"{bytes >> 20:#,0} MB of memory");
    }

    private static void Row(Invocation call, string name, IEnumerable<string> values)
    {
        if (string.Join(", ", values) is { Length: > 0 } text)
            call.Say($"  {name,-9} {text}");
    }
}
