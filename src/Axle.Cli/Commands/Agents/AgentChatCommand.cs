using System.CommandLine;
using System.Text.Json;
using Axle.Agents.Reasoning;
using Axle.Agents.Registry;
using Axle.Agents.Runtime;
using Axle.Cli.Hosting;
using Axle.Cli.Runs;
using Axle.Models.Configuration;
using Axle.Workflows.Engine;
using Axle.Workflows.Runs;
using Axle.Workflows.Runs.Events;

namespace Axle.Cli.Commands.Agents;

/// <summary><c>ax agent chat</c>: a conversation with an agent; each message is a run.</summary>
internal sealed class AgentChatCommand : AxCommand
{
    private const int MostRemembered = 20;

    private readonly Argument<string> _agent = new("AGENT") { Description = "Id or alias of the agent." };

    private readonly AgentTaskOptions _options = new();

    public AgentChatCommand(CommandContext context)
        : base(context, "chat", "Talk with an agent. Each message is a run; an empty line or Ctrl-D ends.",
            new("ax agent chat architect", "Talk about the code base in this directory"),
            new("printf 'What is slow here?\\n' | ax agent chat performance", "One question from a script"))
    {
        _agent.CompletionSources.Add(_ => AgentNames.Complete(context.Outside));
        Add(_agent);
        foreach (var option in _options.All)
            Add(option);
        Remarks = [$"The agent is given the last {MostRemembered} messages and answers. What it does for an answer is shown by 'ax agent trace latest'. Where a person is called, the conversation waits for the answer: 'ax approval list'."];
    }

    protected override async Task<int> RunAsync(Invocation call, CancellationToken cancellationToken)
    {
        await using var host = call.Compose(static options => options.ExplainsGuards = true);
        _ = host.Get<ModelOptions>();
        var agent = host.Get<AgentRegistry>().Get(call.Require(_agent));
        var workflow = _options.Workflow(call, agent.Id);
        DatabaseFolder.Prepare(host.DatabasePath);
        _ = host.Get<AgentServices>();
        var session = $"chat-{RunId.New(call.Outside.Time.GetUtcNow(), (ulong)Random.Shared.NextInt64())}";
        var talk = new List<object>();
        while (await AskAsync(call, cancellationToken) is { Length: > 0 } message)
        {
            var given = new { task = message, context = new { conversation = talk.TakeLast(MostRemembered) } };
            var inputs = Payload.From(JsonSerializer.SerializeToElement(given));
            var handle = await host.Engine.StartAsync(_options.Start(call, workflow, inputs, session), cancellationToken);
            var (code, answer) = await AnswerAsync(call, host, handle);
            if (code == ExitCodes.Paused)
                return code;
            call.Say(answer);
            talk.Add(new { user = message, agent = answer });
        }

        return ExitCodes.Success;
    }

    private static async Task<string?> AskAsync(Invocation call, CancellationToken cancellationToken)
    {
        if (!call.Outside.IsInputRedirected)
            await call.Outside.Error.WriteAsync("> ");
        return await call.Outside.Input.ReadLineAsync(cancellationToken);
    }

    // Where progress is not shown, whoever talks still hears why there is no answer yet.
    private static async Task TellAsync(Invocation call, RunHandle handle, CancellationToken left)
    {
        try
        {
            await foreach (var happened in handle.Events(left))
            {
                if (happened.Event is ApprovalRequested)
                    call.Note($"A person is asked: 'ax approval show {handle.Id}' tells what. The conversation goes on with the answer.");
            }
        }
        catch (OperationCanceledException) when (left.IsCancellationRequested)
        {
            // The run is left alone, or has ended and was told.
        }
    }

    private static async Task<(int Code, string Text)> AnswerAsync(Invocation call, AxleHost host, RunHandle handle)
    {
        using var left = new CancellationTokenSource();
        var told = call.Plain ? TellAsync(call, handle, left.Token) : Task.CompletedTask;
        var (code, state, _) = await new RunSession(call, host).StayAsync(handle, shownBefore: call.Plain ? long.MaxValue : 0);
        await left.CancelAsync();
        await told;
        if (code == ExitCodes.Paused)
            call.Note($"Run {handle.Id} waits; 'ax workflow status {handle.Id}' tells for what, and 'ax workflow resume {handle.Id}' goes on.");
        return (code, state.Find(AgentWorkflow.Step)?.Output is { IsResolved: true } output && output.Value.TryGetProperty("summary", out var summary)
            ? summary.GetString() ?? ""
            : $"No answer: {state.Error?.Message ?? state.Status.ToString()}");
    }
}
