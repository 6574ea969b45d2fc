using System.CommandLine;
using System.Text.Json;
using Axle.Agents.Registry;
using Axle.Agents.Runtime;
using Axle.Cli.Hosting;
using Axle.Cli.Runs;
using Axle.Models.Configuration;
using Axle.Workflows.Runs;

namespace Axle.Cli.Commands.Agents;

/// <summary><c>ax agent run</c>: an agent does a task in words, as a durable run.</summary>
internal sealed class AgentRunCommand : AxCommand
{
    private const string Any = "any";

    private readonly Argument<string> _agent = new("AGENT") { Description = $"Id or alias of the agent; '{Any}' for the one that fits the task." };

    private readonly Argument<string[]> _task = new("TASK")
    {
        Description = "What is to be done; '-' reads it from the standard input.",
        Arity = ArgumentArity.OneOrMore,
    };

    private readonly AgentTaskOptions _options = new();

    public AgentRunCommand(CommandContext context)
        : base(context, "run", "Have an agent do a task, and stay with it until it is done.",
            new("ax agent run security \"Which endpoints can be called without a login?\"", "One agent, one task"),
            new("ax agent run any \"Plan the move to PostgreSQL\" --budget 0.50", "The agent that fits, with a limit of half a dollar"),
            new("git diff | ax agent run quality - --json | jq -r .outputs.summary", "Take the task from another program"))
    {
        _agent.CompletionSources.Add(_ => AgentNames.Complete(context.Outside));
        Add(_agent);
        Add(_task);
        foreach (var option in _options.All)
            Add(option);
        Remarks =
        [
            "The task is a run like any other: what the agent thinks, calls and hands on is kept ('ax agent trace latest' shows it), a crash loses none of it, and a call that a "
            + "person must agree to waits for 'ax approval approve'.",
        ];
    }

    protected override async Task<int> RunAsync(Invocation call, CancellationToken cancellationToken)
    {
        var agent = call.Require(_agent);
        var task = string.Join(' ', call.Get(_task) ?? []);
        if (task == "-")
            task = (await call.Outside.Input.ReadToEndAsync(cancellationToken)).Trim();
        if (task.Length == 0)
            throw new UsageException("TASK is empty. Say what is to be done.");
        await using var host = call.Compose(static options => options.ExplainsGuards = true);
        _ = host.Get<ModelOptions>();
        if (agent != Any)
            _ = host.Get<AgentRegistry>().Get(agent);
        var workflow = _options.Workflow(call, agent == Any ? null : agent);
        DatabaseFolder.Prepare(host.DatabasePath);
        _ = host.Get<AgentServices>();
        var inputs = Payload.From(JsonSerializer.SerializeToElement(new Dictionary<string, string?> { ["task"] = task, ["context"] = null }));
        var handle = await host.Engine.StartAsync(_options.Start(call, workflow, inputs), cancellationToken);
        return await new RunSession(call, host).AttendAsync(handle, shownBefore: 0);
    }
}
