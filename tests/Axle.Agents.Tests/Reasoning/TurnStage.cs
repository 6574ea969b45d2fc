using System.Collections.Immutable;
using System.Text.Json;
using Axle.Agents.Escalation;
using Axle.Agents.Runtime;
using Axle.Agents.Tests.Support;
using Axle.Models.Guarding;
using Axle.Testing.Hosting;
using Axle.Tools.Contract;
using Axle.Workflows.Definition.Building;
using Axle.Workflows.Engine;
using Axle.Workflows.Ports;
using Axle.Workflows.Runs;
using Microsoft.Extensions.AI;

namespace Axle.Agents.Tests.Reasoning;

/// <summary>Agents, tools and a scripted model under the real engine, whose process can be made to crash.</summary>
internal sealed class TurnStage : IDisposable
{
    private readonly Stage _stage;

    public TurnStage(Func<IReadOnlyList<ChatMessage>, ChatOptions?, ChatMessage> model, IEnumerable<ITool> tools, params string[] agents)
        : this(model, new ToolCatalog(tools), agents)
    {
    }

    public TurnStage(Func<IReadOnlyList<ChatMessage>, ChatOptions?, ChatMessage> model, ToolCatalog catalog, params string[] agents)
    {
        Model = new ScriptedProvider(model);
        _stage = new Stage(catalog, agents.Select(Stage.Agent), Model);
        Sessions = new SessionShelf(() => (IValueStore)Host!.Store, TimeProvider.System);
        Host = new WorkflowTestHost(new LateHandler(() => new StepHandlers(_stage.Services with { Sessions = Sessions, Escalation = Escalation })));
    }

    /// <summary>How sessions stand.</summary>
    public SessionShelf Sessions { get; }

    /// <summary>When one is handed to a person.</summary>
    public EscalationOptions Escalation { get; init; } = new();

    public ScriptedProvider Model { get; }

    public WorkflowTestHost Host { get; }

    /// <summary>An agent without actions of its own.</summary>
    public static string Agent(string id, string tools = "[]", string more = "") => $"""
        ---
        id: {id}
        name: {id}
        description: Does {id}.
        capabilities:
          - name: {id} work
            confidence: 0.9
            keywords: [{id}]
        tools: {tools}
        {more}
        actions:
          look:
            description: Look.
            prompt: Say what is there.
        ---
        You are {id}.
        """;

    public static ChatMessage Says(string text) => new(ChatRole.Assistant, text);

    public static ChatMessage Answers(string summary) => Says(JsonSerializer.Serialize(new { summary, done = true }));

    /// <summary>A thought with one call.</summary>
    public static ChatMessage Calls(string tool, object arguments, string thought = "I need it.") => new(
        ChatRole.Assistant,
        [new TextContent(thought), new FunctionCallContent($"id-{tool}", tool, JsonSerializer.SerializeToElement(arguments).EnumerateObject()
            .ToDictionary(static a => a.Name, static a => (object?)a.Value))]);

    /// <summary>What tools brought so far, newest last.</summary>
    public static string[] Results(IReadOnlyList<ChatMessage> messages) =>
        [.. messages.SelectMany(static m => m.Contents).OfType<FunctionResultContent>().Select(static r => r.Result!.ToString()!)];

    /// <summary>Starts a run of one step in which an agent does a task.</summary>
    public TestRun Start(string? agent, string task = "Do it.", string? session = null, string action = "task", string? user = null) => Start(
        s =>
        {
            var step = s.Agent(agent, action);
            if (action == "task")
                step.With("task", task);
        },
        session,
        user);

    /// <summary>Starts a run of one step.</summary>
    public TestRun Start(Action<StepBuilder> step, string? session = null, string? user = null)
    {
        var workflow = WorkflowBuilder.Create("work").Step("work", step).Build();
        var attributes = ImmutableDictionary<string, string>.Empty.Add(RunAttributes.Workspace, Path.GetTempPath()).Add(RunAttributes.Apply, "true");
        if (user is not null)
            attributes = attributes.Add(RunAttributes.User, user);
        return Host.Start(new StartRun(workflow) { Attributes = session is null ? attributes : attributes.Add(RunAttributes.Session, session) });
    }

    public static string Summary(TestRun run)
    {
        run.State.Status.ShouldBe(RunStatus.Completed, run.State.Error?.Message);
        var work = run.State.Find("work")!;
        work.Output!.Value.GetProperty("offline").GetBoolean().ShouldBeFalse(string.Join("; ", work.Decisions.Select(static d => d.Data?.GetRawText())));
        return work.Output!.Value.GetProperty("summary").GetString()!;
    }

    public void Dispose() => _stage.Dispose();

    private sealed class LateHandler(Func<StepHandlers> handlers) : IStepHandler
    {
        private readonly Lazy<StepHandlers> _handlers = new(handlers);

        public ValueTask<StepResult> ExecuteAsync(StepContext context, CancellationToken cancellationToken) =>
            _handlers.Value.ExecuteAsync(context, cancellationToken);
    }
}
